import { requireArgument } from "../definition/require-argument.js";

/** Both in the order of the input. */
export interface MultiplicityResult {
  readonly reject: readonly boolean[];
  /** p-values to compare with alpha directly; at most 1. */
  readonly adjusted: Float64Array;
}

/**
 * Holm's (1979, Scand. J. Statist. 6, 65–70) step-down rule: the probability of any false rejection is at most alpha, whatever the
 * tests' dependence.
 * @throws ModelwatchError `invalid-argument`: a p-value outside [0, 1], alpha outside (0, 1).
 */
export function holm(pValues: ArrayLike<number>, alpha: number): MultiplicityResult {
  const order = ascending(pValues, alpha);
  const adjusted = new Float64Array(order.length);
  let greatest = 0;
  order.forEach((index, rank) => {
    greatest = Math.max(greatest, Math.min(1, (order.length - rank) * pValues[index]!));
    adjusted[index] = greatest;
  });
  return decide(adjusted, alpha);
}

/**
 * Benjamini & Hochberg (1995, doi:10.1111/j.2517-6161.1995.tb02031.x): at most alpha of the rejections are false on average, for
 * independent or positively dependent tests.
 * @throws ModelwatchError `invalid-argument`: a p-value outside [0, 1], alpha outside (0, 1).
 */
export function benjaminiHochberg(pValues: ArrayLike<number>, alpha: number): MultiplicityResult {
  return stepUp(pValues, alpha, 1);
}

/**
 * Benjamini & Yekutieli (2001, doi:10.1214/aos/1013699998): as Benjamini–Hochberg, under any dependence, at the price of
 * Σ 1/k.
 * @throws ModelwatchError `invalid-argument`: a p-value outside [0, 1], alpha outside (0, 1).
 */
export function benjaminiYekutieli(pValues: ArrayLike<number>, alpha: number): MultiplicityResult {
  let price = 0;
  for (let k = 1; k <= pValues.length; k++) price += 1 / k;
  return stepUp(pValues, alpha, price);
}

function stepUp(pValues: ArrayLike<number>, alpha: number, price: number): MultiplicityResult {
  const order = ascending(pValues, alpha);
  const adjusted = new Float64Array(order.length);
  let least = 1;
  for (let rank = order.length; rank >= 1; rank--) {
    const index = order[rank - 1]!;
    least = Math.min(least, (price * order.length * pValues[index]!) / rank);
    adjusted[index] = least;
  }
  return decide(adjusted, alpha);
}

function ascending(pValues: ArrayLike<number>, alpha: number): number[] {
  checkAlpha(alpha);
  const order = Array.from({ length: pValues.length }, (_, index) => index);
  for (const index of order) {
    const p = pValues[index]!;
    requireArgument(p >= 0 && p <= 1, `pValues[${index}] is ${p}`, "probabilities in [0, 1]");
  }
  return order.sort((a, b) => pValues[a]! - pValues[b]! || a - b);
}

function decide(adjusted: Float64Array, alpha: number): MultiplicityResult {
  return { reject: Array.from(adjusted, (p) => p <= alpha), adjusted };
}

/** @throws ModelwatchError `invalid-argument` unless 0 < alpha < 1. */
export function checkAlpha(alpha: number): void {
  requireArgument(alpha > 0 && alpha < 1, `alpha is ${alpha}`, "a probability in (0, 1)");
}
