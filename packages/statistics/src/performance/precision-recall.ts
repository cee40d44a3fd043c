import { harmonicDifference } from "../special/harmonic.js";
import { requireSameBounds, type Estimate, type ScoredOutcomes } from "./scored-outcomes.js";

/** One threshold: rows that score above it are decided positive. */
export interface PrecisionRecallPoint {
  readonly threshold: number;
  /** Of the rows decided positive, the share that is; null where none is decided positive. */
  readonly precision: number | null;
  readonly recall: number;
}

/**
 * Precision and recall at every bucket bound, from the highest threshold down: exact there. Null without positive truths.
 * @throws ModelwatchError `invalid-argument` where the classes do not share their bounds.
 */
export function computePrecisionRecallCurve(
  outcomes: ScoredOutcomes,
): readonly PrecisionRecallPoint[] | null {
  requireSameBounds(outcomes);
  const { positive, negative } = outcomes;
  if (positive.count === 0) return null;
  const points: PrecisionRecallPoint[] = [];
  let truePositive = 0;
  let falsePositive = 0;
  for (let i = positive.bounds.length - 1; i >= 0; i--) {
    truePositive += positive.counts[i + 1]!;
    falsePositive += negative.counts[i + 1]!;
    const decided = truePositive + falsePositive;
    points.push({
      threshold: positive.bounds[i]!,
      precision: decided > 0 ? truePositive / decided : null,
      recall: truePositive / positive.count,
    });
  }
  return points;
}

/**
 * Average precision: Σ (R_k − R_{k−1}) P_k over falling thresholds, in [0, 1]; a random order gives the share of positive truths.
 * The rows of a bucket count as tied (the value). Low and high are the worst and the best order inside every bucket: negatives
 * first, positives first. Null without positive truths. No standard error: take groups of rows out (jackknife).
 *
 * Reference: Su, Yuan, Zhu (ICTIR 2015), doi:10.1145/2808194.2809481; `average_precision_score` of scikit-learn.
 * @throws ModelwatchError `invalid-argument` where the classes do not share their bounds.
 */
export function computeAveragePrecision(outcomes: ScoredOutcomes): Estimate | null {
  requireSameBounds(outcomes);
  return averagePrecisionOfCounts(outcomes.positive.counts, outcomes.negative.counts);
}

/** {@link computeAveragePrecision} on two rows of counts of the same buckets; its value allows expected (fractional) counts. */
export function averagePrecisionOfCounts(positive: Float64Array, negative: Float64Array): Estimate | null {
  let truePositive = 0;
  let falsePositive = 0;
  let value = 0;
  let low = 0;
  let high = 0;
  for (let i = positive.length - 1; i >= 0; i--) {
    const p = positive[i]!;
    const q = negative[i]!;
    if (p > 0) {
      value += (p * (truePositive + p)) / (truePositive + p + falsePositive + q);
      low += sumOfPrecisions(truePositive, falsePositive + q, p);
      high += sumOfPrecisions(truePositive, falsePositive, p);
    }
    truePositive += p;
    falsePositive += q;
  }
  if (truePositive === 0) return null;
  value /= truePositive;
  const resolution = { low: Math.min(value, low / truePositive), high: Math.max(value, high / truePositive) };
  return { value, resolution, standardError: null };
}

/** Σ_{j=1..p} (T + j) / (T + j + F): the precisions met by p positives in a row after T positives and F negatives. */
function sumOfPrecisions(truePositive: number, falsePositive: number, p: number): number {
  const seen = truePositive + falsePositive;
  return p - falsePositive * harmonicDifference(seen, seen + p);
}
