import { ModelwatchError } from "@modelwatch/conventions/error";
import { bucketOf } from "./from-values.js";
import type { NumericDistribution } from "./distribution.js";
import type { Undetermined } from "./undetermined.js";

export type ShareInterval =
  { readonly kind: "value"; readonly low: number; readonly high: number } | Undetermined;

/**
 * Which share of the values is at most x, from 0 to 1. Exact (low = high) at a bound, below a known min and from a known max on;
 * between two bounds the shares at these are the interval, since nobody knows where in the bucket its values lie. x may be
 * infinite. Undetermined when empty.
 * @throws ModelwatchError `invalid-argument` when x is NaN.
 */
export function cdfInterval(distribution: NumericDistribution, x: number): ShareInterval {
  if (Number.isNaN(x))
    throw new ModelwatchError("invalid-argument", { problem: "x is NaN", allowed: "a number" });
  const { bounds, counts, count, min, max } = distribution;
  if (count === 0) return { kind: "undetermined", reason: "empty", counts: { current: 0 } };
  if (x === -Infinity || (min !== undefined && x < min)) return { kind: "value", low: 0, high: 0 };
  if (x === Infinity || (max !== undefined && x >= max)) return { kind: "value", low: 1, high: 1 };
  const bucket = bucketOf(x, bounds);
  let below = 0;
  for (let k = 0; k < bucket; k++) below += counts[k]!;
  const upTo = (below + counts[bucket]!) / count;
  return { kind: "value", low: x === bounds[bucket] ? upTo : below / count, high: upTo };
}
