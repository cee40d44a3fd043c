import { requireArgument } from "../definition/require-argument.js";
import { chiSquareSurvival } from "../special/survival.js";
import { logGamma } from "../special/log-gamma.js";

/** Terms this much smaller than the sum no longer change a double. */
const NEGLIGIBLE = 1e-18;

/**
 * P(X > x) for a noncentral chi-square X: the power of a chi-square test whose statistic is shifted by `noncentrality`. Poisson mixture of
 * central tails, from the heaviest term outwards; the cost grows with √noncentrality, the relative error
 * stays below 1e−8.
 *
 * Reference: Johnson, Kotz, Balakrishnan, Continuous Univariate Distributions 2 (1995), §29.3.
 * @throws ModelwatchError `invalid-argument` unless x ≥ 0, degrees > 0 and 0 ≤ noncentrality ≤ 1e6.
 */
export function noncentralChiSquareSurvival(x: number, degrees: number, noncentrality: number): number {
  requireArgument(
    x >= 0 && degrees > 0 && noncentrality >= 0 && noncentrality <= 1e6,
    `x is ${x}, degrees ${degrees} and noncentrality ${noncentrality}`,
    "x ≥ 0, degrees > 0 and 0 ≤ noncentrality ≤ 1e6",
  );
  const mean = noncentrality / 2;
  if (mean === 0) return chiSquareSurvival(x, degrees).probability;
  const heaviest = Math.floor(mean);
  let sum = 0;
  const add = (j: number): boolean => {
    const weight = Math.exp(j * Math.log(mean) - mean - logGamma(j + 1));
    sum += weight * chiSquareSurvival(x, degrees + 2 * j).probability;
    // no tail exceeds 1, so what is left is about as large as the weight, even where the first tails are tiny
    return weight > NEGLIGIBLE * sum;
  };
  for (let j = heaviest; add(j); j++);
  for (let j = heaviest - 1; j >= 0 && add(j); j--);
  return Math.min(1, sum);
}
