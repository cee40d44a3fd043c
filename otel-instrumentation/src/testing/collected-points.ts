import type { Attributes } from "@opentelemetry/api";
import {
  AggregationTemporality,
  type CollectionResult,
  type Histogram,
  type MetricData,
  type MetricProducer,
} from "@opentelemetry/sdk-metrics";

/** One data point, with what a test asks for in reach. */
export interface CollectedPoint {
  readonly metric: string;
  readonly temporality: "delta" | "cumulative";
  readonly attributes: Attributes;
  readonly startMs: number;
  readonly timeMs: number;
  readonly value: number | Histogram;
}

/** The points of one collection, in the order they are exported. */
export async function collectPoints(producer: MetricProducer): Promise<CollectedPoint[]> {
  const result: CollectionResult = await producer.collect();
  if (result.errors.length > 0) throw new Error(`collected with errors: ${String(result.errors[0])}`);
  return result.resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics).flatMap(toPoints);
}

/** The points of a metric whose attributes include the given ones. */
export function pointsOf(
  points: readonly CollectedPoint[],
  metric: string,
  attributes: Attributes = {},
): CollectedPoint[] {
  return points.filter(
    (point) =>
      point.metric === metric &&
      Object.entries(attributes).every(([name, value]) => point.attributes[name] === value),
  );
}

/** The counted values of a metric: its increments, or the last value of each cumulative series, summed over series. */
export function totalOf(
  points: readonly CollectedPoint[],
  metric: string,
  attributes: Attributes = {},
): number {
  const last = new Map<string, number>();
  for (const point of pointsOf(points, metric, attributes)) {
    const key = seriesKey(point);
    const value = typeof point.value === "number" ? point.value : point.value.count;
    last.set(key, point.temporality === "delta" ? (last.get(key) ?? 0) + value : value);
  }
  return [...last.values()].reduce((total, value) => total + value, 0);
}

export function seriesKey({ metric, attributes }: CollectedPoint): string {
  return JSON.stringify([metric, ...Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}

/** The points of each series, in the order they are exported. */
export function bySeries(points: readonly CollectedPoint[]): CollectedPoint[][] {
  const series = new Map<string, CollectedPoint[]>();
  for (const point of points) {
    const known = series.get(seriesKey(point));
    if (known) known.push(point);
    else series.set(seriesKey(point), [point]);
  }
  return [...series.values()];
}

/** The one histogram that is asked for. */
export function histogramOf(
  points: readonly CollectedPoint[],
  metric: string,
  attributes: Attributes = {},
): Histogram {
  const value = pointsOf(points, metric, attributes).at(-1)?.value;
  if (value === undefined || typeof value === "number") throw new Error(`no histogram ${metric}`);
  return value;
}

function toPoints(metric: MetricData): CollectedPoint[] {
  return metric.dataPoints.map((point) => ({
    metric: metric.descriptor.name,
    temporality: metric.aggregationTemporality === AggregationTemporality.DELTA ? "delta" : "cumulative",
    attributes: point.attributes,
    startMs: point.startTime[0] * 1000 + point.startTime[1] / 1e6,
    timeMs: point.endTime[0] * 1000 + point.endTime[1] / 1e6,
    // only histograms and sums are produced
    value: point.value as number | Histogram,
  }));
}
