import { requireArgument } from "../../definition/require-argument.js";
import { checkAlpha } from "../../multiplicity/adjust.js";
import { normalSurvival } from "../../special/survival.js";

/** How the mixture over effects is tuned. */
export interface NormalMixtureOptions {
  /** Intrinsic time (Σ of variances) at which the boundary for `optimalAlpha` is lowest, > 0. */
  readonly optimalAt: number;
  /** Default 0.05; below ½ where one-sided. */
  readonly optimalAlpha?: number;
  /** One-sided: only sums above 0 are evidence. */
  readonly sides: 1 | 2;
}

/**
 * ln of the normal mixture supermartingale of a sum `s` at intrinsic time `v` ≥ 0: evidence that the sum's drift is not 0 (above 0
 * if one-sided). For increments that are sub-Gaussian with variances summing to v its expectation is at most 1 at any
 * stopping time, so exp(−its maximum so far) is a p-value at all times.
 *
 * Reference: Howard, Ramdas, McAuliffe, Sekhon (Ann. Stat. 2021), propositions 5 and 6, doi:10.1214/20-AOS1991; Robbins (1970).
 * @throws ModelwatchError `invalid-argument` for a number outside its range.
 */
export function normalMixtureLogEvidence(s: number, v: number, options: NormalMixtureOptions): number {
  requireArgument(Number.isFinite(s), `s is ${s}`, "a finite number");
  checkIntrinsicTime(v);
  return logMixture(s, v, precisionOf(options), options.sides);
}

/**
 * The boundary that the sum crosses with probability at most alpha over all times: |S| if two-sided, S if one-sided. The value
 * at which {@link normalMixtureLogEvidence} reaches −ln alpha.
 * @throws ModelwatchError `invalid-argument` for a number outside its range.
 */
export function normalMixtureBound(v: number, alpha: number, options: NormalMixtureOptions): number {
  checkIntrinsicTime(v);
  checkAlpha(alpha);
  const rho = precisionOf(options);
  if (options.sides === 2) return Math.sqrt((v + rho) * (Math.log1p(v / rho) - 2 * Math.log(alpha)));
  let low = 0;
  let high = Math.sqrt(v + rho);
  while (logMixture(high, v, rho, 1) < -Math.log(alpha)) high *= 2;
  for (let middle = high / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (logMixture(middle, v, rho, 1) < -Math.log(alpha)) low = middle;
    else high = middle;
  }
  return high;
}

function logMixture(s: number, v: number, rho: number, sides: 1 | 2): number {
  const both = v + rho;
  const twoSided = (Math.log(rho / both) + (s / both) * s) / 2;
  // one-sided: the mixture's positive half, twice as heavy
  return sides === 2 ? twoSided : twoSided + Math.LN2 + normalSurvival(-s / Math.sqrt(both)).logProbability;
}

/** The precision that nearly minimises the boundary at `optimalAt` (their equation 3.7, by the Lambert function's expansion). */
function precisionOf({ optimalAt, optimalAlpha = 0.05, sides }: NormalMixtureOptions): number {
  requireArgument(optimalAt > 0 && optimalAt < Infinity, `optimalAt is ${optimalAt}`, "a number > 0");
  const greatest = sides === 1 ? 0.5 : 1;
  requireArgument(
    optimalAlpha > 0 && optimalAlpha < greatest,
    `optimalAlpha is ${optimalAlpha}`,
    `a probability in (0, ${greatest})`,
  );
  const log = -2 * Math.log(sides === 1 ? 2 * optimalAlpha : optimalAlpha);
  return optimalAt / (log + Math.log1p(log));
}

function checkIntrinsicTime(v: number): void {
  requireArgument(v >= 0 && v < Infinity, `v is ${v}`, "a finite number ≥ 0");
}
