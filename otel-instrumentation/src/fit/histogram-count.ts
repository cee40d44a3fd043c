import { bucketOf, createCompensatedSum } from "@modelwatch/statistics";
import type { ReferenceHistogram } from "@modelwatch/conventions";

/** Values on known bounds, counted with exact sums. */
export class HistogramCount {
  readonly #bounds: Float64Array;
  readonly #counts: Float64Array;
  readonly #sum = createCompensatedSum();
  readonly #negativeSum = createCompensatedSum();
  readonly #sumOfSquares = createCompensatedSum();
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  constructor(bounds: readonly number[]) {
    this.#bounds = Float64Array.from(bounds);
    this.#counts = new Float64Array(bounds.length + 1);
  }

  /** @param value finite. */
  add(value: number): void {
    this.#counts[bucketOf(value, this.#bounds)]! += 1;
    this.#sum.add(value);
    if (value < 0) this.#negativeSum.add(-value);
    this.#sumOfSquares.add(value * value);
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  get count(): number {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  /** At least one value was added. */
  toHistogram(invalid: Readonly<Record<string, number>>): ReferenceHistogram {
    const negativeSum = this.#negativeSum.value();
    return {
      kind: "numeric",
      bounds: [...this.#bounds],
      counts: [...this.#counts],
      sum: this.#sum.value(),
      ...(negativeSum > 0 && { negativeSum }),
      sumOfSquares: this.#sumOfSquares.value(),
      min: this.#min,
      max: this.#max,
      invalid,
    };
  }
}
