import { ValueType } from "@opentelemetry/api";
import type { HrTime } from "@opentelemetry/api";
import { ExportResultCode } from "@opentelemetry/core";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { AggregationTemporality, DataPointType } from "@opentelemetry/sdk-metrics";
import type {
  DataPoint,
  ExponentialHistogram,
  Histogram,
  MetricData,
  PushMetricExporter,
  ResourceMetrics,
} from "@opentelemetry/sdk-metrics";
import type { ExponentialPoint, HistogramPoint, Labels, SumPoint, Temporality } from "@modelwatch/sources";
import type { ExponentialRange } from "@modelwatch/statistics";

export interface Points {
  readonly histograms: readonly HistogramPoint[];
  readonly exponentials?: readonly ExponentialPoint[];
  readonly sums: readonly SumPoint[];
}

/** Sends points the way a user's process does: through OpenTelemetry's own OTLP/HTTP protobuf exporter. */
export interface OtlpSender {
  /** Rejects where the server did not acknowledge. */
  send(points: Points): Promise<void>;
  close(): Promise<void>;
}

/** The attribute of the process: it travels as a resource attribute, as real processes send it. */
const INSTANCE = "service.instance.id";

export function createOtlpSender(url: string, scope: { readonly version?: string } = {}): OtlpSender {
  const exporter: PushMetricExporter = new OTLPMetricExporter({ url });
  const sendMetrics = (metrics: ResourceMetrics): Promise<void> =>
    new Promise((resolve, reject) => {
      exporter.export(metrics, ({ code, error }) => {
        if (code === ExportResultCode.SUCCESS) resolve();
        else reject(error ?? new Error("the export failed"));
      });
    });
  return {
    send: async ({ histograms, exponentials = [], sums }) => {
      const all = [...histograms, ...exponentials, ...sums];
      for (const instance of new Set(all.map((point) => point.labels[INSTANCE]))) {
        const own = (point: { readonly labels: Labels }): boolean => point.labels[INSTANCE] === instance;
        await sendMetrics(
          toResourceMetrics(instance, scope, {
            histograms: histograms.filter(own),
            exponentials: exponentials.filter(own),
            sums: sums.filter(own),
          }),
        );
      }
    },
    close: () => exporter.shutdown(),
  };
}

function toResourceMetrics(
  instance: string | undefined,
  scope: { readonly version?: string },
  { histograms, exponentials = [], sums }: Points,
): ResourceMetrics {
  const metrics = [
    ...groupByMetric(histograms).map(toHistogramMetric),
    ...groupByMetric(exponentials).map(toExponentialMetric),
    ...groupByMetric(sums).map(toSumMetric),
  ];
  const resource = resourceFromAttributes(instance === undefined ? {} : { [INSTANCE]: instance });
  return { resource, scopeMetrics: [{ scope: { name: "modelwatch-test", ...scope }, metrics }] };
}

function groupByMetric<P extends { readonly metric: string }>(
  points: readonly P[],
): readonly (readonly [string, readonly P[]])[] {
  const groups = new Map<string, P[]>();
  for (const point of points) groups.set(point.metric, [...(groups.get(point.metric) ?? []), point]);
  return [...groups];
}

function toHistogramMetric([name, points]: readonly [string, readonly HistogramPoint[]]): MetricData {
  return {
    descriptor: { name, description: "", unit: "", valueType: ValueType.DOUBLE },
    aggregationTemporality: toTemporality(points[0]?.temporality),
    dataPointType: DataPointType.HISTOGRAM,
    dataPoints: points.map(({ bounds, counts, count, sum, min, max, ...point }): DataPoint<Histogram> => ({
      ...toPoint(point),
      value: {
        buckets: { boundaries: [...bounds], counts: [...counts] },
        count,
        ...(sum !== undefined && { sum }),
        ...(min !== undefined && { min }),
        ...(max !== undefined && { max }),
      },
    })),
  };
}

function toExponentialMetric([name, points]: readonly [string, readonly ExponentialPoint[]]): MetricData {
  return {
    descriptor: { name, description: "", unit: "", valueType: ValueType.DOUBLE },
    aggregationTemporality: toTemporality(points[0]?.temporality),
    dataPointType: DataPointType.EXPONENTIAL_HISTOGRAM,
    dataPoints: points.map(({ scale, zeroCount, positive, negative, sum, min, max, ...point }) => ({
      ...toPoint(point),
      value: {
        scale,
        zeroCount,
        positive: toBuckets(positive),
        negative: toBuckets(negative),
        count: zeroCount + addCounts(positive) + addCounts(negative),
        ...(sum !== undefined && { sum }),
        ...(min !== undefined && { min }),
        ...(max !== undefined && { max }),
      },
    })),
  };
}

function toBuckets({ offset, counts }: ExponentialRange): ExponentialHistogram["positive"] {
  return { offset, bucketCounts: Array.from(counts) };
}

function addCounts({ counts }: ExponentialRange): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function toSumMetric([name, points]: readonly [string, readonly SumPoint[]]): MetricData {
  return {
    descriptor: { name, description: "", unit: "", valueType: ValueType.DOUBLE },
    aggregationTemporality: toTemporality(points[0]?.temporality),
    dataPointType: DataPointType.SUM,
    isMonotonic: points[0]?.monotonic ?? true,
    dataPoints: points.map((point) => ({ ...toPoint(point), value: point.value })),
  };
}

function toTemporality(temporality: Temporality | undefined): AggregationTemporality {
  return temporality === "delta" ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE;
}

function toPoint({
  labels,
  startMs,
  timeMs,
}: Pick<SumPoint, "labels" | "startMs" | "timeMs">): Omit<DataPoint<number>, "value"> {
  const { [INSTANCE]: _instance, ...attributes } = labels;
  return { startTime: toHrTime(startMs), endTime: toHrTime(timeMs), attributes };
}

function toHrTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1000);
  return [seconds, (ms - seconds * 1000) * 1_000_000];
}
