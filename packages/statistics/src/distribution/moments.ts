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
    low += counts[bucket]! * edges.low;
    high += counts[bucket]! * edges.high;
  }
  return between(low / count, high / count, count);
}

/**
 * The sample variance (divisor n − 1). Exact where sum and sum of squares are stored, else the interval that bucket edges
 * (and the sum, where known) allow, with its middle as value. Undetermined: `empty`; `too-few` below two values;
 * `open-tail` where values lie in a tail without known min or max.
 */
export function varianceOf(distribution: NumericDistribution): MomentEstimate {
  const { count, sum, sumOfSquares } = distribution;
  if (count === 0) return undetermined("empty", 0);
  if (count < 2) return undetermined("too-few", count);
  if (sum !== undefined && sumOfSquares !== undefined) {
    // rounding can leave a tiny negative rest where all values are equal
    return exactly(Math.max(0, sumOfSquares - (sum * sum) / count) / (count - 1));
  }
  const bounds = varianceBounds(distribution);
  return between(bounds.low / (count - 1), bounds.high / (count - 1), count);
}

function exactly(value: number): MomentEstimate {
  return { kind: "value", value, low: value, high: value };
}

function between(low: number, high: number, count: number): MomentEstimate {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return undetermined("open-tail", count);
  return { kind: "value", value: (low + high) / 2, low, high };
}

function undetermined(reason: "empty" | "too-few" | "open-tail", count: number): Undetermined {
  return { kind: "undetermined", reason, counts: { current: count } };
}
