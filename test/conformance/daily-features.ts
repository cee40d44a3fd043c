import {
  ATTR_FEATURE_CATEGORY,
  ATTR_FEATURE_NAME,
  ATTR_INVALID_REASON,
  ATTR_MODEL_NAME,
  ATTR_PREDICTION_CLASS,
  ATTR_REFERENCE_ID,
  METRIC_FEATURE_CATEGORY,
  METRIC_FEATURE_INVALID,
  METRIC_FEATURE_VALUE,
  METRIC_PREDICTION_VALUE,
  toReferenceMetric,
} from "@modelwatch/conventions";
import type { Labels, MetricBatch } from "@modelwatch/sources";
import { bucketOf } from "@modelwatch/statistics";

export const MODEL = "daily";
export const DAY_MS = 86_400_000;
/** A Monday. */
export const START_MS = Date.parse("2024-01-01T00:00:00Z");

/** What a model saw on one day. */
export interface Day {
  /** Values of numeric features. */
  readonly values: Readonly<Record<string, readonly number[]>>;
  /** Rows of each category of categorical features. */
  readonly categories?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Values that were missing, by feature. */
  readonly missing?: Readonly<Record<string, number>>;
  /** Scores, decided yes above one half. */
  readonly scores?: readonly number[];
}

export const BOUNDS = Float64Array.from({ length: 80 }, (_, i) => -30 + 2 * i);
const SCORE_BOUNDS = Float64Array.from({ length: 19 }, (_, i) => (i + 1) / 20);

/** One delta batch per day, and the unchanged reference `train` beside the first day of each week. */
export function toBatches(days: readonly Day[], reference: Day): MetricBatch[] {
  return days.flatMap((day, d) => {
    const batch = toBatch(day, START_MS + d * DAY_MS, "production");
    return d % 7 === 0 ? [toBatch(reference, START_MS + d * DAY_MS, "reference"), batch] : [batch];
  });
}

function toBatch(day: Day, dayMs: number, kind: "production" | "reference"): MetricBatch {
  const isReference = kind === "reference";
  const startMs = isReference ? START_MS : dayMs + DAY_MS / 4;
  const interval = { startMs, timeMs: dayMs + DAY_MS / 2 };
  const temporality = isReference ? "cumulative" : "delta";
  const labelled = (labels: Labels): Labels => ({
    [ATTR_MODEL_NAME]: MODEL,
    ...labels,
    ...(isReference && { [ATTR_REFERENCE_ID]: "train" }),
  });
  const name = (metric: string): string => (isReference ? toReferenceMetric(metric) : metric);
  const histogram = (metric: string, labels: Labels, values: readonly number[], bounds: Float64Array) => {
    const counts = Array.from({ length: bounds.length + 1 }, () => 0);
    for (const value of values) {
      const bucket = bucketOf(value, bounds);
      counts[bucket] = counts[bucket]! + 1;
    }
    const sum = values.reduce((total, value) => total + value, 0);
    // sums of values that may be negative travel in counters of their own, which this feed does without
    const exact = bounds[0]! < 0 ? {} : { sum };
    const point = { metric: name(metric), labels: labelled(labels), temporality, ...interval } as const;
    return { ...point, bounds: [...bounds], counts, count: values.length, ...exact };
  };
  const counter = (metric: string, labels: Labels, value: number) => {
    const point = { metric: name(metric), labels: labelled(labels), temporality, ...interval } as const;
    return { ...point, monotonic: true, value };
  };
  const scores = day.scores ?? [];
  const decided = (decision: "0" | "1") => scores.filter((score) => (decision === "1") === score > 0.5);
  return {
    id: `${kind} ${dayMs}`,
    histograms: [
      ...Object.entries(day.values).map(([feature, values]) =>
        histogram(METRIC_FEATURE_VALUE, { [ATTR_FEATURE_NAME]: feature }, values, BOUNDS),
      ),
      ...(isReference
        ? [histogram(METRIC_PREDICTION_VALUE, {}, scores, SCORE_BOUNDS)]
        : (["0", "1"] as const).map((decision) =>
            histogram(
              METRIC_PREDICTION_VALUE,
              { [ATTR_PREDICTION_CLASS]: decision },
              decided(decision),
              SCORE_BOUNDS,
            ),
          )),
    ].filter(({ count }) => count > 0),
    sums: [
      ...Object.entries(day.categories ?? {}).flatMap(([feature, categories]) =>
        Object.entries(categories).map(([category, value]) =>
          counter(
            METRIC_FEATURE_CATEGORY,
            { [ATTR_FEATURE_NAME]: feature, [ATTR_FEATURE_CATEGORY]: category },
            value,
          ),
        ),
      ),
      ...Object.entries(isReference ? {} : (day.missing ?? {})).map(([feature, value]) =>
        counter(
          METRIC_FEATURE_INVALID,
          { [ATTR_FEATURE_NAME]: feature, [ATTR_INVALID_REASON]: "missing" },
          value,
        ),
      ),
    ],
    gauges: [],
  };
}
