import {
  EFFECT_WINDOWS,
  contrastMeans,
  effectIntervalOf,
  expectedDetectionDelay,
  normalQuantile,
  sizeForMeans,
  sizeForShares,
  smallestDetectableDrift,
  smallestStandardisedEffect,
} from "@modelwatch/statistics";
import { describe, expect, it } from "vitest";
import { countRuns } from "./count-runs.js";
import { drawCounts, mostAlarms } from "./counts.js";
import { createRandom, drawNormal } from "./random.js";

const FIXED = { alpha: 0.05, power: 0.8, timing: "fixed", treatedShare: 0.5 } as const;

/** A power of `power` gives so many findings, but for chance on either side (2e−4). */
function expectPower(found: number, runs: number, power: number): void {
  expect(found).toBeGreaterThanOrEqual(runs - mostAlarms(runs, 1 - power));
  expect(found).toBeLessThanOrEqual(mostAlarms(runs, power));
}

/** One normal value in each window, of variance ½: differences have variance 1. */
function drawArm(random: () => number, windows: number, shift: number) {
  return {
    counts: new Float64Array(windows).fill(1),
    sums: Float64Array.from({ length: windows }, () => shift + Math.SQRT1_2 * drawNormal(random)),
  };
}

describe("planned sizes", () => {
  const RUNS = 1000;

  it("find a difference of means with the planned power at one look", () => {
    const random = createRandom(61);
    const { treated, control } = sizeForMeans(
      0.5,
      { treated: 4, control: 1 },
      { ...FIXED, treatedShare: 0.3 },
    )!;
    const error = Math.sqrt(4 / treated + 1 / control);
    // means of normal units are normal: no need to draw each unit
    const found = countRuns(
      RUNS,
      () => Math.abs(0.5 + error * drawNormal(random)) > normalQuantile(0.975) * error,
    );
    expectPower(found, RUNS, 0.8);
  });

  it("find a difference of shares with the planned power by the score test", () => {
    const random = createRandom(67);
    const { treated, control } = sizeForShares({ treated: 0.16, control: 0.1 }, FIXED)!;
    const found = countRuns(RUNS, () => {
      const yes = drawCounts(random, treated, [0.16, 0.84])[0]!;
      const other = drawCounts(random, control, [0.1, 0.9])[0]!;
      const pooled = (yes + other) / (treated + control);
      const error = Math.sqrt(pooled * (1 - pooled) * (1 / treated + 1 / control));
      return Math.abs(yes / treated - other / control) > normalQuantile(0.975) * error;
    });
    expectPower(found, RUNS, 0.8);
  });

  it("find the smallest drift with the planned power by a chi-square test", () => {
    const random = createRandom(71);
    const reference = [0.3, 0.25, 0.2, 0.15, 0.1];
    const plan = { cells: 5, referenceCount: 1e15, overdispersion: 1, alpha: 0.05, power: 0.8 };
    const hellinger = smallestDetectableDrift(600, plan)!;
    // a small tilt with that distance: H² ≈ Σ (s − r)²/r / 8
    const tilt = [1, -1, 1, -1, 0].map((sign, k) => sign * Math.sqrt(reference[k]!));
    const balanced = tilt.map((each, k) => each - reference[k]! * tilt.reduce((a, b) => a + b, 0));
    const size = Math.sqrt(balanced.reduce((sum, each, k) => sum + each ** 2 / reference[k]!, 0) / 8);
    const moved = reference.map((share, k) => share + (hellinger / size) * balanced[k]!);
    const found = countRuns(RUNS, () => {
      const counts = drawCounts(random, 600, moved);
      const chiSquare = counts.reduce(
        (sum, count, k) => sum + (count - 600 * reference[k]!) ** 2 / (600 * reference[k]!),
        0,
      );
      return chiSquare > 9.487729036781154;
    });
    expect(found / RUNS).toBeGreaterThan(0.75);
    expect(found / RUNS).toBeLessThan(0.85);
  });

  it("find an effect by the always-valid interval at the planned window at the latest", () => {
    const random = createRandom(73);
    const windows = 40;
    const plan = { ...FIXED, timing: "always-valid", optimalAt: EFFECT_WINDOWS.optimal } as const;
    const effect = smallestStandardisedEffect(windows, plan);
    const runs = 400;
    const found = countRuns(runs, () => {
      const interval = effectIntervalOf(
        contrastMeans(drawArm(random, windows, effect), drawArm(random, windows, 0))!,
        { alpha: 0.05 },
      )!;
      return interval.low > 0;
    });
    // the interval also pays for not knowing the variance: a little less than planned
    expect(found / runs).toBeGreaterThan(0.68);
    expect(found / runs).toBeLessThan(0.85);
  });
});

/** Shiryaev–Roberts detectors of normal bets both ways, averaged over bets and members; windows until the threshold. */
function delayOf(
  random: () => number,
  shift: number,
  moved: number,
  members: number,
  budget: number,
): number {
  const bets = [0.25, 0.5, 1, 2, 4].flatMap((bet) => [bet, -bet]);
  const detectors = new Float64Array(members * bets.length);
  for (let window = 1; window < 100_000; window++) {
    let sum = 0;
    for (let member = 0; member < members; member++) {
      const z = drawNormal(random) + (member < moved ? shift : 0);
      bets.forEach((bet, i) => {
        const at = member * bets.length + i;
        detectors[at] = Math.exp(bet * z - bet ** 2 / 2) * (1 + detectors[at]!);
        sum += detectors[at]!;
      });
    }
    if (sum / detectors.length >= budget) return window;
  }
  return Infinity;
}

describe("the expected delay of a detector", () => {
  it.each([0.3, 0.5, 1, 2])("is within a third of what simulation gives for a shift of %s", (shift) => {
    const random = createRandom(79);
    const delays = Array.from({ length: 60 }, () => delayOf(random, shift, 2, 20, 2160));
    const mean = delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
    const planned = expectedDetectionDelay(shift, { budgetWindows: 2160, members: 20, moved: 2 })!;
    expect(planned / mean).toBeGreaterThan(0.75);
    expect(planned / mean).toBeLessThan(1.35);
  });
});
