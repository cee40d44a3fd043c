import { describe, expect, it } from "vitest";
import type { DistributionWindows } from "../distribution/distribution.js";
import { createModelMonitor, trackModel } from "./model-monitor.js";
import type { MonitorMember } from "./monitor-options.js";

const CELLS = 8;
const SETTINGS = { unitDays: 1 / 24, budgetDays: 90, firstBet: 150, afterAlarm: "restart" } as const;

function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** 200 rows a window over eight even cells; from `changeAt` on the upper half is more frequent. */
function drawWindows(seed: number, windows: number, changeAt = Infinity): DistributionWindows {
  const random = createRandom(seed);
  const counts = new Float64Array(windows * CELLS);
  for (let window = 0; window < windows; window++) {
    for (let row = 0; row < 200; row++) {
      const u = random() ** (window >= changeAt ? 0.8 : 1);
      const at = window * CELLS + Math.floor(u * CELLS);
      counts[at] = counts[at]! + 1;
    }
  }
  return {
    layout: { kind: "numeric", bounds: Float64Array.from({ length: CELLS - 1 }, (_, cell) => cell) },
    windows,
    cells: CELLS,
    counts,
    totals: new Float64Array(windows).fill(200),
  };
}

function slice(windows: DistributionWindows, from: number, to: number): DistributionWindows {
  return {
    ...windows,
    windows: to - from,
    counts: windows.counts.slice(from * CELLS, to * CELLS),
    totals: windows.totals.slice(from, to),
  };
}

const members: MonitorMember[] = [1, 2, 3].map((seed) => ({
  name: `feature ${seed}`,
  windows: drawWindows(seed, 260, seed === 2 ? 200 : Infinity),
}));

describe("a model's monitor", () => {
  it("alarms soon after a change and names the member that changed", () => {
    const { alarms, members: tracks } = trackModel(members, { ...SETTINGS, afterAlarm: "continue" });
    expect(alarms[0]!.window).toBeGreaterThanOrEqual(200);
    expect(alarms[0]!.window).toBeLessThan(212);
    expect(alarms[0]!.culprits.map(({ member }) => member)).toEqual(["feature 2"]);
    expect(Math.abs(tracks[1]!.strongestStart! - 200)).toBeLessThan(4);
  });

  it("answers the same to the last bit, however the history is cut into blocks", () => {
    const cold = trackModel(members, SETTINGS);
    const monitor = createModelMonitor(SETTINGS);
    const cuts = [0, 70, 149, 151, 200, 201, 202, 260];
    for (let block = 1; block < cuts.length; block++) {
      monitor.append({
        members: members.map(({ name, windows }) => ({
          name,
          windows: slice(windows, cuts[block - 1]!, cuts[block]!),
        })),
      });
    }
    expect(monitor.track()).toEqual(cold);
  });

  it("does not look ahead: what comes later leaves what was", () => {
    const whole = trackModel(members, SETTINGS);
    const part = trackModel(
      members.map(({ name, windows }) => ({ name, windows: slice(windows, 0, 205) })),
      SETTINGS,
    );
    expect(part.logDetector).toEqual(whole.logDetector.slice(0, 205));
  });
});
