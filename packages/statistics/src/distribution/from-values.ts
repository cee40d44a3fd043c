import { ModelwatchError } from "@modelwatch/conventions/error";
import { createCompensatedSum } from "./compensated-sum.js";
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
 * Values counted into buckets, with sum and sum of squares (compensated: right to the last digits in any order; absent where a
 * double cannot hold them), min and max. For raw values in tests, training sets and `fit`; production values arrive as buckets.
 * @throws ModelwatchError `invalid-argument` at a value that is NaN or infinite: count those as invalid before.
 */
export function distributionFromValues(
  values: ArrayLike<number>,
  bounds: ArrayLike<number>,
): NumericDistribution {
  const checked = checkedBounds(bounds);
  const counts = new Float64Array(checked.length + 1);
  const sum = createCompensatedSum();
  const sumOfSquares = createCompensatedSum();
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
    sum.add(value);
    sumOfSquares.add(value * value);
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return {
    kind: "numeric",
    bounds: checked,
    counts,
    count: values.length,
    ...(Number.isFinite(sum.value()) ? { sum: sum.value() } : {}),
    ...(Number.isFinite(sumOfSquares.value()) ? { sumOfSquares: sumOfSquares.value() } : {}),
    ...(values.length === 0 ? {} : { min, max }),
  };
}
