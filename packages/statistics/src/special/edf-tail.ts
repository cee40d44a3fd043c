import { andersonDarlingSurvival, cramerVonMisesSurvival } from "./brownian-bridge-tails.js";
import { gammaSurvival } from "./survival.js";

/** The law of a quadratic statistic for very many values that do not tie. */
export interface EdfLimit {
  readonly mean: number;
  readonly variance: number;
  readonly skewness: number;
  /** ln P(statistic > x). */
  readonly logSurvival: (x: number) => number;
}

/** Eigenvalues 1/(jπ)²: Σλ = 1/6, Σλ² = 1/90, Σλ³ = 1/945. */
export const CRAMER_VON_MISES_LIMIT: EdfLimit = {
  mean: 1 / 6,
  variance: 1 / 45,
  skewness: (8 / 945) * 45 ** 1.5,
  logSurvival: (x) => cramerVonMisesSurvival(x).logProbability,
};

/** Eigenvalues 1/(j(j + 1)): Σλ = 1, Σλ² = (π² − 9)/3, Σλ³ = 10 − π². */
export const ANDERSON_DARLING_LIMIT: EdfLimit = {
  mean: 1,
  variance: (2 * (Math.PI ** 2 - 9)) / 3,
  skewness: (8 * (10 - Math.PI ** 2)) / ((2 * (Math.PI ** 2 - 9)) / 3) ** 1.5,
  logSurvival: (x) => andersonDarlingSurvival(x).logProbability,
};

/** A skewness this much above the limit's says that a few cells decide, and the limit's shape is wrong. */
const TOO_SKEW = 1.05;

/**
 * ln P(statistic ≥ value) without change, given the moments that ties leave: the limit's law moved and stretched to this mean and
 * variance; where few cells decide, the gamma law with these three moments (Pearson 1959, doi:10.1093/biomet/46.3-4.364), exact for two
 * cells.
 */
export function logEdfTail(
  value: number,
  { mean, variance, skewness }: Omit<EdfLimit, "logSurvival">,
  limit: EdfLimit,
): number {
  if (value <= 0) return 0;
  const standardised = (value - mean) / Math.sqrt(variance);
  if (skewness <= TOO_SKEW * limit.skewness) {
    return limit.logSurvival(limit.mean + standardised * Math.sqrt(limit.variance));
  }
  const shape = 4 / (skewness * skewness);
  return gammaSurvival(shape + standardised * Math.sqrt(shape), shape).logProbability;
}
