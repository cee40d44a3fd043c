import { ValueType, type Attributes } from "@opentelemetry/api";
import { SUFFIX_NEGATIVE, SUFFIX_POSITIVE, SUFFIX_SQUARES } from "@modelwatch/conventions";
import type { HistogramSummary } from "../record/histogram-series.js";
import type { MetricSet, PointTimes } from "./metric-set.js";

/** A histogram's values as they go onto the wire. */
export interface HistogramPoint {
  readonly metric: string;
  readonly attributes: Attributes;
  readonly boundaries: number[];
  readonly neverNegative: boolean;
  readonly summary: HistogramSummary;
}

/**
 * Adds a histogram with its companions: Σx² always, and where values can be negative the sum as two monotonic counters
 * in place of the histogram's own. The companions come with every point, so that a missing one means "not known", not 0.
 */
export function addHistogramPoint(metrics: MetricSet, point: HistogramPoint, times: PointTimes): void {
  const { metric, attributes, boundaries, neverNegative, summary } = point;
  const { counts, count, positive, negative, squares, min, max } = summary;
  metrics.addHistogram(
    metric,
    attributes,
    {
      buckets: { boundaries, counts },
      count,
      ...(neverNegative && { sum: positive }),
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
    },
    times,
  );
  metrics.addSum(metric + SUFFIX_SQUARES, attributes, squares, ValueType.DOUBLE, times);
  if (neverNegative) return;
  metrics.addSum(metric + SUFFIX_POSITIVE, attributes, positive, ValueType.DOUBLE, times);
  metrics.addSum(metric + SUFFIX_NEGATIVE, attributes, negative, ValueType.DOUBLE, times);
}
