import { ValueType, type Attributes } from "@opentelemetry/api";
import {
  ATTR_FEATURE_CATEGORY,
  ATTR_FEATURE_NAME,
  ATTR_INVALID_REASON,
  ATTR_OUTCOME_CLASS,
  ATTR_PREDICTION_CLASS,
  ATTR_REFERENCE_ID,
  ATTR_UNIT,
  CATEGORY_OTHER,
  METRIC_FEATURE_CATEGORY,
  METRIC_FEATURE_INVALID,
  METRIC_FEATURE_VALUE,
  METRIC_OUTCOME_PREDICTION,
  METRIC_PREDICTION_DECISION,
  METRIC_PREDICTION_VALUE,
  toReferenceMetric,
  type ReferenceCategories,
  type ReferenceFile,
  type ReferenceHistogram,
} from "@modelwatch/conventions";
import { isNeverNegative, type ModelDefinition, type NumericDefinition } from "../model/model-definition.js";
import { modelAttributes } from "../record/model-attributes.js";
import { addHistogramPoint, type HistogramPoint } from "./histogram-points.js";
import type { MetricSet, PointTimes } from "./metric-set.js";

interface ReferenceCounter {
  readonly kind: "counter";
  readonly metric: string;
  readonly attributes: Attributes;
  readonly count: number;
}

/** One constant series of a reference: the same value in every export, never increased. */
export type ReferenceSeries = (HistogramPoint & { readonly kind: "histogram" }) | ReferenceCounter;

/**
 * The series of a reference, under the name and version of the model that is compared with it, so that a reference fitted
 * for an earlier version is found by the version that uses it.
 */
export function toReferenceSeries(
  reference: ReferenceFile,
  model: ModelDefinition,
): readonly ReferenceSeries[] {
  const common = { ...modelAttributes(model), [ATTR_REFERENCE_ID]: reference.id };
  const series: ReferenceSeries[] = [];
  if (reference.prediction) {
    series.push(toHistogram(METRIC_PREDICTION_VALUE, common, reference.prediction, model.prediction));
  }
  if (reference.decisions) {
    const { decisions } = reference;
    series.push(...toCategories(METRIC_PREDICTION_DECISION, ATTR_PREDICTION_CLASS, common, decisions));
  }
  for (const [outcomeClass, histogram] of Object.entries(reference.outcomes ?? {})) {
    const attributes = { ...common, [ATTR_OUTCOME_CLASS]: outcomeClass };
    series.push(toHistogram(METRIC_OUTCOME_PREDICTION, attributes, histogram, model.prediction));
  }
  for (const [name, feature] of Object.entries(reference.features)) {
    const attributes = { ...common, [ATTR_FEATURE_NAME]: name };
    const definition = model.features.get(name);
    if (feature.kind === "categorical")
      series.push(...toCategories(METRIC_FEATURE_CATEGORY, ATTR_FEATURE_CATEGORY, attributes, feature));
    else if (definition?.kind === "numeric")
      series.push(toHistogram(METRIC_FEATURE_VALUE, attributes, feature, definition));
    series.push(...toInvalid(attributes, feature.invalid));
  }
  return series;
}

/** Adds the points of one constant series. */
export function addReference(metrics: MetricSet, series: ReferenceSeries, times: PointTimes): void {
  if (series.kind === "histogram") addHistogramPoint(metrics, series, times);
  else metrics.addSum(series.metric, series.attributes, series.count, ValueType.INT, times);
}

function toHistogram(
  metric: string,
  common: Attributes,
  reference: ReferenceHistogram,
  definition: NumericDefinition,
): ReferenceSeries {
  const { counts, bounds, sum, sumOfSquares, negativeSum = 0, min, max } = reference;
  return {
    kind: "histogram",
    metric: toReferenceMetric(metric),
    attributes: definition.unit === undefined ? common : { ...common, [ATTR_UNIT]: definition.unit },
    boundaries: [...bounds],
    neverNegative: isNeverNegative(definition),
    summary: {
      counts: [...counts],
      count: counts.reduce((total, count) => total + count, 0),
      positive: sum + negativeSum,
      negative: negativeSum,
      squares: sumOfSquares,
      min,
      max,
    },
  };
}

function toCategories(
  metric: string,
  attribute: string,
  common: Attributes,
  { categories, counts }: ReferenceCategories,
): ReferenceSeries[] {
  return [...categories, CATEGORY_OTHER].map((category, index) => ({
    kind: "counter",
    metric: toReferenceMetric(metric),
    attributes: { ...common, [attribute]: category },
    count: counts[index] ?? 0,
  }));
}

function toInvalid(common: Attributes, invalid: Readonly<Record<string, number>>): ReferenceSeries[] {
  return Object.entries(invalid).map(([reason, count]) => ({
    kind: "counter",
    metric: toReferenceMetric(METRIC_FEATURE_INVALID),
    attributes: { ...common, [ATTR_INVALID_REASON]: reason },
    count,
  }));
}
