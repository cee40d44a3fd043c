/** Beyond this the windows hold too little independent news: the long-run variance is then at most 39 times the variance. */
const MOST_AUTOCORRELATION = 0.95;

/**
 * After each value, n times the variance that the mean of n values has if each resembles the one before (first-order autoregression,
 * ρ ≥ 0): γ₀(1 + ρ)/(1 − ρ). Both numbers come from differences, so that a step of the level does not pass for variation:
 * E(x_t − x_{t−1})² = 2γ₀(1 − ρ) and E(x_t − x_{t−2})² = 2γ₀(1 − ρ²). One standard error of ρ, 1/√n, is added to it: a memory that
 * is not known yet must not be taken for none. 0 for fewer than three values and for constant ones.
 *
 * Reference: von Neumann (Ann. Math. Stat. 1941), doi:10.1214/aoms/1177731677, for variances from differences.
 */
export function longRunVariances(values: Float64Array): Float64Array {
  const variances = new Float64Array(values.length);
  let lag1 = 0;
  let lag2 = 0;
  for (let i = 1; i < values.length; i++) {
    lag1 += (values[i]! - values[i - 1]!) ** 2;
    if (i < 2) continue;
    lag2 += (values[i]! - values[i - 2]!) ** 2;
    if (lag1 === 0) continue;
    const estimated = lag2 / (i - 1) / (lag1 / i) - 1;
    const rho = bounded(estimated + 1 / Math.sqrt(i));
    const variance = lag1 / i / (2 * (1 - bounded(estimated)));
    variances[i] = (variance * (1 + rho)) / (1 - rho);
  }
  return variances;
}

function bounded(rho: number): number {
  return Math.min(MOST_AUTOCORRELATION, Math.max(0, rho));
}
