import {
  requireSameBounds,
  rowCountOf,
  scoreMiddles,
  scoreRangeOf,
  type Estimate,
  type ScoredOutcomes,
} from "./scored-outcomes.js";

/**
 * Brier score: the mean of (score − truth)², in [0, 1], 0 is perfect. Exact where both histograms carry Σs and Σs²
 * (Σ_{y=1}(1 − 2s + s²) + Σ_{y=0} s²); otherwise an interval from the bucket edges. Null without rows.
 *
 * Reference: Brier (Monthly Weather Review 1950).
 */
export function computeBrier(outcomes: ScoredOutcomes): Estimate | null {
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
    const missed = (1 - middles[i]!) ** 2;
    const alarmed = middles[i]! ** 2;
    sum += p * missed + q * alarmed;
    squares += p * missed ** 2 + q * alarmed ** 2;
    low += p * (1 - range.high) ** 2 + q * range.low ** 2;
    high += p * (1 - range.low) ** 2 + q * range.high ** 2;
  }
  const variance = Math.max(0, squares / rows - (sum / rows) ** 2);
  const standardError = rows > 1 ? Math.sqrt(variance / rows) : null;
  const exact = exactBrier(outcomes);
  if (exact !== undefined) return { value: exact, resolution: null, standardError };
  return { value: sum / rows, resolution: { low: low / rows, high: high / rows }, standardError };
}

function exactBrier({ positive, negative }: ScoredOutcomes): number | undefined {
  if (
    positive.sum === undefined ||
    positive.sumOfSquares === undefined ||
    negative.sumOfSquares === undefined
  ) {
    return undefined;
  }
  const total = positive.count - 2 * positive.sum + positive.sumOfSquares + negative.sumOfSquares;
  // Rounding of Σs can leave −1e−17 where every score is right.
  return Math.max(0, total / (positive.count + negative.count));
}
