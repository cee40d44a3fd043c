import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distributionFromValues } from "../distribution/from-values.js";
import { estimatePerformance } from "./estimated-performance.js";
import { estimateLabelShift, estimateLabelShiftFromDecisions } from "./label-shift.js";
import { estimateRecalibrated } from "./recalibrated-performance.js";
import { fitRecalibration } from "./recalibration.js";
import type { ScoredOutcomes } from "./scored-outcomes.js";

const BOUNDS = Float64Array.from({ length: 19 }, (_, i) => (i + 1) / 20);
const CELLS = BOUNDS.length + 1;
const numeric = (counts: ArrayLike<number>) => ({
  kind: "numeric" as const,
  bounds: BOUNDS,
  counts: Float64Array.from(counts),
  count: Array.from(counts).reduce((sum, count) => sum + count, 0),
});
const outcomes = (positive: ArrayLike<number>, negative: ArrayLike<number>): ScoredOutcomes => ({
  positive: numeric(positive),
  negative: numeric(negative),
});
const POSITIVE = Float64Array.from({ length: CELLS }, (_, k) => 10 * (k + 1));
const NEGATIVE = Float64Array.from({ length: CELLS }, (_, k) => 10 * (CELLS - k));
const counts = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: CELLS, maxLength: CELLS });

const total = (all: ArrayLike<number>) => Array.from(all).reduce((sum, count) => sum + count, 0);
const above = (all: ArrayLike<number>) => total(Array.from(all).slice(10));
const share = (all: Float64Array) => all.map((count) => count / total(all));

describe("recalibration", () => {
  it("gives probabilities that never fall with the score, and keep the labelled total", () => {
    fc.assert(
      fc.property(counts, counts, (positive, negative) => {
        const fitted = fitRecalibration(outcomes(positive, negative));
        const truths = positive.reduce((sum, count) => sum + count, 0);
        const all = truths + negative.reduce((sum, count) => sum + count, 0);
        if (fitted === null) {
          expect(all).toBe(0);
          return;
        }
        let expected = 0;
        fitted.probabilities.forEach((p, k) => {
          expect(p).toBeGreaterThanOrEqual(k === 0 ? 0 : fitted.probabilities[k - 1]! - 1e-12);
          expect(p).toBeLessThanOrEqual(1);
          expected += p * (positive[k]! + negative[k]!);
        });
        expect(expected).toBeCloseTo(truths, 8);
      }),
      { seed: 3, numRuns: 400 },
    );
  });

  it("estimates the confusion of the labelled cohort itself exactly where rates rise with the score", () => {
    const labelled = outcomes(POSITIVE, NEGATIVE);
    const rows = POSITIVE.map((count, k) => count + NEGATIVE[k]!);
    const decided = (from: number, to: number) => rows.map((count, k) => (k >= from && k < to ? count : 0));
    const estimated = estimateRecalibrated(
      { positive: decided(10, CELLS), negative: decided(0, 10) },
      fitRecalibration(labelled)!,
    );
    const truePositive = POSITIVE.slice(10).reduce((sum, count) => sum + count, 0);
    expect(estimated.confusion.truePositive).toBeCloseTo(truePositive, 9);
    expect(estimated.brier).toBeNull();
  });

  it("is less sure than scores that are taken at their word", () => {
    const recalibration = fitRecalibration(outcomes(POSITIVE, NEGATIVE))!;
    const rows = POSITIVE.map(() => 1000);
    const none = rows.map(() => 0);
    const { probabilities } = recalibration;
    const sum = probabilities.reduce((all, p) => all + 1000 * p, 0);
    const sumOfSquares = probabilities.reduce((all, p) => all + 1000 * p * p, 0);
    const believed = estimatePerformance({
      positive: { count: 1000 * CELLS, sum, sumOfSquares },
      negative: { count: 0, sum: 0, sumOfSquares: 0 },
    });
    const estimated = estimateRecalibrated({ positive: rows, negative: none }, recalibration);
    expect(estimated.precision!.value).toBeCloseTo(believed.precision!.value, 12);
    expect(estimated.precision!.standardError!).toBeGreaterThan(2 * believed.precision!.standardError!);
  });
});

describe("label shift", () => {
  const labelled = outcomes(POSITIVE, NEGATIVE);
  const mixture = (rate: number, n: number) =>
    share(POSITIVE).map((p, k) => Math.round(n * (rate * p + (1 - rate) * share(NEGATIVE)[k]!)));

  it.each([0, 0.02, 0.3, 0.5, 0.85, 1])("finds the mixture weight %d from scores alone", (rate) => {
    const found = estimateLabelShift(labelled, mixture(rate, 100_000))!;
    expect(Math.abs(found.outcomeRate.value - rate)).toBeLessThan(0.01);
    expect(found.fitPValue!).toBeGreaterThan(0.5);
  });

  it("refutes its own assumption where scores came from neither class", () => {
    const strange = Float64Array.from({ length: CELLS }, (_, k) => (k === 3 ? 5000 : 100));
    expect(estimateLabelShift(labelled, strange)!.fitPValue!).toBeLessThan(1e-12);
  });

  it("meets the decisions' answer, and is surer than it", () => {
    const current = mixture(0.3, 20_000);
    const byDecision = estimateLabelShiftFromDecisions(
      {
        truePositive: above(POSITIVE),
        falseNegative: total(POSITIVE) - above(POSITIVE),
        falsePositive: above(NEGATIVE),
        trueNegative: total(NEGATIVE) - above(NEGATIVE),
      },
      { positive: above(current), negative: total(current) - above(current) },
    )!;
    const byScore = estimateLabelShift(labelled, current)!.outcomeRate;
    expect(byDecision.value).toBeCloseTo(0.3, 2);
    expect(byScore.value).toBeCloseTo(0.3, 2);
    expect(byScore.standardError!).toBeLessThan(byDecision.standardError!);
  });

  it("cannot tell without rows, without a class, or where classes score alike", () => {
    const none = POSITIVE.map(() => 0);
    expect(estimateLabelShift(labelled, none)).toBeNull();
    expect(estimateLabelShift(outcomes(POSITIVE, none), POSITIVE)).toBeNull();
    expect(estimateLabelShift(outcomes(POSITIVE, POSITIVE), POSITIVE)).toBeNull();
    const coin = { truePositive: 5, falseNegative: 5, falsePositive: 5, trueNegative: 5 };
    expect(estimateLabelShiftFromDecisions(coin, { positive: 3, negative: 4 })).toBeNull();
  });

  it("names a current histogram of another layout", () => {
    expect(() => estimateLabelShift(labelled, Float64Array.of(1, 2))).toThrow(/2 current counts/);
  });

  it("takes scores on any bounds", () => {
    const positive = distributionFromValues([0.9, 0.8, 0.7], [0.5]);
    const negative = distributionFromValues([0.1, 0.2, 0.3], [0.5]);
    const found = estimateLabelShift({ positive, negative }, Float64Array.of(60, 40))!;
    expect(found.outcomeRate.value).toBeCloseTo(0.366_67, 4);
  });
});
