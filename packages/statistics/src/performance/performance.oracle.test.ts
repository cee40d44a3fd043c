import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { distributionFromValues } from "../distribution/from-values.js";
import { computeAuc } from "./auc.js";
import { computeBrier } from "./brier.js";
import { computeCalibrationError } from "./calibration.js";
import { estimateAuc, estimatePerformance } from "./estimated-performance.js";
import { computeLogLoss } from "./log-loss.js";
import type { ScoredOutcomes } from "./scored-outcomes.js";

interface Case {
  readonly id: string;
  readonly family: string;
  readonly input: Readonly<Record<string, number[]>> & { readonly bins?: number };
  readonly expected: Readonly<Record<string, number>>;
  readonly tolerance: { readonly rel: number; readonly abs: number };
}

// Results of scipy, numpy and nannyml; sources and versions stand in the file.
const cases: Case[] = JSON.parse(readFileSync(new URL("fixtures/cases.json", import.meta.url), "utf8")).cases;
const caseOf = (id: string) => cases.find((one) => one.id === id)!;
const allowed = ({ tolerance }: Case, expected: number) =>
  Math.max(tolerance.abs, tolerance.rel * Math.abs(expected));

function outcomesOf({ input }: Case, bounds: number[]): ScoredOutcomes {
  const ofClass = (truth: number) =>
    distributionFromValues(
      input["score"]!.filter((_, i) => input["y"]![i] === truth),
      bounds,
    );
  return { positive: ofClass(1), negative: ofClass(0) };
}
const distinct = (scores: number[]) => [...new Set(scores)].sort((a, b) => a - b);

describe("performance against independent implementations", () => {
  it("agrees with Mann–Whitney on the AUC of tied raw scores", () => {
    const one = caseOf("auc-raw-20-ties");
    const auc = computeAuc(outcomesOf(one, distinct(one.input["score"]!)))!;
    expect(Math.abs(auc.value - one.expected["auc"]!)).toBeLessThanOrEqual(
      allowed(one, one.expected["auc"]!),
    );
  });

  it("gives the exact Brier score from sums, whatever the buckets", () => {
    const one = caseOf("brier-raw-20");
    const brier = computeBrier(outcomesOf(one, [0.5]))!;
    expect(Math.abs(brier.value - one.expected["brier"]!)).toBeLessThanOrEqual(1e-12);
  });

  it("holds the log loss of raw scores inside its bucket interval, and meets it with fine buckets", () => {
    const one = caseOf("brier-raw-20");
    const expected = one.expected["log_loss"]!;
    const coarse = computeLogLoss(outcomesOf(one, [0.2, 0.4, 0.6, 0.8]))!;
    expect(coarse.resolution!.low).toBeLessThanOrEqual(expected);
    expect(coarse.resolution!.high).toBeGreaterThanOrEqual(expected);
    const fine = computeLogLoss(
      outcomesOf(
        one,
        Array.from({ length: 9999 }, (_, i) => (i + 1) / 10_000),
      ),
    )!;
    expect(Math.abs(fine.value - expected)).toBeLessThan(2e-3);
  });

  it("holds the calibration error of raw scores inside its bucket interval", () => {
    const one = caseOf("ece-raw-20-5-equal-bins");
    // The oracle's bins are closed below, ours above: bounds just under 0.2, 0.4, … make them equal.
    const ece = computeCalibrationError(
      outcomesOf(
        one,
        [0.2, 0.4, 0.6, 0.8].map((bound) => bound - 1e-12),
      ),
    )!;
    expect(ece.resolution!.low).toBeLessThanOrEqual(one.expected["ece"]!);
    expect(ece.resolution!.high).toBeGreaterThanOrEqual(one.expected["ece"]!);
  });

  it("agrees with nannyml on performance without labels", () => {
    const one = caseOf("cbpe-calibrated-40");
    const scores = one.input["score"]!;
    const momentsOf = (decision: number) => {
      const own = scores.filter((_, i) => one.input["y_pred"]![i] === decision);
      return {
        count: own.length,
        sum: own.reduce((sum, p) => sum + p, 0),
        sumOfSquares: own.reduce((sum, p) => sum + p * p, 0),
      };
    };
    const estimated = estimatePerformance({ positive: momentsOf(1), negative: momentsOf(0) });
    for (const name of ["accuracy", "precision", "recall", "specificity", "f1"] as const) {
      const expected = one.expected[name]!;
      expect(Math.abs(estimated[name]!.value - expected), name).toBeLessThanOrEqual(allowed(one, expected));
    }
    const sorted = Float64Array.from(distinct(scores));
    const counts = Float64Array.from(sorted, (score) => scores.filter((other) => other === score).length);
    const auc = estimateAuc(counts, sorted)!;
    expect(Math.abs(auc.value - one.expected["roc_auc"]!)).toBeLessThanOrEqual(5e-5);
  });
});
