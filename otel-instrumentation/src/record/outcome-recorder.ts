import {
  INVALID_REASONS,
  METRIC_OUTCOME_ERROR,
  METRIC_OUTCOME_PREDICTION,
  OUTCOME_AGES,
} from "@modelwatch/conventions";
import { DEFAULT_NUMERIC_BOUNDS, toErrorBounds, toLayout } from "../model/default-bounds.js";
import type { RememberedPrediction } from "../join/prediction-memory.js";
import {
  AGE_DIGITS,
  CLASS_DIGITS,
  ageAttributes,
  ageDigit,
  classAttributes,
  classDigit,
  predictionAttributes,
  truthAttributes,
  truthDigit,
} from "./scores.js";
import { seriesPerHistogram } from "./series-limit.js";
import { SeriesTable } from "./series-table.js";
import { VALID, checkNumber } from "./valid-number.js";
import type { ValueLayout } from "./value-series.js";
import type { WatchContext } from "./watch-context.js";

/** One digit each for the age, the decision and the truth, below the cell. */
const DIGITS = AGE_DIGITS * CLASS_DIGITS * 2;

/** What a call gave as an outcome, read once. */
export interface GivenOutcome {
  readonly score: unknown;
  readonly decided: unknown;
  readonly truth: unknown;
  readonly ageMs: unknown;
}

/** Counts each outcome once, or as dropped. */
export interface OutcomeCounter {
  /** Most series of the declared strata and arms. */
  readonly estimate: number;
  record(given: GivenOutcome, cell: number): void;
  recordJoined(made: RememberedPrediction, truth: unknown): void;
}

/**
 * Counts ground truth at its arrival: for a probability or ranking score the score again, split by truth and decision
 * (`ml.outcome.prediction`); for a number the residual (`ml.outcome.error`).
 */
export class OutcomeRecorder implements OutcomeCounter {
  readonly estimate: number;
  readonly #context: WatchContext;
  readonly #table: SeriesTable;

  constructor(context: WatchContext) {
    const { model, cells, registry, limit, faults } = context;
    const isClass = model.prediction.kind !== "number";
    const layout = isClass ? toLayout(model.prediction) : errorLayout(context);
    const classes = isClass ? 2 * (model.prediction.threshold === undefined ? 1 : 2) : 1;
    this.estimate = cells.declaredSize * classes * OUTCOME_AGES.length * seriesPerHistogram(layout);
    this.#context = context;
    this.#table = new SeriesTable(
      {
        metric: isClass ? METRIC_OUTCOME_PREDICTION : METRIC_OUTCOME_ERROR,
        layout,
        size: cells.size * DIGITS,
        attributesOf: (index) => attributesOf(context, index),
        foldIndex: (index) => cells.foldStrata(Math.floor(index / DIGITS)) * DIGITS + (index % DIGITS),
      },
      registry,
      limit,
      faults,
    );
  }

  recordJoined({ score, ageMs, cell }: RememberedPrediction, truth: unknown): void {
    this.record({ score, truth, ageMs }, cell);
  }

  record({ score, truth, ageMs }: Omit<GivenOutcome, "decided">, cell: number): void {
    const { model, faults } = this.#context;
    const { prediction } = model;
    const reason = checkNumber(score, prediction.min, prediction.max);
    if (reason !== VALID) {
      faults.count(`outcome-score-${INVALID_REASONS[reason]!}`);
      return;
    }
    const age = ageDigit(ageMs);
    if (prediction.kind === "number") this.#recordError(score as number, truth, age, cell);
    else this.#recordClass(score as number, truth, age, cell);
  }

  #recordClass(score: number, truth: unknown, age: number, cell: number): void {
    const digit = truthDigit(truth);
    if (digit === undefined) {
      this.#countTruth(checkNumber(truth, 0, 1), "out-of-range");
      return;
    }
    const decision = classDigit(score, this.#context.model.prediction.threshold);
    this.#at(cell, decision, digit, age).record(score);
  }

  #recordError(score: number, truth: unknown, age: number, cell: number): void {
    const { min, max } = this.#context.model.prediction;
    const reason = checkNumber(truth, min, max);
    if (reason === VALID) this.#at(cell, CLASS_DIGITS - 1, 0, age).record(score - (truth as number));
    else this.#countTruth(reason, "out-of-range");
  }

  #at(cell: number, decision: number, truth: number, age: number) {
    if (age === AGE_DIGITS - 1) this.#context.faults.count("invalid-age");
    return this.#table.at(((cell * 2 + truth) * CLASS_DIGITS + decision) * AGE_DIGITS + age);
  }

  #countTruth(reason: number, fallback: "out-of-range"): void {
    this.#context.faults.count(`outcome-truth-${INVALID_REASONS[reason] ?? fallback}`);
  }
}

/** A residual of numbers within ±1e100 stays within ±2e100, whose squares do not overflow. */
function errorLayout({ model }: WatchContext): ValueLayout {
  const { bounds, buckets, errorBounds, min, max } = model.prediction;
  if (buckets && !bounds && !errorBounds) return toLayout({ buckets, min: min - max, max: max - min });
  const chosen = errorBounds ?? (bounds === undefined ? DEFAULT_NUMERIC_BOUNDS : toErrorBounds(bounds));
  return toLayout({ bounds: chosen, min: min - max, max: max - min });
}

function attributesOf({ model, attributes, cells }: WatchContext, index: number) {
  const decisions = Math.floor(index / AGE_DIGITS);
  const truths = Math.floor(decisions / CLASS_DIGITS);
  return {
    ...attributes,
    ...predictionAttributes(model.prediction),
    ...cells.attributesOf(Math.floor(truths / 2)),
    ...(model.prediction.kind !== "number" && truthAttributes(truths % 2)),
    ...classAttributes(decisions % CLASS_DIGITS),
    ...ageAttributes(index % AGE_DIGITS),
  };
}
