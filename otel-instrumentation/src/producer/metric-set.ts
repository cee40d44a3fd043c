import { ValueType, type Attributes, type HrTime } from "@opentelemetry/api";
import {
  AggregationTemporality,
  DataPointType,
  type DataPoint,
  type ExponentialHistogram,
  type ExponentialHistogramMetricData,
  type Histogram,
  type HistogramMetricData,
  type MetricData,
  type SumMetricData,
} from "@opentelemetry/sdk-metrics";

export type Temporality = "delta" | "cumulative";

/** The time range of a point. */
export interface PointTimes {
  readonly startTime: HrTime;
  readonly endTime: HrTime;
}

/** Data points of one collection, grouped by metric in the order of first use. */
export class MetricSet {
  readonly #temporality: AggregationTemporality;
  readonly #isWanted: (metric: string) => boolean;
  readonly #histograms = new Map<string, DataPoint<Histogram>[]>();
  readonly #exponentials = new Map<string, DataPoint<ExponentialHistogram>[]>();
  readonly #sums = new Map<string, { readonly valueType: ValueType; readonly points: DataPoint<number>[] }>();

  constructor(temporality: Temporality, isWanted: (metric: string) => boolean) {
    this.#temporality =
      temporality === "delta" ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE;
    this.#isWanted = isWanted;
  }

  addHistogram(metric: string, attributes: Attributes, value: Histogram, times: PointTimes): void {
    let points = this.#histograms.get(metric);
    if (points === undefined) this.#histograms.set(metric, (points = []));
    points.push({ attributes, value, startTime: times.startTime, endTime: times.endTime });
  }

  addExponential(
    metric: string,
    attributes: Attributes,
    value: ExponentialHistogram,
    times: PointTimes,
  ): void {
    let points = this.#exponentials.get(metric);
    if (points === undefined) this.#exponentials.set(metric, (points = []));
    points.push({ attributes, value, startTime: times.startTime, endTime: times.endTime });
  }

  /** A monotonic sum: a count (`ValueType.INT`) or a sum of measured values. */
  addSum(
    metric: string,
    attributes: Attributes,
    value: number,
    valueType: ValueType,
    times: PointTimes,
  ): void {
    let sum = this.#sums.get(metric);
    if (sum === undefined) this.#sums.set(metric, (sum = { valueType, points: [] }));
    sum.points.push({ attributes, value, startTime: times.startTime, endTime: times.endTime });
  }

  /** Only wanted metrics that have points. */
  toMetrics(): MetricData[] {
    const histograms = [...this.#histograms].map(([name, points]) => this.#toHistogram(name, points));
    const exponentials = [...this.#exponentials].map(([name, points]) => this.#toExponential(name, points));
    const sums = [...this.#sums].map(([name, sum]) => this.#toSum(name, sum.points, sum.valueType));
    return [...histograms, ...exponentials, ...sums].filter((metric) =>
      this.#isWanted(metric.descriptor.name),
    );
  }

  #toHistogram(name: string, dataPoints: DataPoint<Histogram>[]): HistogramMetricData {
    return {
      descriptor: toDescriptor(name, ValueType.DOUBLE),
      aggregationTemporality: this.#temporality,
      dataPointType: DataPointType.HISTOGRAM,
      dataPoints,
    };
  }

  #toExponential(
    name: string,
    dataPoints: DataPoint<ExponentialHistogram>[],
  ): ExponentialHistogramMetricData {
    return {
      descriptor: toDescriptor(name, ValueType.DOUBLE),
      aggregationTemporality: this.#temporality,
      dataPointType: DataPointType.EXPONENTIAL_HISTOGRAM,
      dataPoints,
    };
  }

  #toSum(name: string, dataPoints: DataPoint<number>[], valueType: ValueType): SumMetricData {
    return {
      descriptor: toDescriptor(name, valueType),
      aggregationTemporality: this.#temporality,
      dataPointType: DataPointType.SUM,
      dataPoints,
      isMonotonic: true,
    };
  }
}

/** The unit stays empty: one name with two units becomes two metrics in Prometheus. It travels as `ml.unit`. */
function toDescriptor(name: string, valueType: ValueType): MetricData["descriptor"] {
  return { name, description: "", unit: "", valueType };
}

/** Epoch milliseconds as OpenTelemetry's `[seconds, nanoseconds]`. */
export function toHrTime(epochMs: number): HrTime {
  const seconds = Math.floor(epochMs / 1000);
  return [seconds, Math.round((epochMs - seconds * 1000) * 1e6)];
}
