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
  const tests = logEvidence.length;
  const order = Array.from({ length: tests }, (_, index) => index).sort(
    (a, b) => logEvidence[b]! - logEvidence[a]! || a - b,
  );
  const reject = new Array<boolean>(tests).fill(false);
  let rejected = 0;
  order.forEach((index, rank) => {
    requireArgument(
      !Number.isNaN(logEvidence[index]),
      `logEvidence[${index}] is NaN`,
      "logarithms, −∞ included",
    );
    if (logEvidence[index]! >= Math.log(tests / (alpha * (rank + 1)))) rejected = rank + 1;
  });
  for (const index of order.slice(0, rejected)) reject[index] = true;
  return reject;
}
