import zeta from "@stdlib/math-base-special-riemann-zeta";
import { requireArgument } from "../../definition/require-argument.js";
import { checkAlpha } from "../../multiplicity/adjust.js";

export interface StitchedBoundOptions {
  /** Intrinsic time from which on the boundary is meant, > 0; before it, it stays at its value there. */
  readonly from: number;
  /** Sub-gamma scale of the increments, ≥ 0; 0, the default, is sub-Gaussian. */
  readonly scale?: number;
  /** How fast the probability spent on later epochs falls, > 1. Default 1.4. */
  readonly decay?: number;
  /** Ratio of an epoch's end to its beginning, > 1. Default 2. */
  readonly epoch?: number;
}

/**
 * The polynomial stitched boundary: a sum with sub-gamma increments crosses it with probability at most alpha over all
 * intrinsic times `v` ≥ `from`, and it grows like √(v ln ln v), the slowest rate possible. At any one size a mixture boundary is lower.
 *
 * Reference: Howard, Ramdas, McAuliffe, Sekhon (Ann. Stat. 2021), theorem 1 and equation 10, doi:10.1214/20-AOS1991.
 * @throws ModelwatchError `invalid-argument` for a number outside its range.
 */
export function polynomialStitchedBound(v: number, alpha: number, options: StitchedBoundOptions): number {
  const { from, scale = 0, decay = 1.4, epoch = 2 } = options;
  checkAlpha(alpha);
  requireArgument(v >= 0 && v < Infinity, `v is ${v}`, "a finite number ≥ 0");
  requireArgument(from > 0 && from < Infinity, `from is ${from}`, "a number > 0");
  requireArgument(scale >= 0 && scale < Infinity, `scale is ${scale}`, "a number ≥ 0");
  requireArgument(decay > 1 && decay < Infinity, `decay is ${decay}`, "a number > 1");
  requireArgument(epoch > 1 && epoch < Infinity, `epoch is ${epoch}`, "a number > 1");
  const at = Math.max(v, from);
  const logEpoch = Math.log(epoch);
  const spent = Math.log(zeta(decay)) - decay * Math.log(logEpoch) - Math.log(alpha);
  const level = decay * Math.log(logEpoch + Math.log(at / from)) + spent;
  const first = (epoch ** 0.25 + epoch ** -0.25) / Math.SQRT2;
  const second = ((Math.sqrt(epoch) + 1) / 2) * scale * level;
  return Math.hypot(first * Math.sqrt(at * level), second) + second;
}
