import { requireArgument } from "../definition/require-argument.js";

/**
 * Autocorrelations at lags 0 … `lags` of an evenly spaced series: Σ (x_t − x̄)(x_{t+k} − x̄) over the same at lag 0, with the series'
 * one mean. `adjusted` divides each lag's sum by its n − k products instead of n: less biased, but no longer always a
 * valid (positive definite) function. Null for an empty or constant series. As statsmodels' `acf`.
 *
 * Reference: Brockwell and Davis, Time Series: Theory and Methods (1991), §7.2.
 * @throws ModelwatchError `invalid-argument` for lags that are no whole number from 0 to n − 1, or a value that is not finite.
 */
export function autocorrelations(
  values: Float64Array,
  options: { readonly lags: number; readonly adjusted?: boolean },
): Float64Array | null {
  const { lags, adjusted = false } = options;
  if (values.length === 0) return null;
  requireArgument(
    Number.isInteger(lags) && lags >= 0 && lags < values.length,
    `lags is ${lags}`,
    `a whole number from 0 to ${values.length - 1}`,
  );
  const deviations = deviationsOf(values).deviations;
  const atZero = productAtLag(deviations, 0) / values.length;
  if (!(atZero > 0)) return null;
  return Float64Array.from({ length: lags + 1 }, (_, lag) => {
    const products = adjusted ? values.length - lag : values.length;
    return productAtLag(deviations, lag) / products / atZero;
  });
}

/** The mean and x − x̄. A constant series gives exact zeros. @throws ModelwatchError `invalid-argument` for a value that is not finite. */
export function deviationsOf(values: Float64Array): {
  readonly mean: number;
  readonly deviations: Float64Array;
} {
  const first = values[0] ?? 0;
  let rest = 0;
  values.forEach((value, t) => {
    requireArgument(Number.isFinite(value), `values[${t}] is ${value}`, "finite numbers");
    rest += value - first;
  });
  const mean = first + (values.length === 0 ? 0 : rest / values.length);
  return { mean, deviations: values.map((value) => value - mean) };
}

/** Σ_t d_t · d_{t+lag}. */
export function productAtLag(deviations: Float64Array, lag: number): number {
  let sum = 0;
  for (let t = lag; t < deviations.length; t++) sum += deviations[t]! * deviations[t - lag]!;
  return sum;
}
