import { requireArgument } from "../definition/require-argument.js";
import { checkAlpha } from "../multiplicity/adjust.js";
import { logGamma } from "../special/log-gamma.js";
import { clopperPearsonInterval, type Interval } from "../special/proportion-interval.js";

/** Both ends are found to a relative 2^−60 of the way between the share and its bound. */
const STEPS = 60;

/** An exact interval for one look, and one that may be read at every look. */
export interface ShareIntervals {
  readonly fixed: Interval;
  readonly sequential: Interval;
}

/**
 * A share of rows with Clopper and Pearson's interval and with an always-valid one. `overdispersion` ≥ 1 divides count and rows.
 * Null below one effective row.
 * @throws ModelwatchError `invalid-argument` unless 0 ≤ count ≤ rows, overdispersion ≥ 1, alpha in (0, 1).
 */
export function shareIntervals(
  count: number,
  rows: number,
  options: { readonly alpha: number; readonly overdispersion?: number },
): ShareIntervals | null {
  const { alpha, overdispersion = 1 } = options;
  requireArgument(overdispersion >= 1, `overdispersion is ${overdispersion}`, "a number ≥ 1");
  requireArgument(count >= 0 && count <= rows, `count is ${count} of ${rows} rows`, "0 ≤ count ≤ rows");
  if (rows / overdispersion < 1) return null;
  return {
    fixed: clopperPearsonInterval(count / overdispersion, rows / overdispersion, alpha),
    sequential: alwaysValidShare(count / overdispersion, rows / overdispersion, alpha),
  };
}

/**
 * The shares p that the counts so far do not refute: those whose likelihood is more than alpha times that of the beta-binomial
 * mixture with shapes ½, ½. By Ville's inequality the truth stays inside at all times with probability ≥ 1 − alpha, whatever it is
 * (Robbins 1970, doi:10.1214/aoms/1177696786). Rows must be independent (or divided by their overdispersion).
 * @throws ModelwatchError `invalid-argument` unless 0 ≤ count ≤ trials, alpha in (0, 1).
 */
export function alwaysValidShare(count: number, trials: number, alpha: number): Interval {
  checkAlpha(alpha);
  requireArgument(count >= 0 && count <= trials, `count is ${count} of ${trials}`, "0 ≤ count ≤ trials");
  const rest = trials - count;
  const share = trials === 0 ? 0.5 : count / trials;
  const room = -Math.log(alpha) - logMixtureAtBest(count, rest);
  const isRefuted = (p: number): boolean => {
    // ln likelihood lost by p beside the observed share, from their difference: both are large where counts are
    const ones = count === 0 ? 0 : count * Math.log1p((share - p) / p);
    const others = rest === 0 ? 0 : rest * Math.log1p((p - share) / (1 - p));
    return ones + others >= room;
  };
  return {
    low: count === 0 ? 0 : boundary(isRefuted, share, 0),
    high: rest === 0 ? 1 : boundary(isRefuted, share, 1),
  };
}

/** From here on Stirling's series leaves less than 1e−7, and differences of ln Γ would lose more. */
const LARGE = 1e6;

/** ln of the mixture's likelihood beside that of the observed share itself: of each ln Γ only what x·ln x − x leaves of it. */
function logMixtureAtBest(count: number, rest: number): number {
  const ofHalf = (x: number): number => {
    if (x >= LARGE) return 0.5 * Math.log(2 * Math.PI);
    return logGamma(x + 0.5) - (x > 0 ? x * Math.log(x) - x : 0);
  };
  const n = count + rest;
  const ofAll =
    n >= LARGE ? 0.5 * Math.log(2 * Math.PI * n) : logGamma(n + 1) - (n > 0 ? n * Math.log(n) - n : 0);
  return ofHalf(count) + ofHalf(rest) - ofAll - Math.log(Math.PI);
}

/** Between a share that is kept and an end that is refuted. */
function boundary(isRefuted: (p: number) => boolean, kept: number, end: number): number {
  let inside = kept;
  let outside = end;
  for (let step = 0; step < STEPS; step++) {
    const middle = (inside + outside) / 2;
    if (middle > 0 && middle < 1 && !isRefuted(middle)) inside = middle;
    else outside = middle;
  }
  return outside;
}
