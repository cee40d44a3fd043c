import { requireArgument } from "../definition/require-argument.js";

/** What is known of a mean whose units' variance is estimated. */
interface TMixtureFacts {
  /** Independent units, or as many as dependent ones are worth; > 1. */
  readonly units: number;
  /** Their variance, Σ(x − x̄)²/(n − 1). */
  readonly variance: number;
  /** Variance of the effects that the test is tuned to, in units of `variance`. */
  readonly mixingVariance: number;
}

/**
 * ln of the likelihood ratio of a mean against "no effect" where the variance is unknown: mixed over standardised effects
 * N(0, ρ²) and over the scale, −½ ln(1 + nρ²) + (n/2) ln((s² + d²)/(s² + d²/(1 + nρ²))) with s² = Σ(x − x̄)²/n. Exact for normal units from the
 * second on, where a plugged-in variance alarms several times too often; tends to the normal mixture as n grows.
 *
 * Reference: Wang and Ramdas (2024), arXiv:2310.03722: a test martingale of the scale-free data, after Lai (Ann. Stat. 1976).
 * @throws ModelwatchError `invalid-argument` unless units > 1 and both variances are > 0.
 */
export function tMixtureLogRatio(facts: TMixtureFacts & { readonly distance: number }): number {
  const { units, variance, mixingVariance, distance } = checked(facts);
  const growth = 1 + units * mixingVariance;
  const square = (distance / (variance * ((units - 1) / units))) * distance;
  // (1 + q)/(1 + q/g) as 1 + (1 − 1/g)/(1/q + 1/g), which holds for q of 0 and beyond the largest double
  const gain = Math.log1p((1 - 1 / growth) / (1 / square + 1 / growth));
  return (units / 2) * gain - Math.log(growth) / 2;
}

/**
 * The distance at which {@link tMixtureLogRatio} reaches −ln alpha; null where no distance does: so few units bound nothing.
 * @throws ModelwatchError `invalid-argument` as there, and for alpha outside (0, 1).
 */
export function tMixtureHalfWidth(facts: TMixtureFacts & { readonly alpha: number }): number | null {
  const { units, variance, mixingVariance, alpha } = checked(facts);
  requireArgument(alpha > 0 && alpha < 1, `alpha is ${alpha}`, "a probability in (0, 1)");
  const growth = 1 + units * mixingVariance;
  const log = (Math.log(growth) - 2 * Math.log(alpha)) / units;
  const bounded = 1 - Math.exp(log) / growth;
  if (bounded <= 0) return null;
  return Math.sqrt(variance * ((units - 1) / units) * (Math.expm1(log) / bounded));
}

function checked<F extends TMixtureFacts>(facts: F): F {
  const { units, variance, mixingVariance } = facts;
  requireArgument(
    units > 1 && variance > 0 && mixingVariance > 0,
    `units is ${units}, variance ${variance} and mixingVariance ${mixingVariance}`,
    "units > 1 and variances > 0",
  );
  return facts;
}
