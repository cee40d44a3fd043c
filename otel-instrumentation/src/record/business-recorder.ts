import { ATTR_BUSINESS_NAME, INVALID_REASONS, METRIC_BUSINESS_VALUE } from "@modelwatch/conventions";
import { toLayout } from "../model/default-bounds.js";
import type { NumericDefinition } from "../model/model-definition.js";
import { unitAttributes } from "./scores.js";
import { seriesPerHistogram } from "./series-limit.js";
import { SeriesTable } from "./series-table.js";
import { VALID, checkNumber } from "./valid-number.js";
import type { WatchContext } from "./watch-context.js";

/** Counts the values of one business metric in `ml.business.value`, or as dropped. */
export class BusinessRecorder {
  readonly estimate: number;
  readonly #context: WatchContext;
  readonly #definition: NumericDefinition;
  readonly #name: string;
  readonly #table: SeriesTable;

  constructor(name: string, definition: NumericDefinition, context: WatchContext) {
    const { cells, registry, limit, faults } = context;
    const layout = toLayout(definition);
    const attributes = { ...context.attributes, [ATTR_BUSINESS_NAME]: name, ...unitAttributes(definition) };
    this.estimate = cells.declaredSize * seriesPerHistogram(layout);
    this.#context = context;
    this.#definition = definition;
    this.#name = name;
    this.#table = new SeriesTable(
      {
        metric: METRIC_BUSINESS_VALUE,
        layout,
        size: cells.size,
        attributesOf: (cell) => ({ ...attributes, ...cells.attributesOf(cell) }),
        foldIndex: (cell) => cells.foldStrata(cell),
      },
      registry,
      limit,
      faults,
    );
  }

  record(value: unknown, cell: number): void {
    const reason = checkNumber(value, this.#definition.min, this.#definition.max);
    if (reason === VALID) this.#table.at(cell).record(value as number);
    else this.#context.faults.count(`business-${INVALID_REASONS[reason]!}`, this.#name);
  }
}
