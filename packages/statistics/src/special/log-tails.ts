import gammaln from "@stdlib/math-base-special-gammaln";

/** Steps of a continued fraction before it is taken as converged; it needs about √a of them. */
const MAX_STEPS = 100_000;
const TINY = 1e-300;

/**
 * ln Q(a, x), the logarithm of the regularised upper incomplete gamma function, for x ≥ a: where Q itself would
 * underflow. Continued fraction, DLMF 8.9.2, by the modified Lentz method.
 */
export function logUpperGamma(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let step = 1; step < MAX_STEPS; step++) {
    const an = -step * (step - a);
    b += 2;
    d = 1 / awayFromZero(an * d + b);
    c = awayFromZero(b + an / c);
    const change = c * d;
    fraction *= change;
    if (Math.abs(change - 1) < 1e-15) break;
  }
  return -x + a * Math.log(x) - gammaln(a) + Math.log(fraction);
}

/** ln P(a, x), the logarithm of the regularised lower incomplete gamma function, for x < a: the series of DLMF 8.11.4. */
export function logLowerGamma(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let step = 1; step < MAX_STEPS && term > 1e-17 * sum; step++) {
    term *= x / (a + step);
    sum += term;
  }
  return -x + a * Math.log(x) - gammaln(a + 1) + Math.log(sum);
}

/**
 * ln I_x(a, b), the logarithm of the regularised incomplete beta function, for x < (a + 1)/(a + b + 2): where I itself
 * would underflow. Continued fraction, DLMF 8.17.22, by the modified Lentz method.
 */
export function logLowerBeta(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < MAX_STEPS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    const change = d * c;
    fraction *= change;
    if (Math.abs(change - 1) < 1e-15) break;
  }
  const logBeta = gammaln(a) + gammaln(b) - gammaln(a + b);
  return a * Math.log(x) + b * Math.log1p(-x) - Math.log(a) - logBeta + Math.log(fraction);
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
