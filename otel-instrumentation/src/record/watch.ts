import type { ModelDeclaration } from "../model/declaration.js";
import type { BusinessNameOf, Outcome, Placement, Prediction } from "../model/input.js";
import type { ModelDefinition } from "../model/model-definition.js";
import { BusinessRecorder } from "./business-recorder.js";
import { Cells } from "./cells.js";
import type { FaultLog, FaultReason } from "./fault-log.js";
import { Features } from "./features.js";
import { modelAttributes } from "./model-attributes.js";
import { OutcomeRecorder } from "./outcome-recorder.js";
import { PredictionRecorder } from "./prediction-recorder.js";
import type { Registry } from "./registry.js";
import type { SeriesLimit } from "./series-limit.js";
import type { WatchContext } from "./watch-context.js";

/**
 * What the inference code calls. No call throws, waits or keeps a value: each counts, or counts why it could not.
 *
 * Conserved, for any input: predict calls = counts of `ml.prediction.value` + `ml.modelwatch.dropped` with a reason
 * `prediction-…`; and for each feature, predict calls = its counts (in buckets or categories) + its `ml.feature.invalid`.
 * So a prediction with an invalid score still has its features counted. An unseen category counts as `__other__`, not as invalid.
 */
export interface Watch<D extends ModelDeclaration = ModelDeclaration> {
  predict(prediction: Prediction<D>): void;
  /** Ground truth that arrived, now. */
  outcome(outcome: Outcome<D>): void;
  business(name: BusinessNameOf<D>, value: number | null | undefined, placement?: Placement<D>): void;
  /** Most series that the declaration can lead to, companion counters included, `__other__` strata not. */
  readonly seriesEstimate: number;
}

export class ModelWatch implements Watch {
  readonly seriesEstimate: number;
  readonly #faults: FaultLog;
  readonly #cells: Cells;
  readonly #features: Features;
  readonly #prediction: PredictionRecorder;
  readonly #outcome: OutcomeRecorder;
  readonly #business: ReadonlyMap<string, BusinessRecorder>;

  constructor(model: ModelDefinition, registry: Registry, limit: SeriesLimit, faults: FaultLog) {
    const attributes = modelAttributes(model);
    const cells = new Cells(model, faults);
    const context: WatchContext = { model, attributes, cells, registry, limit, faults };
    const usedBefore = limit.used;
    registry.addCounters(faults.counters);
    limit.take(faults.counters.attributes.length);
    this.#faults = faults;
    this.#cells = cells;
    this.#features = new Features(model, attributes, registry, limit, faults);
    this.#prediction = new PredictionRecorder(context);
    this.#outcome = new OutcomeRecorder(context);
    this.#business = new Map(
      [...model.business].map(([name, definition]) => [
        name,
        new BusinessRecorder(name, definition, context),
      ]),
    );
    const crossed = [this.#prediction, this.#outcome, ...this.#business.values()];
    const uncrossed = limit.used - usedBefore;
    this.seriesEstimate = crossed.reduce((series, recorder) => series + recorder.estimate, uncrossed);
  }

  predict(prediction: Prediction<ModelDeclaration>): void {
    let features: unknown;
    try {
      features = prediction?.features;
      this.#prediction.record(prediction?.score, this.#cells.indexOf(prediction));
    } catch (error) {
      this.#fail("prediction-wrong-type", error);
    }
    this.#features.record(features);
  }

  outcome(outcome: Outcome<ModelDeclaration>): void {
    try {
      this.#outcome.record(outcome?.score, outcome?.truth, outcome?.ageMs, this.#cells.indexOf(outcome));
    } catch (error) {
      this.#fail("outcome-score-wrong-type", error);
    }
  }

  business(name: string, value: number | null | undefined, placement?: Placement<ModelDeclaration>): void {
    try {
      const recorder = this.#business.get(name);
      if (recorder === undefined) this.#faults.count("undeclared-business", name);
      else recorder.record(value, this.#cells.indexOf(placement));
    } catch (error) {
      this.#fail("business-wrong-type", error);
    }
  }

  /** Only a getter or proxy of the caller can throw here, always before its value is counted. */
  #fail(reason: FaultReason, error: unknown): void {
    this.#faults.count(reason, error instanceof Error ? error.name : "unreadable");
  }
}
