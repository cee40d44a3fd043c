import { requireArgument } from "../definition/require-argument.js";
import { deviationsOf, productAtLag } from "./autocorrelation.js";

export interface NeweyWest {
  readonly mean: number;
  /** Standard error of the mean. */
  readonly standardError: number;
  /** The same times √(n/(n−1)), the one to use for intervals. */
  readonly smallSampleError: number;
  /** Lags that the long-run variance reached over. */
  readonly lags: number;
  /** Independent values that these dependent ones are worth for their mean, from 1 to n. */
  readonly effectiveSize: number;
}

/**
 * How sure is the mean of an evenly spaced series whose neighbours resemble each other? Long-run variance with Bartlett weights
 * 1 − k/(lags+1); without `lags` Andrews' automatic bandwidth. Null with fewer than two values.
 *
 * Reference: Newey and West (Econometrica 1987), doi:10.2307/1913610; Andrews (Econometrica 1991), doi:10.2307/2938229.
 * @throws ModelwatchError `invalid-argument` for lags that are no whole number from 0 to n − 1, or a value that is not finite.
 */
export function neweyWestMean(
  values: Float64Array,
  options: { readonly lags?: number } = {},
): NeweyWest | null {
  const size = values.length;
  if (size < 2) return null;
  const { mean, deviations } = deviationsOf(values);
  const lags = options.lags ?? andrewsBandwidth(deviations);
  const longRun = longRunVariance(deviations, lags);
  const variance = productAtLag(deviations, 0) / size;
  const standardError = Math.sqrt(longRun / size);
  return {
    mean,
    standardError,
    smallSampleError: standardError * Math.sqrt(size / (size - 1)),
    lags,
    effectiveSize: longRun > 0 ? Math.min(size, Math.max(1, (size * variance) / longRun)) : size,
  };
}

/**
 * Σ over lags of Bartlett weight × autocovariance (÷ n) of deviations from their mean: never negative.
 * @throws ModelwatchError `invalid-argument` for lags that are no whole number from 0 to n − 1.
 */
export function longRunVariance(deviations: Float64Array, lags: number): number {
  const size = deviations.length;
  requireArgument(
    Number.isInteger(lags) && lags >= 0 && lags < size,
    `lags is ${lags}`,
    `a whole number from 0 to ${size - 1}`,
  );
  let sum = productAtLag(deviations, 0);
  for (let lag = 1; lag <= lags; lag++) sum += 2 * (1 - lag / (lags + 1)) * productAtLag(deviations, lag);
  // rounding may leave −1e−20 where the weighted sum is exactly 0
  return Math.max(0, sum / size);
}

/** A root this close to 1 says that the memory is longer than the series; the bandwidth formula would exceed it. */
const LARGEST_ROOT = 0.97;

/**
 * Andrews' bandwidth for Bartlett weights from a first-order autoregression: 1.1447·(αn)^⅓ with α = 4ρ²/(1−ρ²)², at most a quarter of
 * the series. It is also the block length at which a moving-block bootstrap of a mean errs least (Künsch 1989).
 */
export function andrewsBandwidth(deviations: Float64Array): number {
  const size = deviations.length;
  let before = 0;
  for (let t = 0; t + 1 < size; t++) before += deviations[t]! ** 2;
  if (before === 0) return 0;
  const slope = productAtLag(deviations, 1) / before;
  const root = Math.min(LARGEST_ROOT, Math.max(-LARGEST_ROOT, slope));
  const alpha = (4 * root ** 2) / (1 - root ** 2) ** 2;
  return Math.min(Math.floor(size / 4), Math.floor(1.1447 * Math.cbrt(alpha * size)));
}
