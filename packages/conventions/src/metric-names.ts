/**
 * Metric names on the wire (DESIGN: "On the wire"). Instruments: histograms unless the comment says counter or gauge.
 */

/** The model's output: probability, score or number. */
export const METRIC_PREDICTION_VALUE = "ml.prediction.value" as const;
/** A numeric feature; each feature has its own bounds. */
export const METRIC_FEATURE_VALUE = "ml.feature.value" as const;
/** Counter. How often a model of several classes decided for each. Scores, where there are any, are in {@link METRIC_PREDICTION_VALUE}. */
export const METRIC_PREDICTION_DECISION = "ml.prediction.decision" as const;
/** Counter. A categorical feature: one series per category, the top K, the rest {@link CATEGORY_OTHER}. */
export const METRIC_FEATURE_CATEGORY = "ml.feature.category" as const;
/** Counter. Missing, NaN, ±∞, out of range, unseen category. */
export const METRIC_FEATURE_INVALID = "ml.feature.invalid" as const;
/** The prediction's value again, counted when its ground truth arrives, split by the truth. */
export const METRIC_OUTCOME_PREDICTION = "ml.outcome.prediction" as const;
/** Counter. The decision of a model of several classes again, counted when its ground truth arrives: the confusion matrix. */
export const METRIC_OUTCOME_DECISION = "ml.outcome.decision" as const;
/** Residual (prediction − truth) of a regression. */
export const METRIC_OUTCOME_ERROR = "ml.outcome.error" as const;
/** A business metric of one decision (money, minutes, clicks). */
export const METRIC_BUSINESS_VALUE = "ml.business.value" as const;
/**
 * Counter. Σy of a covariate from before the experiment (the same unit's spending last month), added once for each business value of the
 * same name; a unit without history adds 0. Its squares and signs travel as those of a histogram.
 */
export const METRIC_BUSINESS_COVARIATE = "ml.business.covariate" as const;
/** Counter, where products can be negative a pair of them: Σxy of the business value and its covariate. */
export const METRIC_BUSINESS_CROSS_PRODUCT = "ml.business.cross_product" as const;
/** Counter of the instrumentation itself: what it dropped or folded, by reason. */
export const METRIC_DROPPED = "ml.modelwatch.dropped" as const;

/** Histogram metrics that the instrumentation emits in production. */
export const PRODUCTION_HISTOGRAMS = [
  METRIC_PREDICTION_VALUE,
  METRIC_FEATURE_VALUE,
  METRIC_OUTCOME_PREDICTION,
  METRIC_OUTCOME_ERROR,
  METRIC_BUSINESS_VALUE,
] as const;

/** Counter suffix: the exact sum of squares of a histogram's values. */
export const SUFFIX_SQUARES = ".squares" as const;
/** Counter suffix: the sum of the positive values, where values can be negative (the histogram's own sum is then omitted). */
export const SUFFIX_POSITIVE = ".positive" as const;
/** Counter suffix: the sum of the magnitudes of the negative values. */
export const SUFFIX_NEGATIVE = ".negative" as const;

/**
 * The reference's own name of a metric: `ml.feature.value` → `ml.reference.feature.value`. A reference series is constant
 * and cumulative, one per id, read as its last value: never increased, never summed over processes.
 */
export function toReferenceMetric(metric: string): string {
  return metric.startsWith("ml.") ? `ml.reference.${metric.slice("ml.".length)}` : `ml.reference.${metric}`;
}
