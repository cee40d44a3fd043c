import { ModelwatchError } from "@modelwatch/conventions/error";
import type { CountedRange, SparseHistogram } from "../sparse-histogram.js";
import { exponentialBound } from "./exponential-bounds.js";

/**
 * A base-2 exponential histogram, as in OTLP: positive values by powers of 2^(2^−scale), negative ones by those of their
 * magnitudes, and everything within the zero threshold in one bucket.
 */
export interface ExponentialHistogram {
  /** An integer; one more halves every bucket. May be negative. */
  readonly scale: number;
  readonly zeroCount: number;
  /** Values in [−zeroThreshold, zeroThreshold] are in the zero bucket; ≥ 0. */
  readonly zeroThreshold: number;
  readonly positive: ExponentialRange;
  readonly negative: ExponentialRange;
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
}

/** Entry k of counts belongs to bucket offset + k: magnitudes in (base^(offset+k), base^(offset+k+1)]. */
export interface ExponentialRange {
  readonly offset: number;
  readonly counts: Float64Array;
}

/** Beyond it, of either sign, a double tells no two buckets apart or has but two. */
export const LARGEST_SCALE = 64;

/** Most buckets of one sign, as the SDKs of OpenTelemetry keep them by default. */
export const DEFAULT_MAX_BUCKETS = 160;

/**
 * The same values at a coarser scale: buckets are joined in pairs, so every count stays exact.
 * @throws ModelwatchError `invalid-argument` for a finer scale: what a bucket hides cannot come back.
 */
export function downscaleExponential(histogram: ExponentialHistogram, scale: number): ExponentialHistogram {
  if (!Number.isInteger(scale) || scale > histogram.scale || scale < -LARGEST_SCALE) {
    throw new ModelwatchError("invalid-argument", {
      problem: `scale is ${scale}`,
      allowed: `an integer from −${LARGEST_SCALE} to the histogram's own ${histogram.scale}`,
    });
  }
  const joined = 2 ** (histogram.scale - scale);
  return {
    ...histogram,
    scale,
    positive: joinBuckets(histogram.positive, joined),
    negative: joinBuckets(histogram.negative, joined),
  };
}

/**
 * Histograms at one scale: the coarsest among them, or coarser still where the buckets between the smallest and the largest used
 * magnitude of a sign would be more than maxBuckets.
 * @throws ModelwatchError `invalid-argument` for maxBuckets below 2.
 */
export function toCommonScale(
  histograms: readonly ExponentialHistogram[],
  maxBuckets: number = DEFAULT_MAX_BUCKETS,
): readonly ExponentialHistogram[] {
  checkMaxBuckets(maxBuckets);
  if (histograms.length === 0) return [];
  const coarsest = Math.min(...histograms.map(({ scale }) => scale));
  let scaled = histograms.map((histogram) => downscaleExponential(histogram, coarsest));
  while (widestRange(scaled) > maxBuckets) {
    scaled = scaled.map((histogram) => downscaleExponential(histogram, histogram.scale - 1));
  }
  return scaled;
}

/** Two: magnitudes on both sides of 1 stay in two buckets at any scale. @throws ModelwatchError `invalid-argument` */
export function checkMaxBuckets(maxBuckets: number): void {
  if (Number.isInteger(maxBuckets) && maxBuckets >= 2) return;
  throw new ModelwatchError("invalid-argument", {
    problem: `maxBuckets is ${maxBuckets}`,
    allowed: "an integer ≥ 2",
  });
}

/** Its used buckets as ranges of values. Negative and zero buckets are closed below in OTLP and open here: see formats/otlp.ts. */
export function toSparseHistogram(histogram: ExponentialHistogram): SparseHistogram {
  const { scale, positive, negative, zeroCount, zeroThreshold, sum, min, max } = histogram;
  const ranges: CountedRange[] = [];
  if (zeroCount > 0) ranges.push({ low: -zeroThreshold, high: zeroThreshold, count: zeroCount });
  positive.counts.forEach((count, k) => {
    if (count > 0) ranges.push({ ...magnitudes(scale, positive.offset + k), count });
  });
  negative.counts.forEach((count, k) => {
    if (count === 0) return;
    const { low, high } = magnitudes(scale, negative.offset + k);
    ranges.push({ low: -high, high: -low, count });
  });
  return {
    ranges,
    ...(sum === undefined ? {} : { sum }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}

/** A bucket too narrow for doubles (subnormal, or above the largest) keeps one double. */
function magnitudes(scale: number, index: number): { low: number; high: number } {
  const low = exponentialBound(scale, index);
  const high = exponentialBound(scale, index + 1);
  if (low < high) return { low, high };
  return high === Infinity ? { low: Number.MAX_VALUE, high } : { low: high - Number.MIN_VALUE, high };
}

function joinBuckets({ offset, counts }: ExponentialRange, joined: number): ExponentialRange {
  const first = Math.floor(offset / joined);
  const last = Math.floor((offset + counts.length - 1) / joined);
  const coarser = new Float64Array(counts.length === 0 ? 0 : last - first + 1);
  counts.forEach((count, k) => {
    const target = Math.floor((offset + k) / joined) - first;
    coarser[target] = coarser[target]! + count;
  });
  return { offset: first, counts: coarser };
}

/** Buckets between the smallest and the largest used magnitude over all histograms, of the sign that has more. */
function widestRange(histograms: readonly ExponentialHistogram[]): number {
  const widths = (["positive", "negative"] as const).map((sign) => {
    const ends = histograms.map((histogram) => usedIndices(histogram[sign]));
    const first = ends.reduce((least, { first: own }) => Math.min(least, own), Infinity);
    const last = ends.reduce((greatest, { last: own }) => Math.max(greatest, own), -Infinity);
    return last < first ? 0 : last - first + 1;
  });
  return Math.max(...widths);
}

function usedIndices({ offset, counts }: ExponentialRange): { first: number; last: number } {
  const first = counts.findIndex((count) => count > 0);
  if (first === -1) return { first: Infinity, last: -Infinity };
  return { first: offset + first, last: offset + counts.findLastIndex((count) => count > 0) };
}
