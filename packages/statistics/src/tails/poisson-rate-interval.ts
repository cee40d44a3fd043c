import { checkAlpha } from "../multiplicity/adjust.js";
import { requireArgument } from "../definition/require-argument.js";
import { chiSquareUpperQuantile } from "../special/chi-square-quantile.js";
import type { Interval } from "../special/proportion-interval.js";

/**
 * Exact interval for the rate of rare events that come one by one (false alarms): covers the rate with probability at least
 * 1 − alpha, whatever it is. `exposure` > 0 is the time watched; the rate is per its unit. No event gives 0 to −ln(alpha/2)/exposure.
 *
 * Reference: Garwood (Biometrika 1936), doi:10.1093/biomet/28.3-4.437.
 * @throws ModelwatchError `invalid-argument`: a count that is not whole and ≥ 0, exposure ≤ 0, alpha outside (0, 1).
 */
export function poissonRateInterval(count: number, exposure: number, alpha: number): Interval {
  requireArgument(Number.isSafeInteger(count) && count >= 0, `count is ${count}`, "a whole number ≥ 0");
  requireArgument(exposure > 0 && exposure < Infinity, `exposure is ${exposure}`, "a number > 0");
  checkAlpha(alpha);
  return {
    low: count === 0 ? 0 : chiSquareUpperQuantile(1 - alpha / 2, 2 * count) / (2 * exposure),
    high: chiSquareUpperQuantile(alpha / 2, 2 * count + 2) / (2 * exposure),
  };
}
