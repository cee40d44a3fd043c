import type { HistogramPoint, Labels, SumPoint } from "@modelwatch/sources";

/** Cumulative points as processes export them, all begun at one instant. */
export const START = Date.UTC(2013, 3, 1);
export const METRIC = "ml.feature.value";

export interface Sent {
  readonly bounds?: readonly number[];
  readonly counts: readonly number[];
}

export function histogram(
  labels: Labels,
  timeMs: number,
  { bounds = [0, 10], counts }: Sent,
): HistogramPoint {
  const count = counts.reduce((a, b) => a + b, 0);
  const times = { startMs: START, timeMs };
  return {
    metric: METRIC,
    labels,
    temporality: "cumulative",
    ...times,
    bounds,
    counts,
    count,
    sum: 2 * count,
  };
}

export function counter(metric: string, labels: Labels, timeMs: number, value: number): SumPoint {
  return { metric, labels, temporality: "cumulative", monotonic: true, startMs: START, timeMs, value };
}
