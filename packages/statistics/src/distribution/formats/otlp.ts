import { ModelwatchError } from "@modelwatch/conventions/error";
import { createNumericDistribution } from "../create-distribution.js";
import type { NumericDistribution } from "../distribution.js";
import {
  LARGEST_SCALE,
  type ExponentialHistogram,
  type ExponentialRange,
} from "../exponential/exponential-histogram.js";
import { readCount, type WrittenCount } from "./read-count.js";

/*
 * Data points of OTLP as plain objects, with the field names of its JSON encoding. Sums, min and max that are not finite are left
 * out, as unknown. https://opentelemetry.io/docs/specs/otel/metrics/data-model/
 */

interface OtlpMoments {
  readonly count?: WrittenCount;
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
}

export interface OtlpHistogramPoint extends OtlpMoments {
  readonly explicitBounds?: ArrayLike<number>;
  readonly bucketCounts?: ArrayLike<WrittenCount>;
}

export interface OtlpBuckets {
  readonly offset?: number;
  readonly bucketCounts?: ArrayLike<WrittenCount>;
}

export interface OtlpExponentialPoint extends OtlpMoments {
  readonly scale?: number;
  readonly zeroCount?: WrittenCount;
  readonly zeroThreshold?: number;
  readonly positive?: OtlpBuckets;
  readonly negative?: OtlpBuckets;
}

/**
 * An explicit-bucket data point. Without buckets (OTLP allows count and sum alone) all values are in one open bucket.
 * @throws ModelwatchError `invalid-argument` naming the field; `count` must be the sum of the buckets.
 */
export function distributionFromOtlp(point: OtlpHistogramPoint): NumericDistribution {
  const counts = readCounts(point.bucketCounts ?? [], "bucketCounts");
  if (counts.length === 0) counts.push(readCount(point.count ?? 0, "count"));
  checkTotal(point, counts);
  return createNumericDistribution({ ...finiteMoments(point), bounds: point.explicitBounds ?? [], counts });
}

/**
 * An exponential data point; fields left out are 0, as in protobuf. Bring it to bounds with distributionsFromSparse and
 * toSparseHistogram. Ours are upper-inclusive everywhere, OTLP's zero bucket and negative ranges are closed below: a value that
 * equals such a lower bound exactly counts one bucket too high there. Other values are where they belong.
 * @throws ModelwatchError `invalid-argument` naming the field; `count` must be the sum of all buckets.
 */
export function exponentialFromOtlp(point: OtlpExponentialPoint): ExponentialHistogram {
  const scale = checkInteger(point.scale ?? 0, "scale", LARGEST_SCALE);
  const zeroThreshold = point.zeroThreshold ?? 0;
  if (!(zeroThreshold >= 0 && zeroThreshold < Infinity)) {
    throw invalid(`zeroThreshold is ${zeroThreshold}`, "a finite number ≥ 0");
  }
  const zeroCount = readCount(point.zeroCount ?? 0, "zeroCount");
  const positive = readRange(point.positive, "positive");
  const negative = readRange(point.negative, "negative");
  checkTotal(point, [zeroCount, ...positive.counts, ...negative.counts]);
  return { scale, zeroCount, zeroThreshold, positive, negative, ...finiteMoments(point) };
}

function readRange(buckets: OtlpBuckets | undefined, name: string): ExponentialRange {
  const offset = checkInteger(buckets?.offset ?? 0, `${name}.offset`, 2 ** 31);
  const counts = Float64Array.from(readCounts(buckets?.bucketCounts ?? [], `${name}.bucketCounts`));
  return { offset, counts };
}

function readCounts(counts: ArrayLike<WrittenCount>, name: string): number[] {
  return Array.from(counts, (count, index) => readCount(count, `${name}[${index}]`));
}

function checkInteger(value: number, name: string, most: number): number {
  if (Number.isInteger(value) && Math.abs(value) <= most) return value;
  throw invalid(`${name} is ${value}`, `an integer from −${most} to ${most}`);
}

function checkTotal({ count }: OtlpMoments, counts: readonly number[]): void {
  const total = counts.reduce((sum, each) => sum + each, 0);
  if (count === undefined || readCount(count, "count") === total) return;
  throw invalid(`count is ${count}`, `the sum of the buckets, ${total}`);
}

function finiteMoments({ sum, min, max }: OtlpMoments): { sum?: number; min?: number; max?: number } {
  return {
    ...(Number.isFinite(sum) ? { sum: sum! } : {}),
    ...(Number.isFinite(min) ? { min: min! } : {}),
    ...(Number.isFinite(max) ? { max: max! } : {}),
  };
}

function invalid(problem: string, allowed: string): ModelwatchError {
  return new ModelwatchError("invalid-argument", { problem, allowed });
}
