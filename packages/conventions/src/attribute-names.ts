/** Attribute names on the wire (DESIGN: "On the wire"). */

export const ATTR_MODEL_NAME = "ml.model.name" as const;
export const ATTR_MODEL_VERSION = "ml.model.version" as const;
/** Experiment arm, `holdout`, `champion`, `shadow`. */
export const ATTR_ARM = "ml.arm" as const;
/** The decision that the prediction led to, where there is a threshold or classes. */
export const ATTR_PREDICTION_CLASS = "ml.prediction.class" as const;
/** How to take a prediction: one of the `PREDICTION_KIND_…`; absent where its value is a probability of the positive class, or a number. */
export const ATTR_PREDICTION_KIND = "ml.prediction.kind" as const;
/** On a span: the value that was predicted. */
export const ATTR_PREDICTION_VALUE = "ml.prediction.value" as const;
export const ATTR_FEATURE_NAME = "ml.feature.name" as const;
export const ATTR_FEATURE_CATEGORY = "ml.feature.category" as const;
export const ATTR_INVALID_REASON = "ml.invalid.reason" as const;
/** The ground truth's class. */
export const ATTR_OUTCOME_CLASS = "ml.outcome.class" as const;
/** Label delay: one of `OUTCOME_AGES`, an upper bound. */
export const ATTR_OUTCOME_AGE = "ml.outcome.age" as const;
export const ATTR_BUSINESS_NAME = "ml.business.name" as const;
/** The declared unit of a feature or business metric: the OTel unit stays empty, or one name becomes two Prometheus metrics. */
export const ATTR_UNIT = "ml.unit" as const;
/** Hash of the reference's content. */
export const ATTR_REFERENCE_ID = "ml.reference.id" as const;
export const ATTR_MONITOR = "ml.monitor" as const;
export const ATTR_DROPPED_REASON = "ml.dropped.reason" as const;

export const STRATUM_PREFIX = "ml.stratum." as const;

/** The attribute of a declared stratum: `origin` → `ml.stratum.origin`. */
export function toStratumAttribute(stratum: string): string {
  return `${STRATUM_PREFIX}${stratum}`;
}

/** The category that holds everything beyond the top K. */
export const CATEGORY_OTHER = "__other__" as const;

/** The kind of a prediction whose value ranks and is no probability: AUC means something, calibration does not. */
export const PREDICTION_KIND_SCORE = "score" as const;
/** The kind of a prediction that is one of several classes; its value, where it has one, is the chosen class's probability. */
export const PREDICTION_KIND_CLASSES = "classes" as const;

/** Why a feature's value was not counted in its distribution. */
export const INVALID_REASONS = [
  "missing",
  "nan",
  "infinite",
  "out-of-range",
  "unseen-category",
  "wrong-type",
] as const;
export type InvalidReason = (typeof INVALID_REASONS)[number];

/** The classes of a binary outcome or decision, as attribute values. */
export const CLASS_NEGATIVE = "0" as const;
export const CLASS_POSITIVE = "1" as const;
