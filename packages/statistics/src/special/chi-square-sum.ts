import erfcx from "@stdlib/math-base-special-erfcx";
import gammaln from "@stdlib/math-base-special-gammaln";

const MOST_DEGREES = 200;
/** ln Γ(degrees/2). */
const LOG_GAMMA_HALVES = Float64Array.from({ length: MOST_DEGREES + 1 }, (_, degrees) =>
  degrees === 0 ? 0 : gammaln(degrees / 2),
);

/** Whether logChiSquareSum serves: whole degrees of freedom, few enough, and x not so near 0 that its terms overflow. */
export function isFiniteSum(x: number, degrees: number): boolean {
  return degrees <= MOST_DEGREES && Number.isInteger(degrees) && x > 0.05 * degrees && x < Infinity;
}

/**
 * ln P(X > x) for a chi-square X with whole degrees of freedom: e^{−y} times a sum of degrees/2 positive terms y^j/Γ(j + 1), y = x/2
 * (DLMF 8.4.10 and 8.4.16), added from the smallest. Far cheaper than the incomplete gamma function, as accurate, and in logarithms.
 */
export function logChiSquareSum(x: number, degrees: number): number {
  const y = x / 2;
  if (degrees === 1) return Math.log(erfcx(Math.sqrt(y))) - y;
  const isOdd = degrees % 2 === 1;
  // ratio of the sum up to a term to that term
  let ratio = isOdd ? 1 + (erfcx(Math.sqrt(y)) * Math.sqrt(Math.PI / y)) / 2 : 1;
  const perY = 1 / y;
  for (let j = isOdd ? 1.5 : 1; j < degrees / 2; j++) ratio = 1 + ratio * (j * perY);
  return (degrees / 2 - 1) * Math.log(y) - LOG_GAMMA_HALVES[degrees]! + Math.log(ratio) - y;
}
