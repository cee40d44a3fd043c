import { INVALID_REASONS, METRIC_PREDICTION_VALUE } from "@modelwatch/conventions";
import { toLayout } from "../model/default-bounds.js";
import { CLASS_DIGITS, classAttributes, classDigit, unitAttributes } from "./scores.js";
import { seriesPerHistogram } from "./series-limit.js";
import { SeriesTable } from "./series-table.js";
import { VALID, checkNumber } from "./valid-number.js";
import type { WatchContext } from "./watch-context.js";

/** Counts scores in `ml.prediction.value`, or as dropped: one of the two for every call. */
export class PredictionRecorder {
  readonly estimate: number;
  readonly #context: WatchContext;
  readonly #table: SeriesTable;

  constructor(context: WatchContext) {
    const { model, cells, attributes, registry, limit, faults } = context;
    const layout = toLayout(model.prediction);
    const unit = unitAttributes(model.prediction);
    const classes = model.prediction.threshold === undefined ? 1 : 2;
    this.estimate = cells.declaredSize * classes * seriesPerHistogram(layout);
    this.#context = context;
    this.#table = new SeriesTable(
      {
        metric: METRIC_PREDICTION_VALUE,
        layout,
        size: cells.size * CLASS_DIGITS,
        attributesOf: (index) => ({
          ...attributes,
          ...unit,
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

  record(score: unknown, cell: number): void {
    const { prediction } = this.#context.model;
    const reason = checkNumber(score, prediction.min, prediction.max);
    if (reason !== VALID) {
      this.#context.faults.count(`prediction-${INVALID_REASONS[reason]!}`);
      return;
    }
    const value = score as number;
    this.#table.at(cell * CLASS_DIGITS + classDigit(value, prediction.threshold)).record(value);
  }
}
