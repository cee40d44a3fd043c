import betainc from "@stdlib/math-base-special-betainc";
import erfcx from "@stdlib/math-base-special-erfcx";
import gammainc from "@stdlib/math-base-special-gammainc";
import { logLowerBeta, logLowerGamma, logUpperGamma } from "./log-tails.js";
import { fromLog, toTail, type Tail } from "./tail.js";

const SURE: Tail = { probability: 1, logProbability: 0 };
/** From here on the library's uniform expansion is off by up to 2 % (measured at x = 4010, 4000 df against mpmath). */
const LARGE_SHAPE = 100;
const NEVER: Tail = { probability: 0, logProbability: -Infinity };

/** P(Z > z) for a standard normal Z, with full relative accuracy in the tail (scaled complementary error function). */
export function normalSurvival(z: number): Tail {
  if (z < 0) {
    const above = normalSurvival(-z);
    return { probability: 1 - above.probability, logProbability: Math.log1p(-above.probability) };
  }
  return fromLog(Math.log(erfcx(z / Math.SQRT2) / 2) - (z * z) / 2);
}

/** P(X > x) for a chi-square X with `degrees` > 0 degrees of freedom. */
export function chiSquareSurvival(x: number, degrees: number): Tail {
  return gammaSurvival(x / 2, degrees / 2);
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
  if (x <= 0) return SURE;
  if (x < 1) {
    // the theta-function form converges where the alternating one does not (Marsaglia, Tsang & Wang 2003, eq. 2)
    let below = 0;
    for (let k = 1; k <= 20; k++) below += Math.exp(-((2 * k - 1) ** 2 * Math.PI ** 2) / (8 * x * x));
    const probability = 1 - (Math.sqrt(2 * Math.PI) / x) * below;
    return { probability, logProbability: Math.log(probability) };
  }
  let factor = 0;
  for (let k = 20; k >= 1; k--) factor += (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * (k * k - 1) * x * x);
  return fromLog(Math.LN2 - 2 * x * x + Math.log(factor));
}
