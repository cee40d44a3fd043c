import type { HistogramPoint, MetricBatch, SumPoint } from "@modelwatch/sources";
import type { Points } from "./otlp-exporter.js";

/** The running totals of every series, as a process exports them, made of deltas and of references that never change. */
export class RunningTotals {
  readonly #histograms = new Map<string, HistogramPoint>();
  readonly #sums = new Map<string, SumPoint>();
  readonly #startMs: number;

  constructor(startMs: number) {
    this.#startMs = startMs;
  }

  add({ histograms, sums }: MetricBatch): void {
    for (const point of histograms) {
      const key = JSON.stringify([point.metric, point.labels]);
      const before = point.temporality === "delta" ? this.#histograms.get(key) : undefined;
      this.#histograms.set(key, before === undefined ? point : merge(before, point));
    }
    for (const point of sums) {
      const key = JSON.stringify([point.metric, point.labels]);
      const before = point.temporality === "delta" ? (this.#sums.get(key)?.value ?? 0) : 0;
      this.#sums.set(key, { ...point, value: before + point.value });
    }
  }

  at(timeMs: number): Points {
    const stamp = { temporality: "cumulative", startMs: this.#startMs, timeMs } as const;
    return {
      histograms: [...this.#histograms.values()].map((point) => ({ ...point, ...stamp })),
      sums: [...this.#sums.values()].map((point) => ({ ...point, ...stamp })),
    };
  }
}

function merge(before: HistogramPoint, point: HistogramPoint): HistogramPoint {
  const sum = before.sum === undefined || point.sum === undefined ? {} : { sum: before.sum + point.sum };
  const counts = point.counts.map((count, bucket) => count + before.counts[bucket]!);
  return { ...point, counts, count: before.count + point.count, ...sum };
}

/** The batch's series at zero: a series that starts at its first count would lose it. */
export function withoutCounts(batch: MetricBatch): MetricBatch {
  const histograms = batch.histograms.map(({ sum, ...point }) => ({
    ...point,
    counts: point.counts.map(() => 0),
    count: 0,
    ...(sum === undefined ? {} : { sum: 0 }),
  }));
  return { ...batch, histograms, sums: batch.sums.map((point) => ({ ...point, value: 0 })) };
}
