import { gaugeFault, histogramFault, sumFault } from "@modelwatch/sources";
import type { GaugePoint, HistogramPoint, Labels, SumPoint, Temporality } from "@modelwatch/sources";
import { AggregationTemporality } from "../generated/otlp-metrics.js";
import type {
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
  readonly sums: SumPoint[];
  readonly gauges: GaugePoint[];
  readonly rejections: Rejections;
}

/** Data point flag of OTLP: the series has nothing to say at this time. Such points are passed over. */
const NO_RECORDED_VALUE = 1;
const NANOS_PER_MS = 1_000_000n;
const NO_TEMPORALITY = "the aggregation temporality is neither delta nor cumulative";

export function collectHistograms(parts: BatchParts, process: Labels, metric: string, data: Histogram): void {
  const temporality = toTemporality(data.aggregationTemporality);
  if (temporality === undefined) return parts.rejections.add(metric, NO_TEMPORALITY, data.dataPoints.length);
  for (const point of data.dataPoints) {
    const labels = admit(parts, process, metric, point);
    if (labels === undefined) continue;
    const stored: HistogramPoint = { metric, labels, temporality, ...toInterval(point), ...toBuckets(point) };
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
    const stored: SumPoint = {
      metric,
      labels,
      temporality,
      monotonic,
      ...toInterval(point),
      value: toValue(point),
    };
    accept(parts.sums, stored, sumFault(stored), parts.rejections);
  }
}

export function collectGauges(parts: BatchParts, process: Labels, metric: string, data: Gauge): void {
  for (const point of data.dataPoints) {
    const labels = admit(parts, process, metric, point);
    if (labels === undefined) continue;
    const stored: GaugePoint = { metric, labels, timeMs: toInterval(point).timeMs, value: toValue(point) };
    accept(parts.gauges, stored, gaugeFault(stored), parts.rejections);
  }
}

/** The labels of a point that has something to say and can be named; else undefined, and the rejection is noted. */
function admit(
  parts: BatchParts,
  process: Labels,
  metric: string,
  point: HistogramDataPoint | NumberDataPoint,
): Labels | undefined {
  if ((point.flags & NO_RECORDED_VALUE) !== 0) return undefined;
  const labels = metric === "" ? "the metric has no name" : toLabels(process, point.attributes);
  if (typeof labels !== "string") return labels;
  parts.rejections.add(metric, labels);
  return undefined;
}

function accept<Point extends { readonly metric: string }>(
  points: Point[],
  point: Point,
  fault: string | undefined,
  rejections: Rejections,
): void {
  if (fault === undefined) points.push(point);
  else rejections.add(point.metric, fault);
}

function toTemporality(value: AggregationTemporality): Temporality | undefined {
  if (value === AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA) return "delta";
  if (value === AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE) return "cumulative";
  return undefined;
}

function toInterval(point: { readonly startTimeUnixNano: bigint; readonly timeUnixNano: bigint }) {
  return {
    startMs: Number(point.startTimeUnixNano / NANOS_PER_MS),
    timeMs: Number(point.timeUnixNano / NANOS_PER_MS),
  };
}

/** A sum, min or max that is not finite says nothing: it is left out, the counts stay. */
function toBuckets(point: HistogramDataPoint) {
  const { sum, min, max } = point;
  const count = Number(point.count);
  return {
    bounds: point.explicitBounds,
    counts: point.bucketCounts.length === 0 ? [count] : point.bucketCounts.map(Number),
    count,
    ...(Number.isFinite(sum) && { sum: sum! }),
    ...(Number.isFinite(min) && { min: min! }),
    ...(Number.isFinite(max) && { max: max! }),
  };
}

/** NaN, which no store takes, where the point has no value or an integer that a double cannot hold. */
function toValue(point: NumberDataPoint): number {
  if (point.asDouble !== undefined) return point.asDouble;
  const value = Number(point.asInt ?? Number.NaN);
  return Number.isSafeInteger(value) ? value : Number.NaN;
}
