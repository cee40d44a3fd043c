import { ModelwatchError } from "@modelwatch/conventions/error";
import { createCompensatedSum } from "../compensated-sum.js";
import { exponentialIndex } from "./exponential-bounds.js";
import {
  checkMaxBuckets,
  DEFAULT_MAX_BUCKETS,
  type ExponentialHistogram,
  type ExponentialRange,
} from "./exponential-histogram.js";

/** The finest scale of OpenTelemetry's SDKs. */
const FINEST_SCALE = 20;

/**
 * Values counted as OpenTelemetry's SDKs count them: at the finest scale, 20 at most, at which neither sign needs more than
 * maxBuckets. Zeros go to the zero bucket, whose threshold is 0.
 * @throws ModelwatchError `invalid-argument` at a value that is NaN or infinite, or for maxBuckets below 2.
 */
export function exponentialFromValues(
  values: ArrayLike<number>,
  maxBuckets: number = DEFAULT_MAX_BUCKETS,
): ExponentialHistogram {
  checkMaxBuckets(maxBuckets);
  const { positive, negative, sum, min, max } = summarise(values);
  let scale = FINEST_SCALE;
  while (bucketsOf(positive, scale) > maxBuckets || bucketsOf(negative, scale) > maxBuckets) scale--;
  const ranges = { positive: emptyRange(positive, scale), negative: emptyRange(negative, scale) };
  let zeroCount = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (value === 0) {
      zeroCount++;
      continue;
    }
    const { offset, counts } = value > 0 ? ranges.positive : ranges.negative;
    const bucket = exponentialIndex(scale, Math.abs(value)) - offset;
    counts[bucket] = counts[bucket]! + 1;
  }
  return {
    scale,
    zeroCount,
    zeroThreshold: 0,
    ...ranges,
    ...(Number.isFinite(sum) ? { sum } : {}),
    ...(values.length === 0 ? {} : { min, max }),
  };
}

/** Smallest and largest magnitude of one sign; least is infinite where there is none. */
interface Extent {
  least: number;
  greatest: number;
}

function summarise(values: ArrayLike<number>): {
  positive: Extent;
  negative: Extent;
  sum: number;
  min: number;
  max: number;
} {
  const positive: Extent = { least: Infinity, greatest: 0 };
  const negative: Extent = { least: Infinity, greatest: 0 };
  const sum = createCompensatedSum();
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
    sum.add(value);
    min = Math.min(min, value);
    max = Math.max(max, value);
    if (value === 0) continue;
    const extent = value > 0 ? positive : negative;
    extent.least = Math.min(extent.least, Math.abs(value));
    extent.greatest = Math.max(extent.greatest, Math.abs(value));
  }
  return { positive, negative, sum: sum.value(), min, max };
}

function bucketsOf({ least, greatest }: Extent, scale: number): number {
  return greatest === 0 ? 0 : exponentialIndex(scale, greatest) - exponentialIndex(scale, least) + 1;
}

function emptyRange(extent: Extent, scale: number): ExponentialRange {
  const offset = extent.greatest === 0 ? 0 : exponentialIndex(scale, extent.least);
  return { offset, counts: new Float64Array(bucketsOf(extent, scale)) };
}
