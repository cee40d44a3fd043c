import { ModelwatchError } from "@modelwatch/conventions/error";
import type { NumericDistribution } from "./distribution.js";
import { bucketEdges } from "./bucket-edges.js";
import type { Undetermined } from "./undetermined.js";

export type QuantileInterval =
  { readonly kind: "value"; readonly low: number; readonly high: number } | Undetermined;

/**
 * Between which edges the p-quantile lies: the bucket of the smallest value x with F(x) ≥ p. The value itself is in
 * (low, high]. In an open tail the edge is the known min or max, else −∞ or +∞. Undetermined when empty.
 * @throws ModelwatchError `invalid-argument` unless 0 ≤ p ≤ 1.
 */
export function quantileInterval(distribution: NumericDistribution, p: number): QuantileInterval {
  if (!(p >= 0 && p <= 1)) {
    throw new ModelwatchError("invalid-argument", {
      problem: `p is ${p}`,
      allowed: "a probability in [0, 1]",
    });
  }
  const { counts, count } = distribution;
  if (count === 0) return { kind: "undetermined", reason: "empty", counts: { current: 0 } };
  // p = 0 asks for the smallest value: the first bucket that holds one
  const rank = Math.max(p * count, Number.MIN_VALUE);
  let below = 0;
  for (let bucket = 0; bucket < counts.length; bucket++) {
    below += counts[bucket]!;
    if (below >= rank) return { kind: "value", ...bucketEdges(distribution, bucket) };
  }
  return { kind: "value", ...bucketEdges(distribution, lastUsedBucket(counts)) };
}

/** p · count can exceed the total by a rounding error when p = 1. */
function lastUsedBucket(counts: Float64Array): number {
  let bucket = counts.length - 1;
  while (bucket > 0 && counts[bucket] === 0) bucket--;
  return bucket;
}
