import { ATTR_BUSINESS_NAME, INVALID_REASONS, METRIC_BUSINESS_VALUE } from "@modelwatch/conventions";
import { toLayout } from "../model/default-bounds.js";
import type { BusinessDefinition } from "../model/model-definition.js";
import { CovariateRecorder } from "./covariate-recorder.js";
import { unitAttributes } from "./scores.js";
import { seriesPerHistogram } from "./series-limit.js";
import { SeriesTable } from "./series-table.js";
import { VALID, checkNumber } from "./valid-number.js";
import type { WatchContext } from "./watch-context.js";

/** Counts the values of one business metric in `ml.business.value`, or as dropped, and their covariates where it declares one. */
export class BusinessRecorder {
  readonly estimate: number;
  readonly #context: WatchContext;
  readonly #definition: BusinessDefinition;
  readonly #name: string;
  readonly #table: SeriesTable;
  readonly #covariates: CovariateRecorder | undefined;

  constructor(name: string, definition: BusinessDefinition, context: WatchContext) {
    const { cells, registry, limit, faults } = context;
    const { covariate } = definition;
    const layout = toLayout(definition);
    const attributes = { ...context.attributes, [ATTR_BUSINESS_NAME]: name, ...unitAttributes(definition) };
    this.#context = context;
    this.#definition = definition;
    this.#name = name;
    this.#covariates = covariate && new CovariateRecorder(name, { value: definition, covariate }, context);
    this.estimate =
      cells.declaredSize * (seriesPerHistogram(layout) + (this.#covariates?.seriesPerCell ?? 0));
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

  record(value: unknown, covariate: unknown, cell: number): void {
    const { faults } = this.#context;
    const reason = checkNumber(value, this.#definition.min, this.#definition.max);
    if (reason !== VALID) {
      faults.count(`business-${INVALID_REASONS[reason]!}`, this.#name);
      return;
    }
    const series = this.#table.at(cell);
    series.record(value as number);
    if (this.#covariates !== undefined) this.#covariates.record(series, value as number, covariate);
    else if (covariate != null) faults.count("undeclared-covariate", this.#name);
  }
}
