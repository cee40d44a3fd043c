import { ModelwatchError } from "@modelwatch/conventions";
import { doubleIndices } from "./exponential-cells.js";
import type { ExponentialPoint, GaugePoint, HistogramPoint, MetricBatch, SumPoint } from "./metric-batch.js";

/** Of either sign: beyond it a double tells no two buckets apart, or has but two. */
const LARGEST_SCALE = 64;

/**
 * Why a histogram point cannot be stored, undefined where it can: counts are integers ≥ 0, one more than the ascending
 * finite bounds, and add up to `count`; times are whole milliseconds and do not run backwards.
 */
export function histogramFault(point: HistogramPoint): string | undefined {
  const { bounds, counts } = point;
  if (counts.length !== bounds.length + 1) return `${counts.length} counts for ${bounds.length} bounds`;
  let previous = Number.NEGATIVE_INFINITY;
  for (const bound of bounds) {
    if (!Number.isFinite(bound) || bound <= previous) return `bound ${bound} after ${previous}`;
    previous = bound;
  }
  let total = 0;
  for (const count of counts) {
    if (!Number.isSafeInteger(count) || count < 0) return `a bucket count of ${count}`;
    total += count;
  }
  if (total !== point.count) return `bucket counts of ${total} beside a count of ${point.count}`;
  return momentFault(point) ?? intervalFault(point.startMs, point.timeMs);
}

/**
 * Why an exponential point cannot be stored, undefined where it can: the scale is an integer, every bucket that holds counts
 * lies where doubles are, counts are integers ≥ 0.
 */
export function exponentialFault(point: ExponentialPoint): string | undefined {
  const { scale, zeroThreshold, zeroCount, positive, negative } = point;
  if (!Number.isInteger(scale) || Math.abs(scale) > LARGEST_SCALE) return `a scale of ${scale}`;
  if (!(zeroThreshold >= 0 && zeroThreshold < Infinity)) return `a zero threshold of ${zeroThreshold}`;
  const { first, end } = doubleIndices(scale);
  for (const { offset, counts } of [{ offset: first, counts: [zeroCount] }, positive, negative]) {
    if (!Number.isInteger(offset)) return `a bucket offset of ${offset}`;
    for (let k = 0; k < counts.length; k++) {
      const count = counts[k]!;
      if (!Number.isSafeInteger(count) || count < 0) return `a bucket count of ${count}`;
      const index = offset + k;
      if (count > 0 && (index < first || index >= end))
        return `a bucket ${index} of scale ${scale}, beyond all doubles`;
    }
  }
  return momentFault(point) ?? intervalFault(point.startMs, point.timeMs);
}

/** Why a sum point cannot be stored, undefined where it can. */
export function sumFault(point: SumPoint): string | undefined {
  if (!Number.isFinite(point.value)) return `a value of ${point.value}`;
  if (point.monotonic && point.value < 0) return `a monotonic sum of ${point.value}`;
  return intervalFault(point.startMs, point.timeMs);
}

/** Why a gauge point cannot be stored, undefined where it can. */
export function gaugeFault(point: GaugePoint): string | undefined {
  if (Number.isNaN(point.value)) return "a value of NaN";
  return intervalFault(0, point.timeMs);
}

function momentFault({ sum, min, max }: HistogramPoint | ExponentialPoint): string | undefined {
  const infinite = [sum, min, max].find((value) => value !== undefined && !Number.isFinite(value));
  return infinite === undefined ? undefined : `a sum, min or max of ${infinite}`;
}

function intervalFault(startMs: number, timeMs: number): string | undefined {
  if (!Number.isSafeInteger(timeMs) || timeMs <= 0) return `a time of ${timeMs} ms`;
  if (!Number.isSafeInteger(startMs) || startMs < 0) return `a start of ${startMs} ms`;
  if (startMs > timeMs) return `a start of ${startMs} ms after its time of ${timeMs} ms`;
  return undefined;
}

/**
 * Refuses a batch with a point that breaks the contract; nothing of it is stored then.
 *
 * @throws ModelwatchError `invalid-argument` that names the metric and what is wrong.
 */
export function checkBatch(batch: MetricBatch): void {
  for (const point of batch.histograms) refuse(point.metric, histogramFault(point));
  for (const point of batch.exponentials ?? []) refuse(point.metric, exponentialFault(point));
  for (const point of batch.sums) refuse(point.metric, sumFault(point));
  for (const point of batch.gauges) refuse(point.metric, gaugeFault(point));
}

function refuse(metric: string, fault: string | undefined): void {
  if (fault !== undefined) throw new ModelwatchError("invalid-argument", `a point of ${metric} has ${fault}`);
}
