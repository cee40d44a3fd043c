import { badShape, isRecord, parseNumber } from "./json.js";

/** A bucket of a native histogram; empty ones are not in the answer. */
export interface NativeBucket {
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
}

/** A native histogram, exponential or with custom bounds, as the HTTP API writes it. */
export interface NativeHistogram {
  readonly count: number;
  readonly sum: number;
  readonly buckets: readonly NativeBucket[];
}

/**
 * Parses `{count, sum, buckets: [[rule, "lower", "upper", "count"]]}`. The rule says which sides are closed: custom bounds
 * and positive exponential buckets are upper-inclusive, as ours; negative ones and the zero bucket differ only for values
 * that equal a bound.
 */
export function parseNativeHistogram(value: unknown): NativeHistogram {
  if (!isRecord(value)) throw badShape("a native histogram", value);
  const buckets: unknown = value["buckets"] ?? [];
  if (!Array.isArray(buckets)) throw badShape("a native histogram's buckets", buckets);
  return {
    count: parseNumber(value["count"]),
    sum: parseNumber(value["sum"]),
    buckets: buckets.map((bucket: unknown) => {
      if (!Array.isArray(bucket) || bucket.length !== 4) throw badShape("a native bucket", bucket);
      return { lower: parseNumber(bucket[1]), upper: parseNumber(bucket[2]), count: parseNumber(bucket[3]) };
    }),
  };
}

/**
 * The finest bounds that no bucket straddles. Empty buckets are missing from answers, so this is coarser than the layout
 * only where nothing was counted.
 */
export function commonBounds(histograms: Iterable<NativeHistogram>): Float64Array {
  const candidates = new Set<number>();
  const buckets = new Map<string, NativeBucket>();
  for (const histogram of histograms) {
    for (const bucket of histogram.buckets) {
      buckets.set(`${bucket.lower} ${bucket.upper}`, bucket);
      for (const bound of [bucket.lower, bucket.upper]) if (Number.isFinite(bound)) candidates.add(bound);
    }
  }
  const distinct = [...buckets.values()];
  const kept = [...candidates].filter(
    (bound) => !distinct.some(({ lower, upper }) => lower < bound && bound < upper),
  );
  return Float64Array.from(kept).sort();
}

/** Adds a histogram's counts to one row of cells (bounds + 1), each bucket to the cell that holds it. */
export function addToCells(histogram: NativeHistogram, bounds: Float64Array, cells: Float64Array): void {
  for (const { upper, count } of histogram.buckets) {
    const cell = lowerBound(bounds, upper);
    cells[cell] = (cells[cell] ?? 0) + count;
  }
}

/** The first index whose bound is at least the value. */
function lowerBound(bounds: Float64Array, value: number): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bounds[middle] ?? Number.POSITIVE_INFINITY) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
