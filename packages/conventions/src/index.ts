// For users and for our packages: names on the wire, layouts, the reference file.
export {
  METRIC_BUSINESS_COVARIATE,
  METRIC_BUSINESS_CROSS_PRODUCT,
  METRIC_BUSINESS_VALUE,
  METRIC_DROPPED,
  METRIC_FEATURE_CATEGORY,
  METRIC_FEATURE_INVALID,
  METRIC_FEATURE_VALUE,
  METRIC_OUTCOME_DECISION,
  METRIC_OUTCOME_ERROR,
  METRIC_OUTCOME_PREDICTION,
  METRIC_PREDICTION_DECISION,
  METRIC_PREDICTION_VALUE,
  PRODUCTION_HISTOGRAMS,
  SUFFIX_NEGATIVE,
  SUFFIX_POSITIVE,
  SUFFIX_SQUARES,
  toReferenceMetric,
} from "./metric-names.js";
export {
  ATTR_ARM,
  ATTR_BUSINESS_NAME,
  ATTR_DROPPED_REASON,
  ATTR_FEATURE_CATEGORY,
  ATTR_FEATURE_NAME,
  ATTR_INVALID_REASON,
  ATTR_MODEL_NAME,
  ATTR_MODEL_VERSION,
  ATTR_MONITOR,
  ATTR_OUTCOME_AGE,
  ATTR_OUTCOME_CLASS,
  ATTR_PREDICTION_CLASS,
  ATTR_PREDICTION_KIND,
  ATTR_PREDICTION_VALUE,
  ATTR_REFERENCE_ID,
  ATTR_UNIT,
  CATEGORY_OTHER,
  CLASS_NEGATIVE,
  CLASS_POSITIVE,
  INVALID_REASONS,
  PREDICTION_KIND_CLASSES,
  PREDICTION_KIND_SCORE,
  STRATUM_PREFIX,
  toStratumAttribute,
} from "./attribute-names.js";
export type { InvalidReason } from "./attribute-names.js";
export { OUTCOME_AGES, outcomeAgeOf } from "./outcome-ages.js";
export type { OutcomeAge } from "./outcome-ages.js";
export { MAX_BOUNDS, PROBABILITY_BOUNDS } from "./bucket-layouts.js";
export type { ReferenceCategories, ReferenceFile, ReferenceHistogram } from "./reference.js";
export { ERROR_CODES, ModelwatchError, toModelwatchError } from "./error.js";
export type { ErrorCode, ErrorSource, ErrorText } from "./error.js";
