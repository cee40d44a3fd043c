import { windowDifferenceEvidence } from "@modelwatch/statistics";
import { describe, expect, it } from "vitest";
import { countRuns } from "./count-runs.js";
import { drawCounts, drawGroupedCounts, mostAlarms } from "./counts.js";
import { createRandom, drawNormal } from "./random.js";

describe("evidence from windows' differences", () => {
  const CELLS = 6;
  const LENGTH = 300;
  const RUNS = 200;
  const SHARES = [0.3, 0.25, 0.2, 0.15, 0.07, 0.03];

  function alarmsWithin(draw: () => [Float64Array, Float64Array]): boolean {
    const armA = new Float64Array(LENGTH * CELLS);
    const armB = new Float64Array(LENGTH * CELLS);
    for (let window = 0; window < LENGTH; window++) {
      const [a, b] = draw();
      armA.set(a, window * CELLS);
      armB.set(b, window * CELLS);
    }
    const { logEvidence } = windowDifferenceEvidence({
      windows: LENGTH,
      strata: 1,
      cells: CELLS,
      armA,
      armB,
    });
    return logEvidence.some((log) => log >= -Math.log(0.05));
  }
  it("raises at most α false alarms for groups of five equal rows", () => {
    const random = createRandom(43);
    const alarms = countRuns(RUNS, () =>
      alarmsWithin(() => [
        drawGroupedCounts(random, 400, 5, SHARES),
        drawGroupedCounts(random, 400, 5, SHARES),
      ]),
    );
    expect(alarms).toBeLessThanOrEqual(mostAlarms(RUNS, 0.05));
  });

  it("raises at most α false alarms where the split steps from 5 to 50 % inside every window", () => {
    const random = createRandom(47);
    const alarms = countRuns(RUNS, () =>
      alarmsWithin(() => {
        // both halves of a window have their own shares, which differ from window to window
        const tilt = drawNormal(random);
        const [a, b] = [new Float64Array(CELLS), new Float64Array(CELLS)];
        for (const [share, sign] of [
          [0.05, 1],
          [0.5, -1],
        ] as const) {
          const shares = SHARES.map((each, k) => each * Math.exp((sign * 0.3 * tilt * k) / CELLS));
          const toB = Math.round(400 * share);
          drawCounts(random, 400 - toB, shares).forEach((count, k) => (a[k] = a[k]! + count));
          drawCounts(random, toB, shares).forEach((count, k) => (b[k] = b[k]! + count));
        }
        return [a, b];
      }),
    );
    expect(alarms).toBeLessThanOrEqual(mostAlarms(RUNS, 0.05));
  });

  it("finds a difference of total variation .05 between arms of 80 groups of five, in most runs", () => {
    const random = createRandom(53);
    const moved = SHARES.map((share, k) => share + (k === 0 ? 0.05 : k === 1 ? -0.05 : 0));
    const found = countRuns(40, () =>
      alarmsWithin(() => [
        drawGroupedCounts(random, 400, 5, SHARES),
        drawGroupedCounts(random, 400, 5, moved),
      ]),
    );
    expect(found).toBeGreaterThan(30);
  });
});
