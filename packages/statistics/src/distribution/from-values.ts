import { ModelwatchError } from "@modelwatch/conventions/error";
import { checkedBounds } from "./create-distribution.js";
import type { NumericDistribution } from "./distribution.js";

/** The bucket of a finite value under upper-inclusive bounds: the first i with value ≤ bounds[i], or the open last one. */
export function bucketOf(value: number, bounds: Float64Array): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value <= bounds[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Values counted into buckets, with exact sum, sum of squares, min and max. For raw values in tests, training sets and
 * `fit`; production values arrive as buckets.
 * @throws ModelwatchError `invalid-argument` at a value that is NaN or infinite: count those as invalid before.
 */
export function distributionFromValues(
  values: ArrayLike<number>,
  bounds: ArrayLike<number>,
): NumericDistribution {
  const checked = checkedBounds(bounds);
  const counts = new Float64Array(checked.length + 1);
  let sum = 0;
  let sumOfSquares = 0;
  let min = Infinity;
  let max = -Infinity;
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (!Number.isFinite(value)) {
      throw new ModelwatchError("invalid-argument", {
        problem: `values[${index}] is ${value}`,
        allowed: "finite numbers",
        remedy: "count missing and infinite values as invalid instead",
      });
    }
    const bucket = bucketOf(value, checked);
    counts[bucket] = counts[bucket]! + 1;
    sum += value;
    sumOfSquares += value * value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const moments = { bounds: checked, counts, count: values.length, sum, sumOfSquares };
  return values.length === 0 ? { kind: "numeric", ...moments } : { kind: "numeric", ...moments, min, max };
}
