import { requireArgument } from "../definition/require-argument.js";
import { checkAlpha } from "./adjust.js";

/**
 * e-BH (Wang & Ramdas 2022, doi:10.1111/rssb.12489): which of K e-values, given as ln e, to reject so that at most alpha of the
 * rejections are false on average, under any dependence: those with e_(k) ≥ K/(alpha·k) for the largest such k. For e-values of fixed
 * windows, not for e-detectors.
 * @throws ModelwatchError `invalid-argument`: NaN evidence, alpha outside (0, 1).
 */
export function eBenjaminiHochberg(logEvidence: ArrayLike<number>, alpha: number): readonly boolean[] {
  checkAlpha(alpha);
  const order = descending(logEvidence);
  const reject = new Array<boolean>(order.length).fill(false);
  let rejected = 0;
  order.forEach((index, rank) => {
    if (logEvidence[index]! >= Math.log(order.length / (alpha * (rank + 1)))) rejected = rank + 1;
  });
  for (const index of order.slice(0, rejected)) reject[index] = true;
  return reject;
}

/**
 * For each e-value, given as ln e, the smallest alpha at which e-BH rejects it, at most 1: min over j ≥ k of K/(j·e_(j)).
 * @throws ModelwatchError `invalid-argument`: NaN evidence.
 */
export function adjustLogEValues(logEvidence: ArrayLike<number>): Float64Array {
  const order = descending(logEvidence);
  const adjusted = new Float64Array(order.length);
  let least = 1;
  for (let rank = order.length; rank >= 1; rank--) {
    const index = order[rank - 1]!;
    least = Math.min(least, Math.exp(Math.log(order.length / rank) - logEvidence[index]!));
    adjusted[index] = least;
  }
  return adjusted;
}

function descending(logEvidence: ArrayLike<number>): number[] {
  const order = Array.from({ length: logEvidence.length }, (_, index) => index);
  for (const index of order) {
    requireArgument(
      !Number.isNaN(logEvidence[index]),
      `logEvidence[${index}] is NaN`,
      "logarithms, −∞ included",
    );
  }
  // not by difference: −∞ − −∞ is no order
  return order.sort((a, b) => {
    const [x, y] = [logEvidence[a]!, logEvidence[b]!];
    return x === y ? a - b : x > y ? -1 : 1;
  });
}
