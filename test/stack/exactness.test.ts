import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { silentErrors, surelyDistortedBy } from "../exactness/law.js";
import { HOUR, MINUTE } from "../exactness/life.js";
import type { MeasuredWindow } from "../exactness/measure.js";
import { measureStores } from "../exactness/run.js";
import type { Measurement } from "../exactness/run.js";
import { BEYOND_LOOK_BACK, SCENARIOS } from "../exactness/scenarios.js";
import { LONGER_LOOK_BACK, openPrometheus } from "../exactness/stores.js";
import type { Store } from "../exactness/stores.js";
import { isExact } from "../exactness/summary.js";

const START = Date.UTC(2024, 0, 1);
const RANGE = { startMs: START, endMs: START + 9 * HOUR };

/** A small version of `npm run exactness`: what happened is known, and a real Prometheus is asked about it. */
describe("windows of processes that come, go and stumble", () => {
  let stores: readonly Store[];
  let measurements: readonly Measurement[];

  beforeAll(async () => {
    stores = [await openPrometheus(false), await openPrometheus(true)];
    measurements = await measureStores(stores, SCENARIOS, RANGE);
  }, 600_000);
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
  });

  const windowsOf = (
    name: string,
    widthMs: number,
    source = "Prometheus, anchored",
  ): readonly MeasuredWindow[] => {
    const found = measurements.find(
      (each) => each.scenario.name === name && each.widthMs === widthMs && each.source === source,
    );
    if (found === undefined) throw new Error(`${source} was not asked about ${name}`);
    return found.windows;
  };

  it("are flagged where their number is off by more than two in a hundred", () => {
    const silent = measurements
      .filter(({ scenario, source }) => scenario.name !== BEYOND_LOOK_BACK || source === LONGER_LOOK_BACK)
      .map(({ source, scenario, widthMs, windows }) => ({
        where: `${source}: ${scenario.name} at ${widthMs / MINUTE} min`,
        windows: silentErrors(windows),
      }))
      .filter(({ windows }) => windows.length > 0);
    expect(silent).toEqual([]);
  });

  it("of an hour distort χ² by at most 0.02 for each degree of freedom where they are called exact", () => {
    for (const { scenario, source, widthMs, windows } of measurements) {
      if (scenario.name === BEYOND_LOOK_BACK && source !== LONGER_LOOK_BACK) continue;
      expect(
        surelyDistortedBy(windows),
        `${source}: ${scenario.name} at ${widthMs / MINUTE} min`,
      ).toBeLessThan(0.02);
    }
  });

  it("are exact at any width where exports happen on their edges", () => {
    for (const widthMs of [5 * MINUTE, HOUR]) {
      const windows = windowsOf("on the minute", widthMs);
      expect(windows.every(isExact)).toBe(true);
      expect(windows.every(({ counted, happened }) => counted === happened)).toBe(true);
      expect(windows.every(({ distortion }) => distortion === 0)).toBe(true);
    }
  });

  it("of five minutes are all flagged where exports happen at other seconds", () => {
    expect(windowsOf("steady", 5 * MINUTE).filter(isExact)).toEqual([]);
  });

  it("of an hour are mostly exact where nothing happens", () => {
    const windows = windowsOf("steady", HOUR);
    expect(windows.filter(isExact).length).toBeGreaterThan(windows.length / 2);
  });

  it("with a batch job's one push count it whole", () => {
    const windows = windowsOf("batch job", HOUR);
    expect(windows.every(isExact)).toBe(true);
    expect(windows.every(({ counted, happened }) => counted === happened && happened > 0)).toBe(true);
  });

  it("in which a process first reports more than zero are called incomplete", () => {
    const windows = windowsOf("late start, foreign", HOUR);
    const lacking = windows.filter(({ counted, happened }) => counted < 0.95 * happened);
    expect(lacking.length).toBeGreaterThan(0);
    expect(lacking.every(({ quality }) => quality.includes("incomplete"))).toBe(true);
  });

  it("in which a process loses counts again and again are called incomplete", () => {
    const windows = windowsOf("crash loop, new identity", HOUR);
    expect(windows.every(({ quality }) => quality.includes("incomplete"))).toBe(true);
  });

  it("in which a restart loses counts are called reset", () => {
    const restarted = windowsOf("restarts, killed", HOUR).filter(({ quality }) => quality.includes("reset"));
    expect(restarted.length).toBeGreaterThan(0);
  });

  it("that nobody reported in are gaps, and what they lack is counted late", () => {
    const windows = windowsOf("all away", 5 * MINUTE);
    const gaps = windows.filter(({ quality }) => quality.includes("gap"));
    expect(gaps.some(({ happened }) => happened > 0)).toBe(true);
    const counted = windows.filter((window) => window.counted > 2 * window.happened);
    expect(counted.length).toBeGreaterThan(0);
    expect(counted.every(({ quality }) => quality.includes("late"))).toBe(true);
  });

  it("lack a process that is away for longer than the source looks back, unless it is told to look further", () => {
    expect(windowsOf(BEYOND_LOOK_BACK, HOUR).filter(lacksSilently)).not.toEqual([]);
    expect(windowsOf(BEYOND_LOOK_BACK, HOUR, LONGER_LOOK_BACK).filter(lacksSilently)).toEqual([]);
  });
});

function lacksSilently(window: MeasuredWindow): boolean {
  return isExact(window) && window.counted < 0.9 * window.happened;
}
