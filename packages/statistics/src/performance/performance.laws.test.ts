import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distributionFromValues } from "../distribution/from-values.js";
import { computeAuc } from "./auc.js";
import { computeBrier } from "./brier.js";
import { computeCalibrationError, computeCalibrationGap } from "./calibration.js";
import { computeConfusionMetrics } from "./confusion.js";
import { computeDesignEffect } from "./design-effect.js";
import { estimatePerformance } from "./estimated-performance.js";
import { computeLabelMaturity } from "./label-maturity.js";
import { decomposeLoss } from "./loss-decomposition.js";
import { samplingIntervalOf, shareIntervalOf } from "./sampling-interval.js";
import type { ScoredOutcomes } from "./scored-outcomes.js";

const BOUNDS = [0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9];
const rows = fc.array(fc.record({ score: fc.double({ min: 0, max: 1, noNaN: true }), truth: fc.boolean() }), {
  minLength: 1,
  maxLength: 60,
});
type Row = { readonly score: number; readonly truth: boolean };
const toOutcomes = (all: readonly Row[]): ScoredOutcomes => ({
  positive: distributionFromValues(
    all.filter((row) => row.truth).map((row) => row.score),
    BOUNDS,
  ),
  negative: distributionFromValues(
    all.filter((row) => !row.truth).map((row) => row.score),
    BOUNDS,
  ),
});
const withoutSums = ({ positive, negative }: ScoredOutcomes): ScoredOutcomes => ({
  positive: { kind: "numeric", bounds: positive.bounds, counts: positive.counts, count: positive.count },
  negative: { kind: "numeric", bounds: negative.bounds, counts: negative.counts, count: negative.count },
});
const check = (property: fc.IProperty<[Row[]]>) => fc.assert(property, { seed: 6, numRuns: 300 });

describe("performance on buckets", () => {
  it("keeps the raw AUC inside its bucket interval", () => {
    check(
      fc.property(rows, (all) => {
        const positive = all.filter((row) => row.truth);
        const negative = all.filter((row) => !row.truth);
        const auc = computeAuc(toOutcomes(all));
        if (positive.length === 0 || negative.length === 0) {
          expect(auc).toBeNull();
          return;
        }
        let wins = 0;
        for (const p of positive)
          for (const q of negative) wins += p.score > q.score ? 1 : p.score === q.score ? 0.5 : 0;
        const raw = wins / (positive.length * negative.length);
        expect(auc!.resolution!.low).toBeLessThanOrEqual(raw + 1e-12);
        expect(auc!.resolution!.high).toBeGreaterThanOrEqual(raw - 1e-12);
      }),
    );
  });

  it("gives one minus the AUC when the classes change places", () => {
    check(
      fc.property(rows, (all) => {
        const { positive, negative } = toOutcomes(all);
        const there = computeAuc({ positive, negative });
        const back = computeAuc({ positive: negative, negative: positive });
        if (there === null) {
          expect(back).toBeNull();
          return;
        }
        expect(there.value + back!.value).toBeCloseTo(1, 12);
      }),
    );
  });

  it("keeps the exact Brier score and calibration gap inside the intervals that buckets alone give", () => {
    check(
      fc.property(rows, (all) => {
        const exact = computeBrier(toOutcomes(all))!;
        const bucketed = computeBrier(withoutSums(toOutcomes(all)))!;
        expect(exact.resolution).toBeNull();
        expect(bucketed.resolution!.low - 1e-12).toBeLessThanOrEqual(exact.value);
        expect(bucketed.resolution!.high + 1e-12).toBeGreaterThanOrEqual(exact.value);
        const gap = computeCalibrationGap(toOutcomes(all))!;
        const wide = computeCalibrationGap(withoutSums(toOutcomes(all)))!;
        expect(wide.resolution!.low - 1e-12).toBeLessThanOrEqual(gap.value);
        expect(wide.resolution!.high + 1e-12).toBeGreaterThanOrEqual(gap.value);
        expect(computeCalibrationError(toOutcomes(all))!.value + 1e-12).toBeGreaterThanOrEqual(
          Math.abs(gap.value),
        );
      }),
    );
  });

  it("answers null, never 0, without rows", () => {
    const empty = toOutcomes([]);
    for (const compute of [computeAuc, computeBrier, computeCalibrationGap, computeCalibrationError]) {
      expect(compute(empty)).toBeNull();
    }
    expect(decomposeLoss(empty, empty)).toBeNull();
    expect(
      computeConfusionMetrics({ truePositive: 0, falsePositive: 0, falseNegative: 0, trueNegative: 0 }),
    ).toEqual({
      accuracy: null,
      precision: null,
      recall: null,
      specificity: null,
      f1: null,
    });
    const estimated = estimatePerformance({ positive: { count: 0, sum: 0 }, negative: { count: 0, sum: 0 } });
    expect(Object.values(estimated).filter((part) => part !== null)).toEqual([estimated.confusion]);
    expect(computeLabelMaturity(0, {}).share).toBeNull();
  });

  it("names the layouts where the classes were bucketed differently", () => {
    const positive = distributionFromValues([0.3], [0.5]);
    const negative = distributionFromValues([0.3], [0.4]);
    expect(() => computeAuc({ positive, negative })).toThrow(/align the two distributions/);
  });
});

const many = (n: number, shape: (u: number) => number, risk: (score: number) => number): Row[] =>
  Array.from({ length: n }, (_, i) => {
    const score = shape((i + 0.5) / n);
    // The golden ratio's multiples spread evenly: truths that follow the risk without randomness.
    return { score, truth: (i * 0.618033988749895) % 1 < risk(score) };
  });
const same = (u: number) => u;

describe("decomposeLoss", () => {
  it("adds up to the total, and is zero for two equal cohorts", () => {
    check(
      fc.property(rows, (all) => {
        const parts = decomposeLoss(toOutcomes([...all, ...many(50, same, same)]), toOutcomes(all))!;
        expect(parts.scoreMix.value + parts.outcomeGivenScore.value).toBeCloseTo(parts.total.value, 12);
        expect(parts.total.value).toBeCloseTo(parts.currentLoss - parts.referenceLoss, 9);
        const none = decomposeLoss(toOutcomes(many(50, same, same)), toOutcomes(many(50, same, same)))!;
        expect(Math.abs(none.scoreMix.value) + Math.abs(none.outcomeGivenScore.value)).toBe(0);
      }),
    );
  });

  it("puts a change of scores alone into the mix, and a change of truths alone into the outcome part", () => {
    const reference = toOutcomes(many(20_000, same, (score) => score));
    const moved = decomposeLoss(
      reference,
      toOutcomes(
        many(
          20_000,
          (u) => u ** 3,
          (score) => score,
        ),
      ),
    )!;
    expect(Math.abs(moved.outcomeGivenScore.value)).toBeLessThan(0.01);
    expect(moved.scoreMix.value).toBeLessThan(-0.03);
    const wrong = decomposeLoss(reference, toOutcomes(many(20_000, same, (score) => (1 + score) / 2)))!;
    expect(wrong.scoreMix.value).toBeCloseTo(0, 12);
    expect(wrong.outcomeGivenScore.value).toBeGreaterThan(0.05);
  });

  it("covers the true parts at the level it states", () => {
    // 400 pairs of cohorts of 500 rows from one population: both true parts are 0.
    const random = mulberry32(42);
    const draw = () =>
      toOutcomes(
        Array.from({ length: 500 }, () => {
          const score = random();
          return { score, truth: random() < score };
        }),
      );
    let missed = 0;
    for (let i = 0; i < 400; i++) {
      const parts = decomposeLoss(draw(), draw())!;
      for (const part of [parts.scoreMix, parts.outcomeGivenScore]) {
        const interval = samplingIntervalOf(part, { alpha: 0.05, designEffect: 1 })!;
        if (interval.low > 0 || interval.high < 0) missed++;
      }
    }
    // 800 intervals at 5 %: 40 ± 4 standard deviations.
    expect(missed).toBeGreaterThan(40 - 25);
    expect(missed).toBeLessThan(40 + 25);
  });
});

describe("intervals", () => {
  it("covers the true AUC about as often as stated", () => {
    const random = mulberry32(7);
    let missed = 0;
    for (let i = 0; i < 300; i++) {
      const all = Array.from({ length: 300 }, () => {
        const score = random();
        return { score, truth: random() < score };
      });
      const { value, standardError } = computeAuc(toOutcomes(all))!;
      const interval = samplingIntervalOf({ value, standardError }, { alpha: 0.1, designEffect: 1 })!;
      if (interval.low > BUCKETED_AUC || interval.high < BUCKETED_AUC) missed++;
    }
    expect(missed).toBeGreaterThan(30 - 22);
    expect(missed).toBeLessThan(30 + 22);
  });

  it("widens with the square root of the design effect", () => {
    const narrow = samplingIntervalOf({ value: 0.5, standardError: 0.01 }, { alpha: 0.05, designEffect: 1 })!;
    const wide = samplingIntervalOf({ value: 0.5, standardError: 0.01 }, { alpha: 0.05, designEffect: 25 })!;
    expect((wide.high - wide.low) / (narrow.high - narrow.low)).toBeCloseTo(5, 12);
    expect(
      shareIntervalOf({ value: 0.5, successes: 3, trials: 6 }, { alpha: 0.05, designEffect: 7 }),
    ).toBeNull();
  });

  it("finds a design effect of the group size where rows of a group are equal, and 1 where they are not", () => {
    const random = mulberry32(3);
    const equal = Array.from({ length: 400 }, () => ({ count: 5, sum: random() < 0.3 ? 5 : 0 }));
    expect(computeDesignEffect(equal, 0.21)).toBeGreaterThan(4);
    expect(computeDesignEffect(equal, 0.21)).toBeLessThan(6);
    expect(computeDesignEffect([{ count: 5, sum: 2 }], 0.21)).toBe(1);
    expect(computeDesignEffect(equal, 0)).toBe(1);
  });
});

/** AUC of a uniform score that is its own risk: 5/6 on raw scores; on BOUNDS with ties half. */
const BUCKETED_AUC = (() => {
  const edges = [0, ...BOUNDS, 1];
  const p = edges.slice(1).map((high, i) => (high ** 2 - edges[i]! ** 2) / 2);
  const q = edges.slice(1).map((high, i) => high - edges[i]! - p[i]!);
  let below = 0;
  let area = 0;
  p.forEach((mass, i) => {
    area += mass * (below + q[i]! / 2);
    below += q[i]!;
  });
  return area / 0.25;
})();

/** A small seeded generator (Tommy Ettinger's mulberry32, public domain): the same numbers on every machine. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
