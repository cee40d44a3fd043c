import { ModelwatchError } from "@modelwatch/conventions/error";
import type { CategoricalDistribution, NumericDistribution } from "./distribution.js";

export interface NumericDistributionInput {
  readonly bounds: ArrayLike<number>;
  readonly counts: ArrayLike<number>;
  readonly sum?: number;
  readonly sumOfSquares?: number;
  readonly min?: number;
  readonly max?: number;
}

/**
 * A numeric distribution from bucket counts: bucket i holds the values in (bounds[i−1], bounds[i]]. The arrays are copied.
 * @throws ModelwatchError `invalid-argument` naming the argument: bounds not finite and strictly ascending, counts not
 * integers ≥ 0, not one more than the bounds or above 2^53 − 1 together, moments not finite, sumOfSquares smaller than sum² / count allows.
 */
export function createNumericDistribution(input: NumericDistributionInput): NumericDistribution {
  const bounds = checkedBounds(input.bounds);
  const counts = checkedCounts(input.counts);
  if (counts.length !== bounds.length + 1) {
    throw invalid(
      `counts has ${counts.length} entries for ${bounds.length} bounds`,
      "one count more than there are bounds",
    );
  }
  for (const name of ["sum", "sumOfSquares", "min", "max"] as const) {
    const value = input[name];
    if (value !== undefined && !Number.isFinite(value))
      throw invalid(`${name} is ${value}`, "a finite number");
  }
  const count = checkedTotal(counts);
  checkMoments(input, count);
  return {
    kind: "numeric",
    bounds,
    counts,
    count,
    ...(input.sum === undefined ? {} : { sum: input.sum }),
    ...(input.sumOfSquares === undefined ? {} : { sumOfSquares: input.sumOfSquares }),
    ...(input.min === undefined ? {} : { min: input.min }),
    ...(input.max === undefined ? {} : { max: input.max }),
  };
}

/**
 * A categorical distribution. The arrays are copied.
 * @throws ModelwatchError `invalid-argument`: a category named twice, counts not integers ≥ 0 or not one per category.
 */
export function createCategoricalDistribution(input: {
  readonly categories: readonly string[];
  readonly counts: ArrayLike<number>;
}): CategoricalDistribution {
  const categories = [...input.categories];
  const counts = checkedCounts(input.counts);
  if (counts.length !== categories.length) {
    throw invalid(
      `counts has ${counts.length} entries for ${categories.length} categories`,
      "one count per category",
    );
  }
  const seen = new Set<string>();
  for (const category of categories) {
    if (seen.has(category)) throw invalid(`categories names "${category}" twice`, "each category once");
    seen.add(category);
  }
  return { kind: "categorical", categories, counts, count: checkedTotal(counts) };
}

/** Bounds as a fresh array. @throws ModelwatchError `invalid-argument` unless finite and strictly ascending. */
export function checkedBounds(bounds: ArrayLike<number>): Float64Array {
  const checked = Float64Array.from(bounds);
  for (let index = 0; index < checked.length; index++) {
    const bound = checked[index]!;
    if (!Number.isFinite(bound)) throw invalid(`bounds[${index}] is ${bound}`, "finite numbers");
    if (index > 0 && bound <= checked[index - 1]!) {
      throw invalid(
        `bounds[${index}] = ${bound} follows ${checked[index - 1]!}`,
        "strictly ascending bounds, each given once",
      );
    }
  }
  return checked;
}

function checkedCounts(counts: ArrayLike<number>): Float64Array {
  const checked = Float64Array.from(counts);
  for (let index = 0; index < checked.length; index++) {
    const count = checked[index]!;
    if (!Number.isSafeInteger(count) || count < 0)
      throw invalid(`counts[${index}] is ${count}`, "integers ≥ 0");
  }
  return checked;
}

/** Cauchy–Schwarz with room for the rounding of long sums: a square sum below it cannot belong to these values. */
function checkMoments(input: NumericDistributionInput, count: number): void {
  const { sum, sumOfSquares, min, max } = input;
  if (min !== undefined && max !== undefined && min > max) {
    throw invalid(`min is ${min} and max is ${max}`, "min ≤ max");
  }
  if (sumOfSquares === undefined) return;
  if (sumOfSquares < 0) throw invalid(`sumOfSquares is ${sumOfSquares}`, "a number ≥ 0");
  const least = sum === undefined || count === 0 ? 0 : (sum / count) * sum;
  if (sumOfSquares < least * (1 - 1e-6)) {
    throw invalid(`sumOfSquares is ${sumOfSquares}`, `at least sum² / count = ${least}`);
  }
}

/** Σ counts. @throws ModelwatchError `invalid-argument` above 2^53 − 1, where doubles skip integers. */
export function checkedTotal(counts: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < counts.length; index++) sum += counts[index]!;
  if (sum > Number.MAX_SAFE_INTEGER) {
    throw invalid(`counts add up to ${sum}`, `at most 2^53 − 1 = ${Number.MAX_SAFE_INTEGER} values`);
  }
  return sum;
}

function invalid(problem: string, allowed: string): ModelwatchError {
  return new ModelwatchError("invalid-argument", { problem, allowed });
}
