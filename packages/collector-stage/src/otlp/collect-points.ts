import { gaugeFault, histogramFault, sumFault } from "@modelwatch/sources";
import type {
  ExponentialPoint,
  GaugePoint,
  HistogramPoint,
  Labels,
  SumPoint,
  Temporality,
} from "@modelwatch/sources";
import { AggregationTemporality } from "../generated/otlp-metrics.js";
import type {
  ExponentialHistogramDataPoint,
  Gauge,
  Histogram,
  HistogramDataPoint,
  NumberDataPoint,
  Sum,
} from "../generated/otlp-metrics.js";
import { toLabels } from "./attributes.js";
import type { Rejections } from "./rejections.js";

export interface BatchParts {
  readonly histograms: HistogramPoint[];
  readonly exponentials: ExponentialPoint[];
  readonly sums: SumPoint[];
  readonly gauges: GaugePoint[];
  readonly rejections: Rejections;
}

/** Data point flag of OTLP: the series has nothing to say at this time. Such points are passed over. */
const NO_RECORDED_VALUE = 1;
const NANOS_PER_MS = 1_000_000n;
export const NO_TEMPORALITY = "the aggregation temporality is neither delta nor cumulative";

export function collectHistograms(parts: BatchParts, process: Labels, metric: string, data: Histogram): void {
  const temporality = toTemporality(data.aggregationTemporality);
  if (temporality === undefined) return parts.rejections.add(metric, NO_TEMPORALITY, data.dataPoints.length);
  for (const point of data.dataPoints) {
    const labels = admit(parts, process, metric, point);
    if (labels === undefined) continue;
    const stored = toHistogramPoint(metric, labels, temporality, point);
    accept(parts.histograms, stored, histogramFault(stored), parts.rejections);
  }
}

export function collectSums(parts: BatchParts, process: Labels, metric: string, data: Sum): void {
  const temporality = toTemporality(data.aggregationTemporality);
  if (temporality === undefined) return parts.rejections.add(metric, NO_TEMPORALITY, data.dataPoints.length);
  const monotonic = data.isMonotonic;
  for (const point of data.dataPoints) {
    const labels = admit(parts, process, metric, point);
    if (labels === undefined) continue;
    const startMs = toMs(point.startTimeUnixNano);
    const timeMs = toMs(point.timeUnixNano);
    const stored: SumPoint = {
      metric,
      labels,
      temporality,
      monotonic,
      startMs,
      timeMs,
      value: toValue(point),
    };
    accept(parts.sums, stored, sumFault(stored), parts.rejections);
  }
}

export function collectGauges(parts: BatchParts, process: Labels, metric: string, data: Gauge): void {
  for (const point of data.dataPoints) {
    const labels = admit(parts, process, metric, point);
    if (labels === undefined) continue;
    const stored: GaugePoint = { metric, labels, timeMs: toMs(point.timeUnixNano), value: toValue(point) };
    accept(parts.gauges, stored, gaugeFault(stored), parts.rejections);
  }
}

/** The labels of a point that has something to say and can be named; else undefined, and the rejection is noted. */
export function admit(
  parts: BatchParts,
  process: Labels,
  metric: string,
  point: HistogramDataPoint | ExponentialHistogramDataPoint | NumberDataPoint,
): Labels | undefined {
  if ((point.flags & NO_RECORDED_VALUE) !== 0) return undefined;
  const labels = metric === "" ? "the metric has no name" : toLabels(process, point.attributes);
  if (typeof labels !== "string") return labels;
  parts.rejections.add(metric, labels);
  return undefined;
}

export function accept<Point extends { readonly metric: string }>(
  points: Point[],
  point: Point,
  fault: string | undefined,
  rejections: Rejections,
): void {
  if (fault === undefined) points.push(point);
  else rejections.add(point.metric, fault);
}

export function toTemporality(value: AggregationTemporality): Temporality | undefined {
  if (value === AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA) return "delta";
  if (value === AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE) return "cumulative";
  return undefined;
}

export function toMs(nanos: bigint): number {
  return Number(nanos / NANOS_PER_MS);
}

/** A sum, min or max that is not finite says nothing: it is left out, the counts stay. */
function toHistogramPoint(
  metric: string,
  labels: Labels,
  temporality: Temporality,
  point: HistogramDataPoint,
): HistogramPoint {
  const count = Number(point.count);
  const stored: { -readonly [Key in keyof HistogramPoint]: HistogramPoint[Key] } = {
    metric,
    labels,
    temporality,
    startMs: toMs(point.startTimeUnixNano),
    timeMs: toMs(point.timeUnixNano),
    bounds: point.explicitBounds,
    counts: point.bucketCounts.length === 0 ? [count] : point.bucketCounts.map(Number),
    count,
  };
  if (isFiniteNumber(point.sum)) stored.sum = point.sum;
  if (isFiniteNumber(point.min)) stored.min = point.min;
  if (isFiniteNumber(point.max)) stored.max = point.max;
  return stored;
}

function isFiniteNumber(value: number | undefined): value is number {
  return Number.isFinite(value);
}

/** NaN, which no store takes, where the point has no value or an integer that a double cannot hold. */
function toValue(point: NumberDataPoint): number {
  if (point.asDouble !== undefined) return point.asDouble;
  const value = Number(point.asInt ?? Number.NaN);
  return Number.isSafeInteger(value) ? value : Number.NaN;
}
