import { INVALID_REASONS, METRIC_PREDICTION_VALUE } from "@modelwatch/conventions";
import { toLayout } from "../model/default-bounds.js";
import { CLASS_DIGITS, classAttributes, classDigit, classNameOf, predictionAttributes } from "./scores.js";
import { seriesPerHistogram } from "./series-limit.js";
import { SeriesTable } from "./series-table.js";
import { VALID, checkNumber } from "./valid-number.js";
import type { WatchContext } from "./watch-context.js";

/** The digit of the decision of a prediction that was dropped. */
export const DROPPED = -1;

/** Counts each prediction once, or as dropped. */
export interface PredictionCounter {
  /** Most series of the declared strata and arms. */
  readonly estimate: number;
  /** The digit of the decision that was counted, or {@link DROPPED}. */
  record(score: unknown, decided: unknown, cell: number): number;
  /** The decision by name; undefined where none is recorded. */
  nameOf(decision: number): string | undefined;
}

/** Counts scores in `ml.prediction.value`, or as dropped: one of the two for every call. */
export class PredictionRecorder implements PredictionCounter {
  readonly estimate: number;
  readonly #context: WatchContext;
  readonly #table: SeriesTable;

  constructor(context: WatchContext) {
    const { model, cells, attributes, registry, limit, faults } = context;
    const layout = toLayout(model.prediction);
    const common = { ...attributes, ...predictionAttributes(model.prediction) };
    const classes = model.prediction.threshold === undefined ? 1 : 2;
    this.estimate = cells.declaredSize * classes * seriesPerHistogram(layout);
    this.#context = context;
    this.#table = new SeriesTable(
      {
        metric: METRIC_PREDICTION_VALUE,
        layout,
        size: cells.size * CLASS_DIGITS,
        attributesOf: (index) => ({
          ...common,
          ...cells.attributesOf(Math.floor(index / CLASS_DIGITS)),
          ...classAttributes(index % CLASS_DIGITS),
        }),
        foldIndex: (index) =>
          cells.foldStrata(Math.floor(index / CLASS_DIGITS)) * CLASS_DIGITS + (index % CLASS_DIGITS),
      },
      registry,
      limit,
      faults,
    );
  }

  record(score: unknown, _decided: unknown, cell: number): number {
    const { prediction } = this.#context.model;
    const reason = checkNumber(score, prediction.min, prediction.max);
    if (reason !== VALID) {
      this.#context.faults.count(`prediction-${INVALID_REASONS[reason]!}`);
      return DROPPED;
    }
    const value = score as number;
    const decision = classDigit(value, prediction.threshold);
    this.#table.at(cell * CLASS_DIGITS + decision).record(value);
    return decision;
  }

  nameOf(decision: number): string | undefined {
    return classNameOf(decision);
  }
}
