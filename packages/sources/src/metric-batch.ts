import type { ExponentialHistogram } from "@modelwatch/statistics";
import type { Labels } from "./source.js";

export type Temporality = "delta" | "cumulative";

export interface HistogramPoint {
  readonly metric: string;
  /** Data point attributes; resource attributes that identify the process come under their own names. */
  readonly labels: Labels;
  readonly temporality: Temporality;
  readonly startMs: number;
  readonly timeMs: number;
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly count: number;
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
}

/** A base-2 exponential histogram: its scale, and so its buckets, may be another in every point of a series. */
export interface ExponentialPoint extends ExponentialHistogram {
  readonly metric: string;
  readonly labels: Labels;
  readonly temporality: Temporality;
  readonly startMs: number;
  readonly timeMs: number;
}

export interface SumPoint {
  readonly metric: string;
  readonly labels: Labels;
  readonly temporality: Temporality;
  readonly monotonic: boolean;
  readonly startMs: number;
  readonly timeMs: number;
  readonly value: number;
}

export interface GaugePoint {
  readonly metric: string;
  readonly labels: Labels;
  readonly timeMs: number;
  readonly value: number;
}

/** What one OTLP request holds. A batch is stored whole or not at all, and once: a repeated id is acknowledged, not counted. */
export interface MetricBatch {
  /** Hash of the request's body. */
  readonly id: string;
  readonly histograms: readonly HistogramPoint[];
  readonly exponentials?: readonly ExponentialPoint[];
  readonly sums: readonly SumPoint[];
  readonly gauges: readonly GaugePoint[];
}

/** Where batches go. Resolves when the batch is durable: only then may the sender be acknowledged. */
export interface MetricSink {
  append(batch: MetricBatch): Promise<void>;
  close(): Promise<void>;
}
