import { ValueType, type Attributes } from "@opentelemetry/api";
import { SUFFIX_NEGATIVE, SUFFIX_POSITIVE, SUFFIX_SQUARES } from "@modelwatch/conventions";
import type { ExponentialSummary } from "../record/exponential-state.js";
import type { HistogramSummary } from "../record/histogram-series.js";
import type { MetricSet, PointTimes } from "./metric-set.js";

interface PointOf<Summary> {
  readonly metric: string;
  readonly attributes: Attributes;
  readonly neverNegative: boolean;
  readonly summary: Summary;
}

/** A histogram's values as they go onto the wire. */
export interface HistogramPoint extends PointOf<HistogramSummary> {
  readonly boundaries: number[];
}

export type ExponentialPoint = PointOf<ExponentialSummary>;

/**
 * Adds a histogram with its companions: Σx² always, and where values can be negative the sum as two monotonic counters
 * in place of the histogram's own. The companions come with every point, so that a missing one means "not known", not 0.
 */
export function addHistogramPoint(metrics: MetricSet, point: HistogramPoint, times: PointTimes): void {
  const { metric, attributes, boundaries, neverNegative, summary } = point;
  const { counts, count, positive, min, max } = summary;
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
  addCompanions(metrics, point, times);
}

/** {@link addHistogramPoint} for an exponential histogram. */
export function addExponentialPoint(metrics: MetricSet, point: ExponentialPoint, times: PointTimes): void {
  const { metric, attributes, neverNegative, summary } = point;
  const { scale, zeroCount, positiveBuckets, negativeBuckets, count, positive, min, max } = summary;
  metrics.addExponential(
    metric,
    attributes,
    {
      scale,
      zeroCount,
      positive: positiveBuckets,
      negative: negativeBuckets,
      count,
      ...(neverNegative && { sum: positive }),
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
    },
    times,
  );
  addCompanions(metrics, point, times);
}

function addCompanions(
  metrics: MetricSet,
  point: PointOf<Pick<HistogramSummary, "positive" | "negative" | "squares">>,
  times: PointTimes,
): void {
  const { metric, attributes, neverNegative, summary } = point;
  const { positive, negative, squares } = summary;
  metrics.addSum(metric + SUFFIX_SQUARES, attributes, squares, ValueType.DOUBLE, times);
  if (neverNegative) return;
  metrics.addSum(metric + SUFFIX_POSITIVE, attributes, positive, ValueType.DOUBLE, times);
  metrics.addSum(metric + SUFFIX_NEGATIVE, attributes, negative, ValueType.DOUBLE, times);
}
