import type { Attributes } from "@opentelemetry/api";
import {
  METRIC_BUSINESS_COVARIATE,
  METRIC_BUSINESS_CROSS_PRODUCT,
  SUFFIX_NEGATIVE,
  SUFFIX_POSITIVE,
  SUFFIX_SQUARES,
} from "@modelwatch/conventions";
import { isNeverNegative, type NumericDefinition } from "../model/model-definition.js";
import type { Registry } from "./registry.js";
import { SumCounter } from "./sum-counter.js";

/** A business metric and its covariate. */
export interface CovariatePair {
  readonly value: NumericDefinition;
  readonly covariate: NumericDefinition;
}

/** Σy, Σy² and Σxy of one series of business values x and their covariates y: with n, Σx and Σx² of the values all that CUPED needs. */
export class CovariateSeries {
  readonly #sum: SignedSum;
  readonly #squares: SumCounter;
  readonly #crossProduct: SignedSum;

  /** @param attributes those of the business value's series. */
  constructor(attributes: Attributes, { value, covariate }: CovariatePair, registry: Registry) {
    const neverNegative = isNeverNegative(covariate);
    this.#sum = new SignedSum(METRIC_BUSINESS_COVARIATE, attributes, neverNegative, registry);
    this.#squares = createCounter(METRIC_BUSINESS_COVARIATE + SUFFIX_SQUARES, attributes, registry);
    this.#crossProduct = new SignedSum(
      METRIC_BUSINESS_CROSS_PRODUCT,
      attributes,
      neverNegative && isNeverNegative(value),
      registry,
    );
  }

  record(value: number, covariate: number): void {
    this.#sum.add(covariate);
    this.#squares.add(covariate * covariate);
    this.#crossProduct.add(value * covariate);
  }
}

/** How many series one covariate takes. */
export function seriesPerCovariate({ value, covariate }: CovariatePair): number {
  if (!isNeverNegative(covariate)) return 5;
  return isNeverNegative(value) ? 3 : 4;
}

/** A sum as one monotonic counter, or as two where terms can be negative. */
class SignedSum {
  readonly #positive: SumCounter;
  readonly #negative: SumCounter | undefined;

  constructor(metric: string, attributes: Attributes, neverNegative: boolean, registry: Registry) {
    this.#positive = createCounter(neverNegative ? metric : metric + SUFFIX_POSITIVE, attributes, registry);
    this.#negative = neverNegative
      ? undefined
      : createCounter(metric + SUFFIX_NEGATIVE, attributes, registry);
  }

  add(term: number): void {
    if (term >= 0) this.#positive.add(term);
    else this.#negative?.add(-term);
  }
}

function createCounter(metric: string, attributes: Attributes, registry: Registry): SumCounter {
  const counter = new SumCounter(metric, attributes);
  registry.addCounters(counter);
  return counter;
}
