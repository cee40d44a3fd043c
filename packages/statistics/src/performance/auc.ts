import { requireSameBounds, type Estimate, type ScoredOutcomes } from "./scored-outcomes.js";

/**
 * Area under the ROC curve: the probability that a random positive row scores above a random negative one, ties half.
 * From buckets it lies in [Σ_{i>j} p_i q_j, the same + Σ_i p_i q_i]; the value takes the middle. Null without rows of both
 * classes. The standard error is DeLong's on midranks; null with fewer than two rows of a class, and at perfect separation,
 * where it would claim certainty.
 *
 * Reference: DeLong, DeLong, Clarke-Pearson (Biometrics 1988), doi:10.2307/2531595.
 */
export function computeAuc(outcomes: ScoredOutcomes): Estimate | null {
  requireSameBounds(outcomes);
  return aucOfCounts(outcomes.positive.counts, outcomes.negative.counts);
}

/** {@link computeAuc} on two rows of counts of the same buckets; expected (fractional) counts are allowed. */
export function aucOfCounts(positive: Float64Array, negative: Float64Array): Estimate | null {
  const positives = total(positive);
  const negatives = total(negative);
  if (positives <= 0 || negatives <= 0) return null;

  let below = 0;
  let wins = 0;
  let ties = 0;
  for (let i = 0; i < positive.length; i++) {
    wins += positive[i]! * below;
    ties += positive[i]! * negative[i]!;
    below += negative[i]!;
  }
  const pairs = positives * negatives;
  const value = (wins + ties / 2) / pairs;
  return {
    value,
    resolution: { low: wins / pairs, high: Math.min(1, (wins + ties) / pairs) },
    standardError: delongError(positive, negative, positives, negatives, value),
  };
}

function delongError(
  positive: Float64Array,
  negative: Float64Array,
  positives: number,
  negatives: number,
  auc: number,
): number | null {
  if (positives < 2 || negatives < 2 || auc <= 0 || auc >= 1) return null;
  let below = 0;
  let above = positives;
  let positiveSquares = 0;
  let negativeSquares = 0;
  for (let i = 0; i < positive.length; i++) {
    above -= positive[i]!;
    const placementOfPositive = (below + negative[i]! / 2) / negatives - auc;
    const placementOfNegative = (above + positive[i]! / 2) / positives - auc;
    positiveSquares += positive[i]! * placementOfPositive ** 2;
    negativeSquares += negative[i]! * placementOfNegative ** 2;
    below += negative[i]!;
  }
  return Math.sqrt(
    positiveSquares / ((positives - 1) * positives) + negativeSquares / ((negatives - 1) * negatives),
  );
}

function total(counts: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i]!;
  return sum;
}
