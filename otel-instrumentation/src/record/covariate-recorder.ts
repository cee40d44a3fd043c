import { INVALID_REASONS } from "@modelwatch/conventions";
import { CovariateSeries, seriesPerCovariate, type CovariatePair } from "./covariate-series.js";
import { MISSING, VALID, checkNumber } from "./valid-number.js";
import type { ValueSeries } from "./value-series.js";
import type { WatchContext } from "./watch-context.js";

/**
 * Counts the covariates of one business metric, one for each value. A unit without history counts with 0, and so does an invalid
 * covariate, which is a fault besides: CUPED is unbiased whatever the covariate is, as long as it was settled before the experiment.
 */
export class CovariateRecorder {
  readonly seriesPerCell: number;
  readonly #name: string;
  readonly #pair: CovariatePair;
  readonly #context: WatchContext;
  /** Beside the series of the values, so that both are folded alike: n is the values'. */
  readonly #beside = new Map<ValueSeries, CovariateSeries>();

  constructor(name: string, pair: CovariatePair, context: WatchContext) {
    this.seriesPerCell = seriesPerCovariate(pair);
    this.#name = name;
    this.#pair = pair;
    this.#context = context;
  }

  record(values: ValueSeries, value: number, covariate: unknown): void {
    const { min, max } = this.#pair.covariate;
    const reason = checkNumber(covariate, min, max);
    if (reason !== VALID && reason !== MISSING)
      this.#context.faults.count(`covariate-${INVALID_REASONS[reason]!}`, this.#name);
    this.#seriesOf(values).record(value, reason === VALID ? (covariate as number) : 0);
  }

  #seriesOf(values: ValueSeries): CovariateSeries {
    const known = this.#beside.get(values);
    if (known !== undefined) return known;
    const { registry, limit } = this.#context;
    const series = new CovariateSeries(values.attributes, this.#pair, registry);
    // taken without asking: the values without their covariates would be no use to CUPED
    limit.take(this.seriesPerCell);
    this.#beside.set(values, series);
    return series;
  }
}
