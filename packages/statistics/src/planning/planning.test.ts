import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkAa } from "./check-aa.js";
import { expectedDetectionDelay } from "./detection-delay.js";
import { countForDrift, smallestDetectableDrift } from "./drift-plan.js";
import { noncentralChiSquareSurvival } from "./noncentral-chi-square.js";
import { smallestStandardisedEffect, unitsForStandardisedEffect } from "./test-plan.js";
import { sizeForMeans, sizeForShares, smallestMeanDifference } from "./two-group-plan.js";

interface Fixture {
  readonly means: readonly Record<"effect" | "alpha" | "power" | "ratio" | "control", number>[];
  readonly shares: readonly Record<
    "control" | "treated" | "alpha" | "power" | "ratio" | "treatedCount",
    number
  >[];
  readonly tails: readonly Record<"x" | "degrees" | "noncentrality" | "survival", number>[];
  readonly drifts: readonly Record<"cells" | "count" | "alpha" | "power" | "cohenW", number>[];
}
const oracle: Fixture = JSON.parse(
  readFileSync(new URL("fixtures/statsmodels-power.json", import.meta.url), "utf8"),
);
const FIXED = { alpha: 0.05, power: 0.8, timing: "fixed", treatedShare: 0.5 } as const;
const ALWAYS = { ...FIXED, timing: "always-valid" } as const;

describe("plans against statsmodels and scipy", () => {
  it.each(oracle.means)("needs as many units for a mean as statsmodels: d = $effect", (one) => {
    const { effect, alpha, power, ratio, control } = one;
    const treatedShare = ratio / (1 + ratio);
    const plan = { alpha, power, timing: "fixed", treatedShare } as const;
    const sizes = sizeForMeans(effect, { treated: 1, control: 1 }, plan)!;
    // whole units of both groups together are rounded up before they are split
    expect(sizes.control).toBeGreaterThanOrEqual(Math.floor(control));
    expect(sizes.control).toBeLessThanOrEqual(Math.ceil(control) + 1);
  });

  it.each(oracle.shares)("needs as many units for a share as statsmodels: $control → $treated", (one) => {
    const { control, treated, alpha, power, ratio, treatedCount } = one;
    const plan = { alpha, power, timing: "fixed", treatedShare: 1 / (1 + ratio) } as const;
    expect(sizeForShares({ treated, control }, plan)!.treated).toBe(Math.ceil(treatedCount));
  });

  it.each(oracle.tails)("has scipy's noncentral tail at $x, $degrees, $noncentrality", (one) => {
    const { x, degrees, noncentrality, survival } = one;
    const got = noncentralChiSquareSurvival(x, degrees, noncentrality);
    expect(Math.abs(got / survival - 1)).toBeLessThan(1e-8);
  });

  it.each(oracle.drifts)("finds the drift of statsmodels' chi-square power with $cells cells", (one) => {
    const { cells, count, alpha, power, cohenW } = one;
    // a reference without sampling error; Cohen's w is √χ² per row, √8 Hellinger distances
    const plan = { cells, referenceCount: 1e15, overdispersion: 1, alpha, power };
    expect(smallestDetectableDrift(count, plan)! * Math.sqrt(8)).toBeCloseTo(cohenW, 5);
  });
});

describe("laws of plans", () => {
  const plans = fc.record({
    alpha: fc.double({ min: 0.001, max: 0.2, noNaN: true }),
    power: fc.double({ min: 0.5, max: 0.99, noNaN: true }),
    timing: fc.constantFrom("fixed" as const, "always-valid" as const),
    treatedShare: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
  });

  it("size and smallest effect are each other's inverse", () => {
    fc.assert(
      fc.property(plans, fc.double({ min: 0.01, max: 2, noNaN: true }), (plan, effect) => {
        const units = unitsForStandardisedEffect(effect, plan)!;
        expect(smallestStandardisedEffect(units, plan)).toBeLessThanOrEqual(effect);
        if (units > 1) expect(smallestStandardisedEffect(units - 1, plan)).toBeGreaterThan(effect);
      }),
      { seed: 41, numRuns: 200 },
    );
  });

  it("looking at any time takes more units, about twice as many at the size it is tuned for", () => {
    const variances = { treated: 4, control: 4 };
    const inflation =
      sizeForMeans(0.1, variances, ALWAYS)!.treated / sizeForMeans(0.1, variances, FIXED)!.treated;
    expect(inflation).toBeGreaterThan(1.7);
    expect(inflation).toBeLessThan(2.2);
  });

  it("a covariate saves its share of units, dependence costs its factor, and an even split is best", () => {
    const units = (variances: Partial<Parameters<typeof sizeForMeans>[1]>, treatedShare = 0.5) => {
      const sizes = sizeForMeans(0.05, { treated: 1, control: 1, ...variances }, { ...FIXED, treatedShare })!;
      return sizes.treated + sizes.control;
    };
    expect(units({ varianceReduction: 0.4 }) / units({})).toBeCloseTo(0.6, 3);
    expect(units({ designEffect: 5 }) / units({})).toBeCloseTo(5, 2);
    expect(units({}, 0.1)).toBeGreaterThan(2.7 * units({}));
    expect(smallestMeanDifference(units({}), { treated: 1, control: 1 }, FIXED)).toBeCloseTo(0.05, 4);
  });

  it("no traffic finds an effect of next to nothing, and an effect of 0 is refused", () => {
    expect(sizeForMeans(1e-12, { treated: 1, control: 1 }, FIXED)).toBeNull();
    expect(() => sizeForMeans(0, { treated: 1, control: 1 }, FIXED)).toThrow(/effect is 0/);
    expect(() => sizeForShares({ treated: 0.1, control: 0.1 }, FIXED)).toThrow(
      /the shares are 0\.1 and 0\.1/,
    );
    expect(() => sizeForMeans(1, { treated: 1, control: 1 }, { ...FIXED, power: 1 })).toThrow(/power 1/);
  });

  it("a small reference hides small drifts however many rows arrive", () => {
    const plan = { cells: 10, referenceCount: 3000, overdispersion: 1, alpha: 0.05, power: 0.8 };
    expect(countForDrift(0.01, plan)).toBeNull();
    const rows = countForDrift(0.1, plan)!;
    expect(smallestDetectableDrift(rows, plan)!).toBeLessThanOrEqual(0.1);
    expect(smallestDetectableDrift(rows - 1, plan)!).toBeGreaterThan(0.1);
    expect(countForDrift(0.1, { ...plan, overdispersion: 2 })!).toBeGreaterThan(2 * rows);
    expect(smallestDetectableDrift(1, plan)).toBeNull();
    expect(() => countForDrift(0, plan)).toThrow(/hellinger is 0/);
  });

  it("a detector notices larger shifts sooner, and never one below half its smallest bet", () => {
    const plan = { budgetWindows: 2160, members: 20, moved: 2 };
    expect(expectedDetectionDelay(0.12, plan)).toBeNull();
    const delays = [0.25, 0.5, 1, 2, 8].map((shift) => expectedDetectionDelay(shift, plan)!);
    for (let i = 1; i < delays.length; i++) expect(delays[i]).toBeLessThan(delays[i - 1]!);
    expect(expectedDetectionDelay(-1, plan)).toBe(delays[2]);
    // (ln(2160 · 20 · 10 / 2) − ln 2 − γ) / (1 − ½), the bet of 1
    expect(delays[2]).toBeCloseTo(2 * (Math.log(216_000) - Math.log(2) - 0.5772156649), 9);
    expect(expectedDetectionDelay(0.5, { ...plan, moved: 20 })).toBeLessThan(delays[1]!);
    expect(() => expectedDetectionDelay(1, { ...plan, moved: 21 })).toThrow(/21 of 20/);
  });
});

/** Windows of one arm: rows in groups of equal values around the window's level. */
function armOf(seed: number, groupSize: number) {
  let state = seed;
  const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const counts = new Float64Array(60);
  const sums = new Float64Array(60);
  const sumsOfSquares = new Float64Array(60);
  for (let t = 0; t < 60; t++) {
    for (let group = 0; group < 40; group++) {
      const value = 10 * next();
      counts[t] = counts[t]! + groupSize;
      sums[t] = sums[t]! + groupSize * value;
      sumsOfSquares[t] = sumsOfSquares[t]! + groupSize * value ** 2;
    }
  }
  return { counts, sums, sumsOfSquares };
}

describe("A/A check", () => {
  it("finds rows independent where they are, and says what groups of five cost", () => {
    const independent = checkAa(armOf(3, 1), armOf(5, 1), { alpha: 0.05 })!;
    expect(independent.holdsZero).toBe(true);
    expect(independent.varianceRatio).toBeGreaterThan(0.5);
    expect(independent.varianceRatio).toBeLessThan(1.8);
    const grouped = checkAa(armOf(3, 5), armOf(5, 5), { alpha: 0.05 })!;
    expect(grouped.varianceRatio / independent.varianceRatio).toBeCloseTo(5, 1);
    expect(grouped.rowFalseAlarmProbability).toBeGreaterThan(0.25);
  });

  it("sees arms that are not alike, and cannot tell from four windows or constant values", () => {
    const a = armOf(3, 1);
    const b = armOf(5, 1);
    const moved = { ...b, sums: b.sums.map((sum, t) => sum + 5 * b.counts[t]!) };
    expect(checkAa(a, moved, { alpha: 0.05 })!.holdsZero).toBe(false);
    const first = ({ counts, sums, sumsOfSquares }: typeof a) => ({
      counts: counts.slice(0, 4),
      sums: sums.slice(0, 4),
      sumsOfSquares: sumsOfSquares.slice(0, 4),
    });
    expect(checkAa(first(a), first(b), { alpha: 0.05 })).toBeNull();
  });
});
