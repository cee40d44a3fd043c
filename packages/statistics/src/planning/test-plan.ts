import { requireArgument } from "../definition/require-argument.js";
import { mixingVarianceFor, normalMixtureHalfWidth } from "../evidence/normal-mixture.js";
import { normalQuantile } from "../special/quantiles.js";

/** How a difference will be tested. */
export interface TestPlan {
  /** False-alarm probability, two-sided, in (0, 1): what a wrong "yes" costs decides it. */
  readonly alpha: number;
  /** Probability of finding the effect, in (0, 1). */
  readonly power: number;
  /** "fixed": one look at the end. "always-valid": an interval that may be read at any time, which takes more. */
  readonly timing: "fixed" | "always-valid";
  /** Units at which an always-valid interval is tuned to be tightest. Default: the planned number itself. */
  readonly optimalAt?: number;
}

/** More units than any traffic brings: the effect is as good as 0. */
export const MOST_UNITS = 1e15;

/**
 * The smallest effect, in standard deviations of one unit, that a test finds with the planned power after `units` units:
 * (z_{1−α/2} + z_power)/√n for a fixed size; the interval's half width + z_power/√n where it is always valid (it may find it earlier).
 * @throws ModelwatchError `invalid-argument` for units < 1 or probabilities outside (0, 1).
 */
export function smallestStandardisedEffect(units: number, plan: TestPlan): number {
  const { alpha, power, timing } = plan;
  requireArgument(units >= 1, `units is ${units}`, "a number ≥ 1");
  requireArgument(
    alpha > 0 && alpha < 1 && power > 0 && power < 1,
    `alpha is ${alpha} and power ${power}`,
    "probabilities in (0, 1)",
  );
  const error = 1 / Math.sqrt(units);
  const missed = normalQuantile(power) * error;
  if (timing === "fixed") return Math.max(0, normalQuantile(1 - alpha / 2) * error + missed);
  const mixingVariance = mixingVarianceFor(alpha, plan.optimalAt ?? units);
  return Math.max(0, normalMixtureHalfWidth({ errorVariance: 1 / units, mixingVariance, alpha }) + missed);
}

/**
 * The fewest units after which the planned test finds this effect (in standard deviations of one unit, > 0) with the planned power. Null
 * where no traffic brings that many.
 */
export function unitsForStandardisedEffect(effect: number, plan: TestPlan): number | null {
  requireArgument(effect > 0, `effect is ${effect}`, "a number > 0");
  if (smallestStandardisedEffect(MOST_UNITS, plan) > effect) return null;
  let low = 0;
  let high = 1;
  while (smallestStandardisedEffect(high, plan) > effect) {
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (smallestStandardisedEffect(middle, plan) > effect) low = middle;
    else high = middle;
  }
  return high;
}
