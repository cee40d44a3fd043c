import type { Attributes } from "@opentelemetry/api";
import {
  ATTR_OUTCOME_CLASS,
  ATTR_PREDICTION_CLASS,
  INVALID_REASONS,
  METRIC_OUTCOME_DECISION,
  METRIC_OUTCOME_PREDICTION,
  OUTCOME_AGES,
} from "@modelwatch/conventions";
import type { RememberedPrediction } from "../join/prediction-memory.js";
import { toLayout } from "../model/default-bounds.js";
import { ClassNames } from "./class-names.js";
import { CounterBlock } from "./counter-block.js";
import { CounterTable } from "./counter-table.js";
import type { GivenOutcome, OutcomeCounter } from "./outcome-recorder.js";
import { AGE_DIGITS, ageAttributes, ageDigit, predictionAttributes } from "./scores.js";
import { seriesPerHistogram } from "./series-limit.js";
import { SeriesTable } from "./series-table.js";
import { MISSING, VALID, checkNumber } from "./valid-number.js";
import type { WatchContext } from "./watch-context.js";

/**
 * Counts the ground truth of a model of several classes at its arrival: the confusion matrix in `ml.outcome.decision`, and where the
 * outcome has the chosen class's probability, that again by truth and decision in `ml.outcome.prediction`.
 */
export class DecisionOutcomeRecorder implements OutcomeCounter {
  readonly estimate: number;
  readonly #context: WatchContext;
  readonly #classes: ClassNames;
  readonly #decisions: CounterTable;
  readonly #scores: SeriesTable;

  constructor(context: WatchContext) {
    const { model, cells, registry, limit, faults } = context;
    const classes = new ClassNames(model.prediction);
    const layout = toLayout(model.prediction);
    const declared = classes.other;
    // one digit each for the age, the decision and the truth, below the cell
    const digits = AGE_DIGITS * classes.names.length ** 2;
    const foldIndex = (index: number) =>
      cells.foldStrata(Math.floor(index / digits)) * digits + (index % digits);
    this.estimate =
      cells.declaredSize * declared ** 2 * OUTCOME_AGES.length * (1 + seriesPerHistogram(layout));
    this.#context = context;
    this.#classes = classes;
    this.#decisions = new CounterTable(
      {
        metric: METRIC_OUTCOME_DECISION,
        create: (index) => toCounter(this.#attributesOf(index), this.#decisionOf(index)),
        foldIndex,
      },
      context,
    );
    this.#scores = new SeriesTable(
      {
        metric: METRIC_OUTCOME_PREDICTION,
        layout,
        size: cells.size * digits,
        attributesOf: (index) => ({
          ...this.#attributesOf(index),
          [ATTR_PREDICTION_CLASS]: this.#decisionOf(index),
        }),
        foldIndex,
      },
      registry,
      limit,
      faults,
    );
  }

  record({ score, decided, truth, ageMs }: GivenOutcome, cell: number): void {
    const digit = this.#digitOf(decided, "outcome-class");
    if (digit >= 0) this.#count({ score, decision: digit, ageMs, cell }, truth);
  }

  recordJoined(made: RememberedPrediction, truth: unknown): void {
    this.#count(made, truth);
  }

  #count(
    made: {
      readonly score: unknown;
      readonly decision: number;
      readonly ageMs: unknown;
      readonly cell: number;
    },
    truth: unknown,
  ): void {
    const { faults, model } = this.#context;
    const { names } = this.#classes;
    const digit = this.#digitOf(truth, "outcome-truth");
    if (digit < 0) return;
    const age = ageDigit(made.ageMs);
    if (age === AGE_DIGITS - 1) faults.count("invalid-age");
    const index = ((made.cell * names.length + digit) * names.length + made.decision) * AGE_DIGITS + age;
    this.#decisions.count(index);
    const reason = checkNumber(made.score, model.prediction.min, model.prediction.max);
    if (reason === VALID) this.#scores.at(index).record(made.score as number);
    else if (reason !== MISSING) faults.count(`class-score-${INVALID_REASONS[reason]!}`);
  }

  /** Negative, and counted as dropped, where the value is no class. */
  #digitOf(value: unknown, part: "outcome-class" | "outcome-truth"): number {
    const digit = this.#classes.digitOf(value);
    const { faults } = this.#context;
    if (digit < 0) faults.count(`${part}-${INVALID_REASONS[ClassNames.reasonOf(digit)]!}`);
    else if (digit === this.#classes.other) faults.count("undeclared-class");
    return digit;
  }

  #decisionOf(index: number): string {
    const { names } = this.#classes;
    return names[Math.floor(index / AGE_DIGITS) % names.length]!;
  }

  #attributesOf(index: number) {
    const { model, attributes, cells } = this.#context;
    const { names } = this.#classes;
    const truths = Math.floor(index / AGE_DIGITS / names.length);
    return {
      ...attributes,
      ...predictionAttributes(model.prediction),
      ...cells.attributesOf(Math.floor(truths / names.length)),
      [ATTR_OUTCOME_CLASS]: names[truths % names.length]!,
      ...ageAttributes(index % AGE_DIGITS),
    };
  }
}

function toCounter(attributes: Attributes, decision: string): CounterBlock {
  return new CounterBlock(METRIC_OUTCOME_DECISION, attributes, ATTR_PREDICTION_CLASS, [decision]);
}
