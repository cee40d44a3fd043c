import { diag } from "@opentelemetry/api";
import {
  ATTR_DROPPED_REASON,
  ATTR_FEATURE_NAME,
  ATTR_MODEL_NAME,
  ATTR_MODEL_VERSION,
  METRIC_BUSINESS_VALUE,
  METRIC_DROPPED,
  METRIC_FEATURE_VALUE,
  METRIC_OUTCOME_ERROR,
  METRIC_OUTCOME_PREDICTION,
  METRIC_PREDICTION_VALUE,
} from "@modelwatch/conventions";
import { CounterBlock } from "../record/counter-block.js";
import type { HistogramSeries } from "../record/histogram-series.js";
import type { Registry } from "../record/registry.js";

const REASONS: ReadonlyMap<string, string> = new Map([
  [METRIC_PREDICTION_VALUE, "prediction-negative"],
  [METRIC_FEATURE_VALUE, "feature-negative"],
  [METRIC_OUTCOME_PREDICTION, "outcome-score-negative"],
  [METRIC_OUTCOME_ERROR, "outcome-error-negative"],
  [METRIC_BUSINESS_VALUE, "business-negative"],
]);
const INDICES: ReadonlyMap<string, number> = new Map(
  [...REASONS.keys()].map((metric, index) => [metric, index]),
);

/** Counts in `ml.modelwatch.dropped` what OpenTelemetry's histogram would drop without a count: values below zero. */
export class NegativeValues {
  readonly #registry: Registry;
  readonly #models = new Map<string, CounterBlock>();
  readonly #reported = new Set<string>();

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  drop({ metric, attributes }: Pick<HistogramSeries, "metric" | "attributes">): void {
    const model = {
      [ATTR_MODEL_NAME]: attributes[ATTR_MODEL_NAME],
      [ATTR_MODEL_VERSION]: attributes[ATTR_MODEL_VERSION],
    };
    const key = JSON.stringify(Object.values(model));
    let block = this.#models.get(key);
    if (block === undefined) {
      block = new CounterBlock(METRIC_DROPPED, model, ATTR_DROPPED_REASON, [...REASONS.values()]);
      this.#models.set(key, block);
      this.#registry.addCounters(block);
    }
    block.count(INDICES.get(metric) ?? 0);
    this.#report(`${metric} ${String(attributes[ATTR_FEATURE_NAME] ?? "")} of ${key}`);
  }

  #report(subject: string): void {
    if (this.#reported.has(subject)) return;
    this.#reported.add(subject);
    diag.warn(`modelwatch: ${subject}: OpenTelemetry's histogram takes no negative values, reported once`);
  }
}
