import { bucketEdges } from "../distribution/bucket-edges.js";
import type { NumericDistribution } from "../distribution/distribution.js";
import { meanOf, varianceOf, type MomentEstimate } from "../distribution/moments.js";
import type { Estimate } from "./scored-outcomes.js";

/** Errors of a regression in the unit of what it predicts; each null where the histogram cannot tell (empty, or an open tail). */
export interface RegressionErrors {
  /** Mean error, prediction − truth: positive where predictions are too high. */
  readonly bias: Estimate | null;
  /** Mean absolute error, ≥ |bias|. */
  readonly meanAbsoluteError: Estimate | null;
  /** Root mean squared error, ≥ mean absolute error. */
  readonly rootMeanSquaredError: Estimate | null;
}

/**
 * Bias, MAE and RMSE from a histogram of residuals (prediction − truth). Bias is exact with Σe, RMSE with Σe². The MAE is an
 * interval: buckets say how many residuals lie on each side of 0 and between which edges; Σe and Σe² narrow it, since
 * Σ|e| = Σe + 2Σ_{e<0}|e| and |Σe| ≤ Σ|e| ≤ √(n Σe²). A bound at 0 makes it narrow.
 */
export function computeRegressionErrors(errors: NumericDistribution): RegressionErrors {
  const { count } = errors;
  if (count === 0) return { bias: null, meanAbsoluteError: null, rootMeanSquaredError: null };
  const bias = meanOf(errors);
  const variance = varianceOf(errors);
  const squares = meanSquare(errors);
  const rootMeanSquaredError = squares && rootOf(squares, fourthMoment(errors), count);
  return {
    bias: bias.kind === "value" ? toEstimate(bias, errorOfMean(variance, count)) : null,
    meanAbsoluteError: meanAbsolute(errors, squares),
    rootMeanSquaredError,
  };
}

interface Range {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

function toEstimate({ value, low, high }: Range, standardError: number | null): Estimate {
  return { value, resolution: low === high ? null : { low, high }, standardError };
}

function errorOfMean(variance: MomentEstimate, count: number): number | null {
  return variance.kind === "value" ? Math.sqrt(variance.value / count) : null;
}

/** Where the absolute values of a bucket lie. */
function absoluteEdges(errors: NumericDistribution, bucket: number) {
  const { low, high } = bucketEdges(errors, bucket);
  return {
    low: low <= 0 && high >= 0 ? 0 : Math.min(Math.abs(low), Math.abs(high)),
    high: Math.max(Math.abs(low), Math.abs(high)),
  };
}

/** Mean of e^power over buckets, for even powers; null where a used tail is open. */
function evenMoment(errors: NumericDistribution, power: 2 | 4): Range | null {
  let low = 0;
  let high = 0;
  for (let bucket = 0; bucket < errors.counts.length; bucket++) {
    const rows = errors.counts[bucket]!;
    if (rows === 0) continue;
    const edges = absoluteEdges(errors, bucket);
    low += rows * edges.low ** power;
    high += rows * edges.high ** power;
  }
  if (!Number.isFinite(high)) return null;
  low /= errors.count;
  high /= errors.count;
  return { value: (low + high) / 2, low, high };
}

function meanSquare(errors: NumericDistribution): Range | null {
  if (errors.sumOfSquares === undefined) return evenMoment(errors, 2);
  const value = errors.sumOfSquares / errors.count;
  return { value, low: value, high: value };
}

function fourthMoment(errors: NumericDistribution): number | null {
  return evenMoment(errors, 4)?.value ?? null;
}

/** √ of a mean square; its standard error by the delta method, √(E e⁴ − (E e²)²) / (2 RMSE √n). */
function rootOf(squares: Range, fourth: number | null, count: number): Estimate {
  const root = {
    value: Math.sqrt(squares.value),
    low: Math.sqrt(squares.low),
    high: Math.sqrt(squares.high),
  };
  const known = fourth !== null && count > 1 && root.value > 0;
  const spread = known ? Math.sqrt(Math.max(0, fourth - squares.value ** 2)) : null;
  return toEstimate(root, spread === null ? null : spread / (2 * root.value * Math.sqrt(count)));
}

function meanAbsolute(errors: NumericDistribution, squares: Range | null): Estimate | null {
  const { count, sum } = errors;
  const below = { low: 0, high: 0 };
  const above = { low: 0, high: 0 };
  for (let bucket = 0; bucket < errors.counts.length; bucket++) {
    const rows = errors.counts[bucket]!;
    if (rows === 0) continue;
    const edges = bucketEdges(errors, bucket);
    below.low += rows * Math.max(0, -edges.high);
    below.high += rows * Math.max(0, -edges.low);
    above.low += rows * Math.max(0, edges.low);
    above.high += rows * Math.max(0, edges.high);
  }
  // The bucket around 0 holds rows of one side only as far as they are not on the other.
  const across = mostAcrossZero(errors);
  let low = below.low + above.low;
  let high = below.high + above.high - across;
  if (sum !== undefined) {
    low = Math.max(low, Math.abs(sum), sum + 2 * below.low, 2 * above.low - sum);
    high = Math.min(high, sum + 2 * below.high, 2 * above.high - sum);
  }
  if (errors.sumOfSquares !== undefined) high = Math.min(high, Math.sqrt(count * errors.sumOfSquares));
  if (!Number.isFinite(high)) return null;
  // Rounding of Σe can put the ends a last digit out of order.
  const range = { low: low / count, high: Math.max(low, high) / count };
  const value = (range.low + range.high) / 2;
  const variance = squares === null ? null : Math.max(0, squares.value - value ** 2);
  return toEstimate({ value, ...range }, variance === null || count < 2 ? null : Math.sqrt(variance / count));
}

/** What the two one-sided sums count twice: a row of a bucket that holds 0 lies on one side only. */
function mostAcrossZero(errors: NumericDistribution): number {
  let twice = 0;
  for (let bucket = 0; bucket < errors.counts.length; bucket++) {
    const { low, high } = bucketEdges(errors, bucket);
    if (errors.counts[bucket] === 0 || !(low < 0 && high > 0)) continue;
    twice += errors.counts[bucket]! * Math.min(-low, high);
  }
  return twice;
}
