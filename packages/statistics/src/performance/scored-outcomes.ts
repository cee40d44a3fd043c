import { ModelwatchError } from "@modelwatch/conventions/error";
import type { NumericDistribution } from "../distribution/distribution.js";

/**
 * Probability scores in [0, 1] of rows whose truth is known, split by the truth: two histograms with the same bounds.
 * Everything about a binary classifier's quality (ROC, calibration, Brier, log loss) follows from this pair.
 */
export interface ScoredOutcomes {
  /** Scores of the rows whose truth is the positive class. */
  readonly positive: NumericDistribution;
  readonly negative: NumericDistribution;
}

/** A number with what hides it, apart: the position inside buckets, and the sample. */
export interface Estimate {
  readonly value: number;
  /** What the unseen position inside buckets could change; null where the value is exact. */
  readonly resolution: { readonly low: number; readonly high: number } | null;
  /** Standard error if rows are independent; null where it cannot be known. Multiply by √(design effect) where they are not. */
  readonly standardError: number | null;
}

/**
 * The range of scores in bucket `index`, (low, high], clipped to [0, 1]: the outermost buckets end there.
 */
export function scoreRangeOf(
  bounds: Float64Array,
  index: number,
): { readonly low: number; readonly high: number } {
  const low = index === 0 ? 0 : clip(bounds[index - 1]!);
  const high = index === bounds.length ? 1 : clip(bounds[index]!);
  return { low, high };
}

/** The middle of each bucket in [0, 1]: the score that stands for a bucket's rows where no sum says better. */
export function scoreMiddles(bounds: Float64Array): Float64Array {
  const middles = new Float64Array(bounds.length + 1);
  for (let i = 0; i < middles.length; i++) {
    const { low, high } = scoreRangeOf(bounds, i);
    middles[i] = (low + high) / 2;
  }
  return middles;
}

/** Rows of both classes. */
export function rowCountOf(outcomes: ScoredOutcomes): number {
  return outcomes.positive.count + outcomes.negative.count;
}

/** Σ of the scores of both classes, where both are known exactly. */
export function scoreSumOf({ positive, negative }: ScoredOutcomes): number | undefined {
  if (positive.sum === undefined || negative.sum === undefined) return undefined;
  return positive.sum + negative.sum;
}

/** @throws ModelwatchError `invalid-argument` where the two histograms do not share their bounds. */
export function requireSameBounds({ positive, negative }: ScoredOutcomes): void {
  const same =
    positive.bounds.length === negative.bounds.length &&
    positive.bounds.every((bound, i) => bound === negative.bounds[i]);
  if (same) return;
  throw new ModelwatchError("invalid-argument", {
    problem: `scores of the positive class have ${positive.bounds.length} bounds, those of the negative class ${negative.bounds.length} or others`,
    allowed: "one bucket layout for both classes",
    remedy: "align the two distributions first",
  });
}

function clip(score: number): number {
  return Math.min(1, Math.max(0, score));
}
