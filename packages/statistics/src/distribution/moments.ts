import { bucketEdges } from "./bucket-edges.js";
import type { NumericDistribution } from "./distribution.js";
import type { Undetermined } from "./undetermined.js";
import { varianceBounds } from "./variance-bounds.js";

export type MomentEstimate =
  | { readonly kind: "value"; readonly value: number; readonly low: number; readonly high: number }
  | Undetermined;

/**
 * The mean. Exact (low = value = high) where the sum is stored, else the interval that bucket edges allow, with its middle
 * as value. Undetermined: `empty`; `open-tail` where values lie in a tail without known min or max.
 */
export function meanOf(distribution: NumericDistribution): MomentEstimate {
  const { count, counts, sum } = distribution;
  if (count === 0) return undetermined("empty", 0);
  if (sum !== undefined) return exactly(sum / count);
  let low = 0;
  let high = 0;
  for (let bucket = 0; bucket < counts.length; bucket++) {
    if (counts[bucket] === 0) continue;
    const edges = bucketEdges(distribution, bucket);
    // shares, not counts: the sum of many large values may not fit a double, their mean does
    const share = counts[bucket]! / count;
    low += share * edges.low;
    high += share * edges.high;
  }
  return between(low, high, count);
}

/**
 * The sample variance (divisor n − 1). Exact where sum and sum of squares are stored, unless they cancel (a spread small
 * against the mean): then an interval of their rounding, narrowed by the buckets. Without them the interval that bucket edges
 * (and the sum, where known) allow, with its middle as value. Undetermined: `empty`; `too-few` below two values;
 * `open-tail` where values lie in a tail without known min or max.
 */
export function varianceOf(distribution: NumericDistribution): MomentEstimate {
  const { count, sum, sumOfSquares } = distribution;
  if (count === 0) return undetermined("empty", 0);
  if (count < 2) return undetermined("too-few", count);
  if (sum !== undefined && sumOfSquares !== undefined) {
    return varianceOfSums(distribution, sum, sumOfSquares);
  }
  const bounds = varianceBounds(distribution);
  return between(bounds.low / (count - 1), bounds.high / (count - 1), count);
}

/** Digits that Σx² and (Σx)²/n may lose to cancellation before the variance is an interval. */
const CANCELLED_SHARE = 1e-6;

/** Each sum is right to half a unit in its last place, so their difference to about 4·2⁻⁵³ of the larger. */
function varianceOfSums(
  distribution: NumericDistribution,
  sum: number,
  sumOfSquares: number,
): MomentEstimate {
  const { count } = distribution;
  const spread = Math.max(0, sumOfSquares - (sum / count) * sum);
  const rounding = 2 * Number.EPSILON * sumOfSquares;
  if (rounding <= CANCELLED_SHARE * spread || sumOfSquares === 0) return exactly(spread / (count - 1));
  const buckets = varianceBounds(distribution);
  const high = Math.min(spread + rounding, buckets.high);
  const low = Math.min(Math.max(0, spread - rounding, buckets.low), high);
  const value = Math.min(Math.max(spread, low), high);
  return { kind: "value", value: value / (count - 1), low: low / (count - 1), high: high / (count - 1) };
}

function exactly(value: number): MomentEstimate {
  return { kind: "value", value, low: value, high: value };
}

function between(low: number, high: number, count: number): MomentEstimate {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return undetermined("open-tail", count);
  return { kind: "value", value: low / 2 + high / 2, low, high };
}

function undetermined(reason: "empty" | "too-few" | "open-tail", count: number): Undetermined {
  return { kind: "undetermined", reason, counts: { current: count } };
}
