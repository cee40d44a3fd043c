import {
  alwaysValidShare,
  compareRates,
  forecastVolume,
  sequentialKs,
  timeUniformCdfRadius,
  unseenCategories,
  createCategoricalDistribution,
} from "@modelwatch/statistics";
import { describe, expect, it } from "vitest";
import { drawCounts, drawWindows, mostAlarms } from "./counts.js";
import { createRandom, drawNormal } from "./random.js";

const RUNS = 400;
const ALPHA = 0.05;
const SHARES = [0.05, 0.2, 0.3, 0.25, 0.15, 0.05];

function countRuns(run: () => boolean): number {
  return Array.from({ length: RUNS }, run).filter(Boolean).length;
}

function drawEvents(random: () => number, size: number, share: number) {
  return { count: drawCounts(random, size, [share, 1 - share])[0]!, exposure: size };
}

describe("bands that hold at all times", () => {
  it("keep the true distribution function at every bound over 300 windows", () => {
    const random = createRandom(1);
    const truth = SHARES.map((_, cell) => SHARES.slice(0, cell + 1).reduce((a, b) => a + b, 0));
    const missed = countRuns(() => {
      const total = new Float64Array(SHARES.length);
      let n = 0;
      for (let window = 0; window < 300; window++) {
        drawCounts(random, 50, SHARES).forEach((count, cell) => (total[cell] = total[cell]! + count));
        n += 50;
        const radius = timeUniformCdfRadius({ count: n, alpha: ALPHA, firstAt: 100 });
        let below = 0;
        for (let cell = 0; cell < SHARES.length; cell++) {
          below += total[cell]! / n;
          if (Math.abs(below - truth[cell]!) > radius) return true;
        }
      }
      return false;
    });
    expect(missed).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
  });

  it("let the sequential Kolmogorov–Smirnov test keep its level at unequal sizes, and find a difference of .1", () => {
    const random = createRandom(2);
    const test = (shares: readonly number[]) => {
      const first = drawWindows(100, () => drawCounts(random, 110, SHARES));
      const second = drawWindows(100, () => drawCounts(random, 10, shares));
      const { logPValue } = sequentialKs({ first, second, cells: SHARES.length, alpha: ALPHA, firstAt: 100 });
      return logPValue[99]! <= Math.log(ALPHA);
    };
    expect(countRuns(() => test(SHARES))).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
    const moved = [0.02, 0.1, 0.28, 0.27, 0.21, 0.12];
    expect(countRuns(() => test(moved))).toBeGreaterThan(0.8 * RUNS);
  });

  it("keep the true share, rare or not, over 200 windows", () => {
    const random = createRandom(3);
    for (const share of [0.002, 0.05, 0.5]) {
      const missed = countRuns(() => {
        let count = 0;
        for (let n = 50; n <= 10_000; n += 50) {
          count += drawCounts(random, 50, [share, 1 - share])[0]!;
          const { low, high } = alwaysValidShare(count, n, ALPHA);
          if (share < low || share > high) return true;
        }
        return false;
      });
      expect(missed, `share ${share}`).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
    }
  });
});

describe("exact tests of one look", () => {
  it("keep their level for rare events at very unequal exposures", () => {
    const random = createRandom(4);
    for (const [rows, referenceRows, share] of [
      [500, 20_000, 0.0005],
      [2000, 2000, 0.002],
      [20_000, 1000, 0.01],
    ] as const) {
      const alarms = countRuns(() => {
        const { logPValue } = compareRates(
          drawEvents(random, rows, share),
          drawEvents(random, referenceRows, share),
          { alpha: ALPHA },
        );
        return logPValue <= Math.log(ALPHA);
      });
      expect(alarms, `${rows} of ${referenceRows}`).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
    }
  });

  it("take no rare category of a long tail for a new one", () => {
    const random = createRandom(5);
    const tail = Array.from({ length: 300 }, (_, rank) => 1 / (rank + 1) ** 1.5);
    const categories = tail.map((_, rank) => `c${rank}`);
    const side = (size: number) =>
      createCategoricalDistribution({ categories, counts: drawCounts(random, size, tail) });
    let expected = 0;
    const alarms = countRuns(() => {
      const unseen = unseenCategories(side(3000), side(500));
      if (unseen.kind === "undetermined") throw new Error(unseen.reason);
      expected += unseen.expected / RUNS;
      return unseen.logPValue <= Math.log(ALPHA);
    });
    // there is something to be found wrongly
    expect(expected).toBeGreaterThan(3);
    expect(alarms).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
  });

  it("keep volumes within their season's interval where windows vary by a tenth, and find a halved one", () => {
    const random = createRandom(6);
    const week = [1000, 1100, 900, 1000, 1050, 300, 250];
    const seasons = Int32Array.from({ length: 57 }, (_, day) => day % 7);
    const history = () =>
      Float64Array.from(seasons, (day) => {
        const level = week[day]! * Math.exp(0.1 * drawNormal(random));
        return Math.max(0, Math.round(level + Math.sqrt(level) * drawNormal(random)));
      });
    const isOdd = (counts: Float64Array): boolean => {
      const forecast = forecastVolume({ counts, seasons }, 56, ALPHA);
      return forecast.kind === "value" && forecast.logPValue <= Math.log(ALPHA);
    };
    expect(countRuns(() => isOdd(history()))).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
    const halved = countRuns(() => {
      const counts = history();
      return isOdd(counts.with(56, counts[56]! / 2));
    });
    expect(halved).toBeGreaterThan(0.9 * RUNS);
  });
});
