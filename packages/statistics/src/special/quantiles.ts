import erfcinv from "@stdlib/math-base-special-erfcinv";
import betaQuantileOf from "@stdlib/stats-base-dists-beta-quantile";
import tQuantileOf from "@stdlib/stats-base-dists-t-quantile";
import { isNearlyNormal, studentTFromNormal } from "./student-t-limit.js";
import { requireArgument } from "../definition/require-argument.js";

/** x with P(Z ≤ x) = p for a standard normal Z; −∞ at 0 and +∞ at 1. */
export function normalQuantile(p: number): number {
  return -Math.SQRT2 * erfcinv(2 * checkedProbability(p));
}

/** x with P(T ≤ x) = p for Student's t with `degrees` > 0 degrees of freedom. */
export function studentTQuantile(p: number, degrees: number): number {
  const z = normalQuantile(p);
  return isNearlyNormal(3, degrees) && Math.abs(z) <= 3
    ? studentTFromNormal(z, degrees)
    : tQuantileOf(p, degrees);
}

/** x in [0, 1] with P(B ≤ x) = p for a beta variable B with shapes a, b > 0. */
export function betaQuantile(p: number, a: number, b: number): number {
  return betaQuantileOf(checkedProbability(p), a, b);
}

function checkedProbability(p: number): number {
  requireArgument(p >= 0 && p <= 1, `p is ${p}`, "a probability in [0, 1]");
  return p;
}
