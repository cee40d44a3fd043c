import { knownSharesEvidence, twoArmEvidence } from "@modelwatch/statistics";
import { describe, expect, it } from "vitest";
import { drawCounts, drawGroupedCounts, mostAlarms } from "./counts.js";
import { createRandom } from "./random.js";

const WINDOWS = 120;
const ALPHA = 0.05;
const CELLS = 8;

type Draw = (random: () => number, window: number, stratum: number) => { a: Float64Array; b: Float64Array };

function hasAlarmed(random: () => number, strata: number, draw: Draw): number | undefined {
  const armA = new Float64Array(WINDOWS * strata * CELLS);
  const armB = new Float64Array(WINDOWS * strata * CELLS);
  for (let window = 0; window < WINDOWS; window++) {
    for (let stratum = 0; stratum < strata; stratum++) {
      const { a, b } = draw(random, window, stratum);
      armA.set(a, (window * strata + stratum) * CELLS);
      armB.set(b, (window * strata + stratum) * CELLS);
    }
  }
  const { logEvidence } = twoArmEvidence({ windows: WINDOWS, strata, cells: CELLS, armA, armB });
  const window = logEvidence.findIndex((log) => log >= -Math.log(ALPHA));
  return window === -1 ? undefined : window;
}

function alarms(runs: number, seed: number, strata: number, draw: Draw): number {
  const random = createRandom(seed);
  return Array.from({ length: runs }, () => hasAlarmed(random, strata, draw)).filter((at) => at !== undefined)
    .length;
}

/** A distribution that follows the hour of the day and drifts over the days, alike for both arms. */
function cycle(window: number, stratum = 0): number[] {
  const hour = Math.sin((2 * Math.PI * window) / 24);
  return Array.from({ length: CELLS }, (_, k) =>
    Math.exp(0.5 * hour * (k / CELLS) + (0.01 * window * k) / CELLS + stratum * (k % 3)),
  );
}

describe("two arms that are alike", () => {
  const RUNS = 200;

  it("raise at most α false alarms under cycles, trends and a split that ramps from 5 to 50 %", () => {
    const found = alarms(RUNS, 1, 1, (random, window) => {
      const treated = Math.round(400 * (0.05 + (0.45 * window) / WINDOWS));
      const shares = cycle(window);
      return { a: drawCounts(random, 400 - treated, shares), b: drawCounts(random, treated, shares) };
    });
    expect(found).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
  });

  it("raise at most α false alarms when strata with different mixes are split differently", () => {
    const found = alarms(RUNS, 2, 2, (random, window, stratum) => {
      // stratum 0 is mostly in arm a at first and mostly in arm b later; pooled, the arms would differ
      const toB = stratum === 0 ? 0.2 + (0.6 * window) / WINDOWS : 0.5;
      const treated = Math.round(300 * toB);
      const shares = cycle(window, stratum);
      return { a: drawCounts(random, 300 - treated, shares), b: drawCounts(random, treated, shares) };
    });
    expect(found).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
  });

  it("do raise false alarms if an entity is counted five times a window, as documented", () => {
    const shares = cycle(0);
    const found = alarms(40, 3, 1, (random) => ({
      a: drawGroupedCounts(random, 500, 5, shares),
      b: drawGroupedCounts(random, 500, 5, shares),
    }));
    expect(found).toBeGreaterThan(20);
  });
});

describe("two arms that differ", () => {
  it("are told apart: total variation .05 within 60 windows of 2 × 400 in most runs", () => {
    const random = createRandom(4);
    const found = Array.from({ length: 40 }, () =>
      hasAlarmed(random, 1, (draw, window) => {
        const shares = cycle(window);
        const total = shares.reduce((sum, share) => sum + share, 0);
        const moved = shares.map((share, k) => share + ((k % 2 === 0 ? 1 : -1) * 0.1 * total) / CELLS);
        return { a: drawCounts(draw, 400, shares), b: drawCounts(draw, 400, moved) };
      }),
    );
    expect(found.filter((at) => at !== undefined && at < 60).length).toBeGreaterThan(30);
  });
});

/** Whether 200 windows of 300 entities, split as `actual`, ever alarm against an even split. */
function alarmsAgainstEvenSplit(random: () => number, actual: readonly number[]): boolean {
  const counts = new Float64Array(200 * 2);
  for (let window = 0; window < 200; window++) counts.set(drawCounts(random, 300, actual), window * 2);
  const { logEvidence } = knownSharesEvidence({ shares: [0.5, 0.5], counts });
  return logEvidence.some((log) => log >= -Math.log(ALPHA));
}

describe("shares known by design", () => {
  it("raise at most α false alarms over 200 looks", () => {
    const random = createRandom(5);
    const runs = 300;
    const found = Array.from({ length: runs }, () => alarmsAgainstEvenSplit(random, [0.5, 0.5])).filter(
      Boolean,
    ).length;
    expect(found).toBeLessThanOrEqual(mostAlarms(runs, ALPHA));
  });

  it("find a split of 51.5 to 48.5 in 60,000 entities", () => {
    const random = createRandom(6);
    const found = Array.from({ length: 20 }, () => alarmsAgainstEvenSplit(random, [0.515, 0.485])).filter(
      Boolean,
    ).length;
    expect(found).toBe(20);
  });
});
