import { aucOfCounts } from "./auc.js";
import { computeConfusionMetrics, type Confusion } from "./confusion.js";
import type { Estimate } from "./scored-outcomes.js";

/** Σ1, Σp and, where known, Σp² of the scores that led to one decision. */
export interface ScoreMoments {
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares?: number;
}

export interface EstimatedPerformance {
  /** Expected rows by decision and truth. */
  readonly confusion: Confusion;
  readonly accuracy: Estimate | null;
  readonly precision: Estimate | null;
  readonly recall: Estimate | null;
  readonly specificity: Estimate | null;
  readonly f1: Estimate | null;
  /** Expected share of positive truths: the mean score. */
  readonly outcomeRate: Estimate | null;
  /** Expected Brier score, mean of p(1 − p); null without Σp². */
  readonly brier: Estimate | null;
}

/**
 * Performance without labels, from sums alone (confidence-based performance estimation): if scores are calibrated, a row with
 * score p is positive with probability p, so E[TP] = Σp over positive decisions, E[FP] = n − Σp, and so on. Counts are exact
 * expectations; recall and F1 are ratios of expectations. **Assumes calibrated scores**: it cannot see concept drift.
 * Standard errors are those of independent Bernoulli truths, Σp(1 − p), by the delta method; null without Σp².
 *
 * Reference: NannyML, CBPE (Kuberski, Białek, et al., arXiv:2401.08348).
 */
export function estimatePerformance(decisions: {
  readonly positive: ScoreMoments;
  readonly negative: ScoreMoments;
}): EstimatedPerformance {
  const { positive, negative } = decisions;
  const confusion: Confusion = {
    truePositive: positive.sum,
    falsePositive: positive.count - positive.sum,
    falseNegative: negative.sum,
    trueNegative: negative.count - negative.sum,
  };
  const metrics = computeConfusionMetrics(confusion);
  const rows = positive.count + negative.count;
  const truths = confusion.truePositive + confusion.falseNegative;
  const falses = rows - truths;
  const f1Parts = positive.count + truths;
  const variances = { positive: varianceOfTruths(positive), negative: varianceOfTruths(negative) };
  const toEstimate = (value: number | null, dPositive: number, dNegative: number): Estimate | null =>
    value === null
      ? null
      : { value, resolution: null, standardError: propagate(variances, dPositive, dNegative) };
  const { truePositive, falseNegative, trueNegative, falsePositive } = confusion;
  return {
    confusion,
    accuracy: toEstimate(metrics.accuracy?.value ?? null, 1 / rows, -1 / rows),
    precision: toEstimate(metrics.precision?.value ?? null, 1 / positive.count, 0),
    recall: toEstimate(
      metrics.recall?.value ?? null,
      falseNegative / truths ** 2,
      -truePositive / truths ** 2,
    ),
    specificity: toEstimate(
      metrics.specificity?.value ?? null,
      trueNegative / falses ** 2,
      -falsePositive / falses ** 2,
    ),
    f1: toEstimate(
      metrics.f1,
      2 / f1Parts - (2 * truePositive) / f1Parts ** 2,
      (-2 * truePositive) / f1Parts ** 2,
    ),
    outcomeRate: toEstimate(rows > 0 ? truths / rows : null, 1 / rows, 1 / rows),
    brier: estimateBrier(variances, rows),
  };
}

/**
 * The AUC that calibrated scores imply: each bucket's rows count as positive with their probability. `probabilities` is the
 * score that stands for each bucket. Null without rows. Assumes calibrated scores; no standard error.
 */
export function estimateAuc(counts: Float64Array, probabilities: Float64Array): Estimate | null {
  const positive = counts.map((count, i) => count * probabilities[i]!);
  const negative = counts.map((count, i) => count * (1 - probabilities[i]!));
  const auc = aucOfCounts(positive, negative);
  return auc === null ? null : { ...auc, standardError: null };
}

interface Variances {
  readonly positive: number | null;
  readonly negative: number | null;
}

function varianceOfTruths(moments: ScoreMoments): number | null {
  if (moments.count === 0) return 0;
  return moments.sumOfSquares === undefined ? null : Math.max(0, moments.sum - moments.sumOfSquares);
}

function propagate(variances: Variances, dPositive: number, dNegative: number): number | null {
  if (variances.positive === null || variances.negative === null) return null;
  const error = Math.sqrt(dPositive ** 2 * variances.positive + dNegative ** 2 * variances.negative);
  return Number.isFinite(error) ? error : null;
}

function estimateBrier(variances: Variances, rows: number): Estimate | null {
  if (rows === 0 || variances.positive === null || variances.negative === null) return null;
  return { value: (variances.positive + variances.negative) / rows, resolution: null, standardError: null };
}
