import { wilsonInterval, type Interval } from "../special/proportion-interval.js";
import { normalQuantile } from "../special/quantiles.js";
import type { Share } from "./confusion.js";
import type { Estimate } from "./scored-outcomes.js";

export interface SamplingOptions {
  /** Miss probability of the interval, in (0, 1). */
  readonly alpha: number;
  /** How many times larger the variance is than independent rows would have it, ≥ 1. */
  readonly designEffect: number;
}

/** value ± z·SE·√(design effect); null where the standard error is not known. */
export function samplingIntervalOf(
  estimate: Pick<Estimate, "value" | "standardError">,
  { alpha, designEffect }: SamplingOptions,
): Interval | null {
  if (estimate.standardError === null) return null;
  const half = -normalQuantile(alpha / 2) * estimate.standardError * Math.sqrt(designEffect);
  return { low: estimate.value - half, high: estimate.value + half };
}

/** Wilson's interval at the effective sample size; null where that is below one row. */
export function shareIntervalOf(share: Share, { alpha, designEffect }: SamplingOptions): Interval | null {
  const trials = share.trials / designEffect;
  return trials < 1 ? null : wilsonInterval(share.successes / designEffect, trials, alpha);
}
