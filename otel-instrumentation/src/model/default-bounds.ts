import { BucketIndex } from "../record/bucket-index.js";
import type { ValueLayout } from "../record/value-series.js";
import { isNeverNegative, type NumericDefinition } from "./model-definition.js";

/**
 * Bounds for numbers about which nothing was declared and no reference is known: 1, 2, 5 in each decade from .001 to 1e6,
 * of both signs, and 0. Coarse on purpose; a fitted reference gives better ones.
 */
export const DEFAULT_NUMERIC_BOUNDS: readonly number[] = symmetric(
  [-3, -2, -1, 0, 1, 2, 3, 4, 5]
    .flatMap((exponent) => [1, 2, 5].map((digit) => Number(`${digit}e${exponent}`)))
    .concat(1e6),
);

const ERROR_SHARES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];

/** Bounds for the residual of a prediction with `bounds`: 0 and ±1 % to ±100 % of their span. */
export function toErrorBounds(bounds: readonly number[]): readonly number[] {
  const span = (bounds.at(-1) ?? 0) - (bounds[0] ?? 0);
  if (span <= 0) return DEFAULT_NUMERIC_BOUNDS;
  return symmetric(ERROR_SHARES.map((share) => Number((share * span).toPrecision(3))));
}

function symmetric(magnitudes: readonly number[]): readonly number[] {
  const negative = magnitudes.map((magnitude) => -magnitude).reverse();
  return Object.freeze([...negative, 0, ...magnitudes]);
}

/** Buckets and sign of a number as its series need them. Bounds of a reference win over exponential buckets. */
export function toLayout(definition: NumericDefinition): ValueLayout {
  const neverNegative = isNeverNegative(definition);
  const { bounds, buckets } = definition;
  if (bounds === undefined && buckets !== undefined) return { buckets, neverNegative };
  const boundaries = [...(bounds ?? DEFAULT_NUMERIC_BOUNDS)];
  return { boundaries, index: new BucketIndex(boundaries), neverNegative };
}
