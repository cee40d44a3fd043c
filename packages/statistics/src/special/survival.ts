import betainc from "@stdlib/math-base-special-betainc";
import erfcx from "@stdlib/math-base-special-erfcx";
import gammainc from "@stdlib/math-base-special-gammainc";
import { isFiniteSum, logChiSquareSum } from "./chi-square-sum.js";
import { logLowerBeta, logLowerGamma, logUpperGamma } from "./log-tails.js";
import { isNearlyNormal, normalFromStudentT } from "./student-t-limit.js";
import { fromLog, toTail, type Tail } from "./tail.js";

const SURE: Tail = { probability: 1, logProbability: 0 };
/** From here on the library's uniform expansion is off by up to 2 % (measured at x = 4010, 4000 df against mpmath). */
const LARGE_SHAPE = 100;
const NEVER: Tail = { probability: 0, logProbability: -Infinity };

/** P(Z > z) for a standard normal Z, with full relative accuracy in the tail (scaled complementary error function). */
export function normalSurvival(z: number): Tail {
  return fromLog(logNormalSurvival(z));
}

/** ln P(Z > z). */
export function logNormalSurvival(z: number): number {
  if (z < 0) return Math.log1p(-Math.exp(logNormalSurvival(-z)));
  return Math.log(erfcx(z / Math.SQRT2) / 2) - (z * z) / 2;
}

/** P(X > x) for a chi-square X with `degrees` > 0 degrees of freedom. */
export function chiSquareSurvival(x: number, degrees: number): Tail {
  return isFiniteSum(x, degrees) ? fromLog(logChiSquareSum(x, degrees)) : gammaSurvival(x / 2, degrees / 2);
}

/** ln P(X > x) for a chi-square X with `degrees` > 0 degrees of freedom. */
export function logChiSquareSurvival(x: number, degrees: number): number {
  return isFiniteSum(x, degrees)
    ? logChiSquareSum(x, degrees)
    : gammaSurvival(x / 2, degrees / 2).logProbability;
}

/** P(X > x) for a gamma variable X of this shape > 0 and scale 1. */
export function gammaSurvival(x: number, shape: number): Tail {
  if (x <= 0) return SURE;
  if (x === Infinity) return NEVER;
  if (shape >= LARGE_SHAPE) {
    if (x >= shape) return fromLog(logUpperGamma(shape, x));
    return fromLog(Math.log(-Math.expm1(logLowerGamma(shape, x))));
  }
  return toTail(gammainc(x, shape, true, true), () => logUpperGamma(shape, x));
}

/** P(T > t) for Student's t with `degrees` > 0 degrees of freedom (not necessarily whole). */
export function studentTSurvival(t: number, degrees: number): Tail {
  if (isNearlyNormal(t, degrees)) return normalSurvival(normalFromStudentT(t, degrees));
  if (t < 0) {
    const above = studentTSurvival(-t, degrees);
    return { probability: 1 - above.probability, logProbability: Math.log1p(-above.probability) };
  }
  if (t === Infinity) return NEVER;
  const square = t * t;
  // near t = 0 the lower tail of the beta is the accurate one; both meet at t² = degrees
  const half =
    square < degrees
      ? betainc(square / (degrees + square), 0.5, degrees / 2, true, true) / 2
      : betainc(degrees / (degrees + square), degrees / 2, 0.5) / 2;
  return toTail(half, () => Math.log(0.5) + logLowerBeta(degrees / (degrees + square), degrees / 2, 0.5));
}

/** ln P(T > t) for Student's t with `degrees` > 0 degrees of freedom. */
export function logStudentTSurvival(t: number, degrees: number): number {
  if (isNearlyNormal(t, degrees)) return logNormalSurvival(normalFromStudentT(t, degrees));
  return studentTSurvival(t, degrees).logProbability;
}

/** P(F > f) for an F with `numerator` and `denominator` degrees of freedom. */
export function fSurvival(f: number, numerator: number, denominator: number): Tail {
  if (f <= 0) return SURE;
  if (f === Infinity) return NEVER;
  const x = denominator / (denominator + numerator * f);
  return toTail(betainc(x, denominator / 2, numerator / 2), () =>
    logLowerBeta(x, denominator / 2, numerator / 2),
  );
}

/**
 * P(X ≥ successes) for a binomial X of `trials` with success probability `share`: the exact upper tail, its first value
 * included.
 */
export function binomialSurvivalInclusive(successes: number, trials: number, share: number): Tail {
  if (successes <= 0 || share >= 1) return SURE;
  if (successes > trials || share <= 0) return NEVER;
  const probability = betainc(share, successes, trials - successes + 1);
  return toTail(probability, () => logLowerBeta(share, successes, trials - successes + 1));
}

/** P(√n·D > x) in Kolmogorov's limit, for the two-sample statistic with √(n·m/(n+m)) in front. */
export function kolmogorovSurvival(x: number): Tail {
  return fromLog(logKolmogorovSurvival(x));
}

/** ln P(√n·D > x) in Kolmogorov's limit. */
export function logKolmogorovSurvival(x: number): number {
  if (x <= 0) return 0;
  if (x < 1) {
    // the theta-function form converges where the alternating one does not (Marsaglia, Tsang & Wang 2003, eq. 2)
    const scale = Math.PI ** 2 / (8 * x * x);
    const below = Math.exp(-scale) + Math.exp(-9 * scale) + Math.exp(-25 * scale) + Math.exp(-49 * scale);
    return Math.log(1 - (Math.sqrt(2 * Math.PI) / x) * below);
  }
  const ratio = Math.exp(-2 * x * x);
  // Σ (−1)^{k+1} ratio^{k²−1}: the first term left out is below 1e−20
  const cube = ratio * ratio * ratio;
  const eighth = cube * cube * ratio * ratio;
  const fifteenth = eighth * cube * cube * ratio;
  const factor = 1 - cube + eighth - fifteenth + eighth * eighth * eighth;
  return Math.LN2 - 2 * x * x + Math.log(factor);
}
