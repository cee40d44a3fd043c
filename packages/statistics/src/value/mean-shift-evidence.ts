import { ModelwatchError } from "@modelwatch/conventions/error";
import { logSumExp } from "../special/log-sum-exp.js";

/** Bets on shifts of one to eight standard errors: a window that moved far is evident at once, a small move in time. */
const BETS = [1, 2, 4, 8] as const;

export interface MeanShiftOptions {
  /** Rows, mean and variance of the reference. */
  readonly reference: { readonly count: number; readonly mean: number; readonly variance: number };
  readonly current: { readonly count: number; readonly mean: number };
  /** How many times more means vary than independent rows would have it, ≥ 1. */
  readonly overdispersion: number;
  /** Shift that does not matter, as a Hellinger distance in [0, 1): that of two normals of equal spread this far apart. */
  readonly hellingerTolerance: number;
}

/**
 * ln of an e-value against "the mean moved by no more than the tolerance": the mixture over bets λ, in both directions, of
 * exp(λz − λ²/2) with z the shift beyond the tolerance in standard errors of the difference. Unlike evidence from cells it knows how
 * far values moved, so a few effective rows suffice. Rests on the means being about normal. Null where the reference does not vary
 * or a side is empty.
 *
 * Two normals of equal spread σ with Hellinger distance h are σ√(−8 ln(1 − h²)) apart. Reference: Robbins (Ann. Math. Stat. 1970) for
 * normal mixtures; Vovk and Wang (Ann. Stat. 2021), doi:10.1214/20-AOS2020, for e-values and their averages.
 * @throws ModelwatchError `invalid-argument` for an overdispersion below 1 or a tolerance outside [0, 1).
 */
export function meanShiftEvidence(options: MeanShiftOptions): number | null {
  const { reference, current, overdispersion, hellingerTolerance } = options;
  if (!(overdispersion >= 1) || !(hellingerTolerance >= 0 && hellingerTolerance < 1)) {
    throw new ModelwatchError("invalid-argument", {
      problem: `overdispersion is ${overdispersion} and hellingerTolerance ${hellingerTolerance}`,
      allowed: "overdispersion ≥ 1 and 0 ≤ hellingerTolerance < 1",
    });
  }
  if (reference.count === 0 || current.count === 0 || !(reference.variance > 0)) return null;
  const spread = Math.sqrt(reference.variance);
  const tolerance = spread * Math.sqrt(-8 * Math.log1p(-(hellingerTolerance ** 2)));
  const error = spread * Math.sqrt(overdispersion * (1 / reference.count + 1 / current.count));
  const shift = current.mean - reference.mean;
  const logs = new Float64Array(2 * BETS.length);
  BETS.forEach((bet, i) => {
    logs[2 * i] = (bet * (shift - tolerance)) / error - bet ** 2 / 2;
    logs[2 * i + 1] = (bet * (-shift - tolerance)) / error - bet ** 2 / 2;
  });
  return logSumExp(logs) - Math.log(logs.length);
}
