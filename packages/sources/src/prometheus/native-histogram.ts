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
