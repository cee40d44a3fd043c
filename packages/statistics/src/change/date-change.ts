import { checkAlpha } from "../multiplicity/adjust.js";
import { logGamma } from "../special/log-gamma.js";
import { chiSquareSurvival } from "../special/survival.js";
import type { ChangeScan } from "./change-scan.js";

export interface ChangeDate {
  /** The first window after the change, at the most likely cut. */
  readonly cut: number;
  /** The earliest and the latest cut that are not rejected. */
  readonly low: number;
  readonly high: number;
  /** Cuts that are not rejected; there may be gaps between them. */
  readonly plausible: number;
  /** ln of the likelihood ratio at the cut, ÷ dispersion. */
  readonly logRatio: number;
  /** ln of the p-value for "there was no change in these windows at all": for one look, not for many. */
  readonly logPValue: number;
}

/**
 * When did it change? The cut with the greatest likelihood ratio, and the cuts that are not rejected at `alpha`. Assumes one change;
 * with several, the set covers the largest ones at best.
 *
 * Moving the cut away from the truth, ln ratio falls like a random walk whose drift is half its variance, so on either side it exceeds
 * its value at the truth by x with probability ≤ e^−x (Hinkley 1970, doi:10.1093/biomet/57.1.1; Siegmund 1988, doi:10.2307/1403360):
 * kept are cuts within −ln(1 − √(1−alpha)) of the best. The direction of the change is estimated, which makes the walk noisier by
 * (λ + d)/λ with λ the change's size beyond chance: the distance is widened by it, and all cuts are kept where no change stands
 * out. Coverage ≥ 1 − alpha simulated for 2 to 32 cells (test/calibration/change-date.test.ts).
 * @throws ModelwatchError `invalid-argument` unless 0 < alpha < 1.
 */
export function dateChange(scan: ChangeScan, alpha: number): ChangeDate {
  checkAlpha(alpha);
  const { cut, dispersion, degrees } = scan;
  const logRatio = scan.logRatio[cut]! / dispersion;
  const cuts = scan.logRatio.reduce((count, ratio) => count + Number(ratio > -Infinity), 0);
  const least = logRatio - keptWithin(logRatio, degrees, cuts, alpha);
  let low = cut;
  let high = cut;
  let plausible = 0;
  scan.logRatio.forEach((ratio, candidate) => {
    if (ratio === -Infinity || ratio / dispersion < least) return;
    low = Math.min(low, candidate);
    high = Math.max(high, candidate);
    plausible++;
  });
  return { cut, low, high, plausible, logRatio, logPValue: logPValueOf(logRatio, degrees, cuts, scan) };
}

function keptWithin(logRatio: number, degrees: number, cuts: number, alpha: number): number {
  const known = -Math.log(1 - Math.sqrt(1 - alpha));
  // what the best of `cuts` would reach by chance, with half a standard deviation of it
  const chance = degrees + 2 * Math.log(cuts) + 0.5 * Math.sqrt(2 * degrees);
  const beyond = 2 * logRatio - chance;
  return beyond <= 0 ? Infinity : (known * 2 * logRatio) / beyond;
}

/**
 * P(the greatest of the cuts' chi-squares ≥ x) without a change: the smaller of Bonferroni's bound and the tail of the tied-down
 * process that the cuts are points of (James, James & Siegmund 1987, doi:10.1093/biomet/74.1.71; Csörgő & Horváth 1997, 1.3.26).
 */
function logPValueOf(logRatio: number, degrees: number, cuts: number, scan: ChangeScan): number {
  const x = 2 * logRatio;
  const bonferroni = Math.log(cuts) + chiSquareSurvival(x, degrees).logProbability;
  if (x <= degrees) return Math.min(0, bonferroni);
  const windows = scan.logRatio.length - 1;
  const first = scan.logRatio.findIndex((ratio) => ratio > -Infinity) / windows;
  const last = scan.logRatio.findLastIndex((ratio) => ratio > -Infinity) / windows;
  const time = Math.log((last * (1 - first)) / (first * (1 - last)));
  const half = degrees / 2;
  const density = half * Math.log(x / 2) - x / 2 - logGamma(half);
  return Math.min(0, bonferroni, density + Math.log(time * (1 - degrees / x) + 4 / x));
}
