import { requireArgument } from "../definition/require-argument.js";

/**
 * ln of the likelihood ratio of a normal estimate, mixed over effects N(0, mixingVariance), against no effect:
 * ½ ln(V/(V+τ²)) + d²τ²/(2V(V+τ²)), with d the estimate's distance from no effect and V its squared standard error. Its running
 * value is an e-process; p = 1/ratio, at its running minimum, may be read at any time (mixture SPRT).
 *
 * Reference: Robbins (Ann. Math. Stat. 1970), doi:10.1214/aoms/1177696786; Johari, Koomen, Pekelis, Walsh (Oper. Res. 2022),
 * doi:10.1287/opre.2021.2135.
 * @throws ModelwatchError `invalid-argument` unless both variances are > 0.
 */
export function normalMixtureLogRatio(facts: {
  readonly distance: number;
  readonly errorVariance: number;
  readonly mixingVariance: number;
}): number {
  const { distance, errorVariance, mixingVariance } = facts;
  checkVariances(errorVariance, mixingVariance);
  const both = errorVariance + mixingVariance;
  // d²τ²/(2V(V+τ²)) in an order that neither over- nor underflows for extreme units
  return (
    (((distance / errorVariance) * distance) / 2) * (mixingVariance / both) -
    Math.log1p(mixingVariance / errorVariance) / 2
  );
}

/** The distance at which {@link normalMixtureLogRatio} reaches −ln alpha: half the width of the always-valid interval. */
export function normalMixtureHalfWidth(facts: {
  readonly errorVariance: number;
  readonly mixingVariance: number;
  readonly alpha: number;
}): number {
  const { errorVariance, mixingVariance, alpha } = facts;
  checkVariances(errorVariance, mixingVariance);
  requireArgument(alpha > 0 && alpha < 1, `alpha is ${alpha}`, "a probability in (0, 1)");
  const log = Math.log1p(mixingVariance / errorVariance) / 2 - Math.log(alpha);
  return Math.sqrt(2 * errorVariance * (1 + errorVariance / mixingVariance) * log);
}

/** The mixing variance, in units of one observation's variance, that makes the interval about smallest after `optimalAt` of them. */
export function mixingVarianceFor(alpha: number, optimalAt: number): number {
  const logAlpha = -2 * Math.log(alpha);
  // Waudby-Smith et al. (2024), eq. 9
  return (logAlpha + Math.log(logAlpha) + 1) / optimalAt;
}

function checkVariances(errorVariance: number, mixingVariance: number): void {
  requireArgument(
    errorVariance > 0 && mixingVariance > 0,
    `errorVariance is ${errorVariance} and mixingVariance ${mixingVariance}`,
    "numbers > 0",
  );
}
