const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** ln n! − (n + ½) ln n + n − ½ ln 2π for n = 1 … 15, from exact factorials; the series below needs larger n. */
const SMALL_STIRLING_ERRORS = Float64Array.from({ length: 16 }, (_, n) => {
  let factorial = 1;
  for (let k = 2; k <= n; k++) factorial *= k;
  return n === 0 ? 0 : Math.log(factorial) - (n + 0.5) * Math.log(n) + n - HALF_LOG_TWO_PI;
});

/**
 * ln P(X = x) for a binomial X of n trials, by Loader's (2000, Fast and accurate computation of binomial probabilities)
 * saddle-point form: no log-gammas of large numbers are subtracted, so it keeps its digits for any n up to 2^53.
 * 0 ≤ x ≤ n, 0 ≤ p ≤ 1; −∞ where x cannot happen.
 */
export function logBinomialMass(x: number, n: number, p: number): number {
  if (p <= 0) return x === 0 ? 0 : -Infinity;
  if (p >= 1) return x === n ? 0 : -Infinity;
  if (x === 0) return n * Math.log1p(-p);
  if (x === n) return n * Math.log(p);
  const correction = stirlingError(n) - stirlingError(x) - stirlingError(n - x);
  const deviances = deviance(x, n * p) + deviance(n - x, n * (1 - p));
  return correction - deviances - HALF_LOG_TWO_PI + 0.5 * Math.log(n / (x * (n - x)));
}

/** ln P(X = x) when `draws` are taken without replacement from `marked` marked and `unmarked` other values. */
export function logHypergeometricMass(x: number, marked: number, unmarked: number, draws: number): number {
  if (x < Math.max(0, draws - unmarked) || x > Math.min(draws, marked)) return -Infinity;
  const p = draws / (marked + unmarked);
  return (
    logBinomialMass(x, marked, p) +
    logBinomialMass(draws - x, unmarked, p) -
    logBinomialMass(draws, marked + unmarked, p)
  );
}

/** The series of DLMF 5.11.1; its first term left out is below 1e−16 from 16 on. */
function stirlingError(n: number): number {
  if (n < 16) return SMALL_STIRLING_ERRORS[n]!;
  const square = n * n;
  return (
    (1 / 12 -
      (1 / 360 - (1 / 1260 - (1 / 1680 - (1 / 1188 - 691 / 360_360 / square) / square) / square) / square) /
        square) /
    n
  );
}

/** x ln(x/m) + m − x, by a series where the two nearly cancel. */
function deviance(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
  const v = (x - m) / (x + m);
  let sum = (x - m) * v;
  let term = 2 * x * v;
  for (let k = 1; k < 1000; k++) {
    term *= v * v;
    const next = sum + term / (2 * k + 1);
    if (next === sum) return next;
    sum = next;
  }
  return sum;
}
