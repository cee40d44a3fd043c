import { INVALID_REASONS, ModelwatchError, type ReferenceHistogram } from "@modelwatch/conventions";
import type { NumericDefinition } from "../model/model-definition.js";
import { BucketIndex } from "../record/bucket-index.js";
import { VALID, checkNumber } from "../record/valid-number.js";
import { quantileBounds } from "./quantile-bounds.js";

/** The values of one numeric column, collected by the rules of production. */
export class NumberColumn {
  readonly #definition: NumericDefinition;
  readonly #invalid = new Map<string, number>();
  #values = new Float64Array(1024);
  #count = 0;

  constructor(definition: NumericDefinition) {
    this.#definition = definition;
  }

  /** The valid values so far, in the order they came. */
  get values(): Float64Array {
    return this.#values.subarray(0, this.#count);
  }

  /** True where the value is valid. */
  add(value: unknown): boolean {
    const reason = checkNumber(value, this.#definition.min, this.#definition.max);
    if (reason !== VALID) {
      const name = INVALID_REASONS[reason]!;
      this.#invalid.set(name, (this.#invalid.get(name) ?? 0) + 1);
      return false;
    }
    if (this.#count === this.#values.length) {
      const larger = new Float64Array(this.#count * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#count++] = value as number;
    return true;
  }

  /** @throws ModelwatchError `invalid-argument` where no value is valid. */
  toHistogram(what: string): ReferenceHistogram {
    if (this.#count === 0) {
      throw new ModelwatchError("invalid-argument", {
        problem: `${what} has no valid value in the reference rows (${JSON.stringify(Object.fromEntries(this.#invalid))})`,
        allowed: "at least one",
        remedy: "correct the rows or the declared range, or remove it from the declaration",
      });
    }
    const bounds = this.#definition.bounds ?? quantileBounds(this.values.toSorted());
    const { unit } = this.#definition;
    return {
      ...toHistogram(this.values, bounds, Object.fromEntries(this.#invalid)),
      ...(unit !== undefined && { unit }),
    };
  }
}

/** At least one value. Sums are compensated (Neumaier 1974), so that they are exact to the last digits for any order. */
export function toHistogram(
  values: Float64Array,
  bounds: readonly number[],
  invalid: Readonly<Record<string, number>>,
): ReferenceHistogram {
  const index = new BucketIndex(Float64Array.from(bounds));
  const counts = Array.from({ length: bounds.length + 1 }, () => 0);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    counts[index.of(value)]! += 1;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const negativeSum = compensatedSum(values, (value) => (value < 0 ? -value : 0));
  return {
    kind: "numeric",
    bounds: [...bounds],
    counts,
    sum: compensatedSum(values, (value) => value),
    ...(negativeSum > 0 && { negativeSum }),
    sumOfSquares: compensatedSum(values, (value) => value * value),
    min,
    max,
    invalid,
  };
}

function compensatedSum(values: Float64Array, term: (value: number) => number): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = term(value);
    const total = sum + next;
    lost += Math.abs(sum) >= Math.abs(next) ? sum - total + next : next - total + sum;
    sum = total;
  }
  return sum + lost;
}
