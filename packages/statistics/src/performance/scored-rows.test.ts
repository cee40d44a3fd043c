import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distributionFromValues } from "../distribution/from-values.js";
import { computeBrier } from "./brier.js";
import { estimateBusinessValue } from "./business-value.js";
import { computeCalibrationError } from "./calibration.js";
import { computeLogLoss } from "./log-loss.js";
import { brierOfRows, calibrationErrorOfRows, logLossOfRows } from "./scored-rows.js";

const expectWithin = (value: number, interval: { low: number; high: number }): void => {
  expect(value).toBeGreaterThanOrEqual(interval.low - 1e-12);
  expect(value).toBeLessThanOrEqual(interval.high + 1e-12);
};

const rows = fc.array(
  fc.record({ score: fc.double({ min: 0.001, max: 0.999, noNaN: true }), truth: fc.constantFrom(0, 1) }),
  { minLength: 1, maxLength: 80 },
);

describe("measures of rows", () => {
  it("lie inside what the buckets of the same rows allow", () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 12 }), (list, bins) => {
        const scores = list.map(({ score }) => score);
        const truths = list.map(({ truth }) => truth);
        const bounds = Array.from({ length: bins - 1 }, (_, index) => (index + 1) / bins);
        const of = (truth: number) =>
          distributionFromValues(
            list.filter((row) => row.truth === truth).map(({ score }) => score),
            bounds,
          );
        const outcomes = { positive: of(1), negative: of(0) };
        expect(brierOfRows(scores, truths)).toBeCloseTo(computeBrier(outcomes)!.value, 9);
        expectWithin(logLossOfRows(scores, truths), computeLogLoss(outcomes)!.resolution!);
        if (!scores.some((score) => bounds.includes(score))) {
          expectWithin(
            calibrationErrorOfRows(scores, truths, bins),
            computeCalibrationError(outcomes)!.resolution!,
          );
        }
      }),
    );
  });

  it("put a score on a bin's edge into the upper bin", () => {
    // 0.3 and 0.29 · 100 round across their edges
    expect(calibrationErrorOfRows([0.3, 0.2], [1, 0], 10)).toBeCloseTo((0.7 + 0.2) / 2, 12);
    expect(calibrationErrorOfRows([0.29, 0.285], [1, 0], 100)).toBeCloseTo((0.71 + 0.285) / 2, 12);
    expect(calibrationErrorOfRows([1], [1], 7)).toBe(0);
  });

  it("say infinity where a certain score was wrong", () => {
    expect(logLossOfRows([1], [0])).toBe(Infinity);
    expect(logLossOfRows([1, 0], [1, 0])).toBe(0);
  });

  it("refuse what cannot be", () => {
    expect(() => brierOfRows([], [])).toThrow("0 scores");
    expect(() => brierOfRows([2], [1])).toThrow("scores[0] is 2");
    expect(() => logLossOfRows([0.5], [2])).toThrow("truths[0] is 2");
    expect(() => calibrationErrorOfRows([0.5], [1], 0)).toThrow("bins is 0");
  });
});

describe("business value", () => {
  const values = { trueNegative: 1, falsePositive: -5, falseNegative: -20, truePositive: 30 };

  it("is rows times worth, and one mean for each kind of decision", () => {
    const confusion = { trueNegative: 6, falsePositive: 2, falseNegative: 4, truePositive: 8 };
    // 6 − 10 − 80 + 240; positive decisions 230/10, negative −74/10
    expect(estimateBusinessValue(confusion, values)).toEqual({ total: 156, perDecision: 23 - 7.4 });
  });

  it("counts nothing for decisions that nobody made", () => {
    const none = { trueNegative: 0, falsePositive: 0, falseNegative: 0, truePositive: 0 };
    expect(estimateBusinessValue(none, values)).toEqual({ total: 0, perDecision: 0 });
    expect(() => estimateBusinessValue({ ...none, truePositive: -1 }, values)).toThrow("truePositive is -1");
    expect(() => estimateBusinessValue(none, { ...values, truePositive: NaN })).toThrow(
      "truePositive is NaN",
    );
  });
});
