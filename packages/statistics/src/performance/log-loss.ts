import {
  requireSameBounds,
  rowCountOf,
  scoreMiddles,
  scoreRangeOf,
  type Estimate,
  type ScoredOutcomes,
} from "./scored-outcomes.js";

/** Scores are moved this far from 0 and 1: a certain score that is wrong costs 34.5, not ∞ (scikit-learn before 1.2 used the same). */
export const LOG_LOSS_CLIP = 1e-15;

/**
 * Log loss: the mean of −ln(score given to the truth), natural logarithm, 0 is perfect. From buckets it is an interval;
 * the value takes each bucket's middle. Null without rows. The upper end is large where the outermost buckets, which reach
 * 0 and 1, hold rows of the unlikely class.
 */
export function computeLogLoss(outcomes: ScoredOutcomes): Estimate | null {
  requireSameBounds(outcomes);
  const rows = rowCountOf(outcomes);
  if (rows === 0) return null;
  const { positive, negative } = outcomes;
  const middles = scoreMiddles(positive.bounds);
  let low = 0;
  let high = 0;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < middles.length; i++) {
    const range = scoreRangeOf(positive.bounds, i);
    const p = positive.counts[i]!;
    const q = negative.counts[i]!;
    const ofPositive = cost(middles[i]!);
    const ofNegative = cost(1 - middles[i]!);
    sum += p * ofPositive + q * ofNegative;
    squares += p * ofPositive ** 2 + q * ofNegative ** 2;
    low += p * cost(range.high) + q * cost(1 - range.low);
    high += p * cost(range.low) + q * cost(1 - range.high);
  }
  const variance = Math.max(0, squares / rows - (sum / rows) ** 2);
  return {
    value: sum / rows,
    resolution: { low: low / rows, high: high / rows },
    standardError: rows > 1 ? Math.sqrt(variance / rows) : null,
  };
}

function cost(probability: number): number {
  return -Math.log(Math.min(1 - LOG_LOSS_CLIP, Math.max(LOG_LOSS_CLIP, probability)));
}
