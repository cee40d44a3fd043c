import {
  ATTR_PREDICTION_CLASS,
  INVALID_REASONS,
  METRIC_PREDICTION_DECISION,
  METRIC_PREDICTION_VALUE,
} from "@modelwatch/conventions";
import { toLayout } from "../model/default-bounds.js";
import { ClassNames } from "./class-names.js";
import { CounterBlock } from "./counter-block.js";
import { CounterTable } from "./counter-table.js";
import { DROPPED, type PredictionCounter } from "./prediction-recorder.js";
import { predictionAttributes } from "./scores.js";
import { seriesPerHistogram } from "./series-limit.js";
import { SeriesTable } from "./series-table.js";
import { MISSING, VALID, checkNumber } from "./valid-number.js";
import type { WatchContext } from "./watch-context.js";

/**
 * Counts the decisions of a model of several classes in `ml.prediction.decision`, or as dropped: one of the two for every call. The chosen
 * class's probability is counted in `ml.prediction.value` where a call has one; a call without is not given any.
 */
export class DecisionRecorder implements PredictionCounter {
  readonly estimate: number;
  readonly #context: WatchContext;
  readonly #classes: ClassNames;
  readonly #decisions: CounterTable;
  readonly #scores: SeriesTable;

  constructor(context: WatchContext) {
    const { model, cells, attributes, registry, limit, faults } = context;
    const classes = new ClassNames(model.prediction);
    const { names } = classes;
    const layout = toLayout(model.prediction);
    const common = { ...attributes, ...predictionAttributes(model.prediction) };
    const cellAttributes = (index: number) => ({
      ...common,
      ...cells.attributesOf(Math.floor(index / names.length)),
    });
    const foldIndex = (index: number) =>
      cells.foldStrata(Math.floor(index / names.length)) * names.length + (index % names.length);
    this.estimate = cells.declaredSize * names.length * (1 + seriesPerHistogram(layout));
    this.#context = context;
    this.#classes = classes;
    this.#decisions = new CounterTable(
      {
        metric: METRIC_PREDICTION_DECISION,
        create: (index) =>
          new CounterBlock(METRIC_PREDICTION_DECISION, cellAttributes(index), ATTR_PREDICTION_CLASS, [
            names[index % names.length]!,
          ]),
        foldIndex,
      },
      context,
    );
    this.#scores = new SeriesTable(
      {
        metric: METRIC_PREDICTION_VALUE,
        layout,
        size: cells.size * names.length,
        attributesOf: (index) => ({
          ...cellAttributes(index),
          [ATTR_PREDICTION_CLASS]: names[index % names.length]!,
        }),
        foldIndex,
      },
      registry,
      limit,
      faults,
    );
  }

  record(score: unknown, decided: unknown, cell: number): number {
    const { faults, model } = this.#context;
    const digit = this.#classes.digitOf(decided);
    if (digit < 0) {
      faults.count(`prediction-${INVALID_REASONS[ClassNames.reasonOf(digit)]!}`);
      return DROPPED;
    }
    if (digit === this.#classes.other) faults.count("undeclared-class");
    const index = cell * this.#classes.names.length + digit;
    this.#decisions.count(index);
    const reason = checkNumber(score, model.prediction.min, model.prediction.max);
    if (reason === VALID) this.#scores.at(index).record(score as number);
    else if (reason !== MISSING) faults.count(`class-score-${INVALID_REASONS[reason]!}`);
    return digit;
  }

  nameOf(decision: number): string | undefined {
    return this.#classes.names[decision];
  }
}
