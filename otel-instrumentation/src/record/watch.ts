import type { ActiveSpan } from "../span/active-span.js";
import type { PredictionMemory } from "../join/prediction-memory.js";
import type { ModelDeclaration } from "../model/declaration.js";
import type { BusinessNameOf, BusinessPlacement, Outcome, Prediction } from "../model/input.js";
import { wrapBatch, type BatchFunction, type CountRow } from "../wrap/wrap-batch.js";
import { wrapPredict, type AnyFunction, type CountResult } from "../wrap/wrap-predict.js";
import { BusinessRecorder } from "./business-recorder.js";
import { DecisionOutcomeRecorder } from "./decision-outcome-recorder.js";
import { DecisionRecorder } from "./decision-recorder.js";
import type { FaultReason } from "./faults.js";
import { Features } from "./features.js";
import { OutcomeRecorder, type OutcomeCounter } from "./outcome-recorder.js";
import { DROPPED, PredictionRecorder, type PredictionCounter } from "./prediction-recorder.js";
import { VALID, checkNumber } from "./valid-number.js";
import type { WatchContext } from "./watch-context.js";

/**
 * What the inference code calls. No call throws, waits or keeps a value: each counts, or counts why it could not.
 *
 * Conserved, for any input: predict calls = counts of `ml.prediction.value` (of `ml.prediction.decision` for a model of several classes) +
 * `ml.modelwatch.dropped` with a reason `prediction-…`; and for each feature, predict calls = its counts (in buckets or categories) +
 * its `ml.feature.invalid`. So a prediction with an invalid score still has its features counted. An unseen category counts as
 * `__other__`, not as invalid.
 */
export interface Watch<D extends ModelDeclaration = ModelDeclaration> {
  predict(prediction: Prediction<D>): void;
  /** Ground truth that arrived, now: with what was predicted, or joined by the prediction's id where the watch has a `join`. */
  outcome(outcome: Outcome<D>): void;
  business<Name extends BusinessNameOf<D>>(
    name: Name,
    value: number | null | undefined,
    placement?: BusinessPlacement<D, Name>,
  ): void;
  /**
   * The same function, of which every result is counted by `count`: `watch.wrap(model, (score, row) => watch.predict({ score, … }))`. For
   * functions that give a result or a promise of one; neither results nor errors change, and a `count` that fails is counted.
   */
  wrap<F extends AnyFunction>(predict: F, count: CountResult<F>): F;
  /** {@link Watch.wrap} for a function from many rows to as many results; `count` gets each result with its row. */
  wrapBatch<F extends BatchFunction>(predict: F, count: CountRow<F>): F;
  /** Most series that the declaration can lead to, companion counters included, `__other__` strata not. */
  readonly seriesEstimate: number;
}

/** What a watch has beside its counts, by its options. */
export interface WatchExtras {
  readonly memory?: PredictionMemory | undefined;
  readonly span?: ActiveSpan | undefined;
}

/** What a call gives, before anything about it is known. */
type Given =
  | {
      readonly score?: unknown;
      readonly class?: unknown;
      readonly features?: unknown;
      readonly id?: unknown;
      readonly truth?: unknown;
      readonly ageMs?: unknown;
      readonly covariate?: unknown;
      readonly strata?: unknown;
      readonly arm?: unknown;
    }
  | null
  | undefined;

export class ModelWatch implements Watch {
  readonly seriesEstimate: number;
  readonly #context: WatchContext;
  readonly #extras: WatchExtras;
  readonly #features: Features;
  readonly #prediction: PredictionCounter;
  readonly #outcome: OutcomeCounter;
  readonly #business: ReadonlyMap<unknown, BusinessRecorder>;
  readonly #onFailedExtractor = () => this.#context.faults.count("failed-extractor");

  constructor(context: WatchContext, extras: WatchExtras) {
    const { model, attributes, registry, limit, faults } = context;
    const usedBefore = limit.used;
    registry.addCounters(faults.counters);
    limit.take(faults.counters.attributes.length);
    this.#context = context;
    this.#extras = extras;
    this.#features = new Features(model, attributes, registry, limit, faults);
    const isClasses = model.prediction.kind === "classes";
    this.#prediction = isClasses ? new DecisionRecorder(context) : new PredictionRecorder(context);
    this.#outcome = isClasses ? new DecisionOutcomeRecorder(context) : new OutcomeRecorder(context);
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

  predict(prediction: Given): void {
    let features: unknown;
    try {
      features = prediction?.features;
      const score = prediction?.score;
      const decided = prediction?.class;
      const id = prediction?.id;
      this.#countPrediction(score, decided, id, this.#context.cells.indexOf(prediction));
    } catch {
      this.#fail("prediction-wrong-type");
    }
    this.#features.record(features);
  }

  outcome(outcome: Given): void {
    try {
      const id = outcome?.id;
      const truth = outcome?.truth;
      if (id != null) {
        this.#countJoined(id, truth);
        return;
      }
      const given = {
        score: outcome?.score,
        decided: outcome?.class,
        truth,
        ageMs: outcome?.ageMs,
      };
      this.#outcome.record(given, this.#context.cells.indexOf(outcome));
    } catch {
      this.#fail("outcome-score-wrong-type");
    }
  }

  business(name: unknown, value: unknown, placement?: Given): void {
    try {
      const recorder = this.#business.get(name);
      if (recorder === undefined) {
        this.#context.faults.count("undeclared-business");
        return;
      }
      const covariate = placement?.covariate;
      recorder.record(value, covariate, this.#context.cells.indexOf(placement));
    } catch {
      this.#fail("business-wrong-type");
    }
  }

  wrap<F extends AnyFunction>(predict: F, count: CountResult<F>): F {
    return wrapPredict(predict, count, this.#onFailedExtractor);
  }

  wrapBatch<F extends BatchFunction>(predict: F, count: CountRow<F>): F {
    return wrapBatch(predict, count, this.#onFailedExtractor);
  }

  #countPrediction(score: unknown, decided: unknown, id: unknown, cell: number): void {
    const decision = this.#prediction.record(score, decided, cell);
    if (decision === DROPPED) return;
    const { memory, span } = this.#extras;
    const { min, max } = this.#context.model.prediction;
    // a class may be decided without a score, or with one that was not counted
    const value = checkNumber(score, min, max) === VALID ? (score as number) : undefined;
    memory?.add(id, value, decision, cell);
    span?.set(value, this.#prediction.nameOf(decision));
  }

  #countJoined(id: unknown, truth: unknown): void {
    const { memory } = this.#extras;
    if (memory === undefined) {
      this.#context.faults.count("outcome-unmatched", "the watch has no join");
      return;
    }
    const made = memory.take(id);
    if (made !== undefined) this.#outcome.recordJoined(made, truth);
  }

  /** Only a getter or proxy of the caller can throw here, always before its value is counted. What it threw may be anything: not written. */
  #fail(reason: FaultReason): void {
    this.#context.faults.count(reason);
  }
}
