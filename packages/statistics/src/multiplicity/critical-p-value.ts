import { requireArgument } from "../definition/require-argument.js";
import { checkAlpha } from "./adjust.js";

/** Corrections for many tests. */
export type Correction = "bonferroni" | "holm" | "hommel" | "bh" | "by";

/**
 * ln of the largest p-value that a correction rejects among these: exactly those at or below it are rejected, so that one number
 * says how far each of them is from its decision. In logarithms, because p-values may be smaller than numbers can hold. The
 * reciprocal of an e-value is a p-value: pass −ln E; `bh` of reciprocals is e-BH (Wang & Ramdas 2022, doi:10.1111/rssb.12489),
 * valid under any dependence.
 *
 * Bonferroni: alpha/K. Holm (1979, Scand. J. Statist. 6): alpha/(K − rejected). Hommel (1988, doi:10.1093/biomet/75.2.383):
 * alpha/h, h the largest size of an intersection that Simes' test does not reject (independent or positively dependent tests).
 * Benjamini & Hochberg (1995, doi:10.1111/j.2517-6161.1995.tb02031.x): alpha·rejected/K; Benjamini & Yekutieli (2001,
 * doi:10.1214/aos/1013699998): that over Σ 1/k. Without any test: ln alpha.
 * @throws ModelwatchError `invalid-argument` for NaN, alpha outside (0, 1).
 */
export function criticalLogPValue(
  logPValues: ArrayLike<number>,
  correction: Correction,
  alpha: number,
): number {
  checkAlpha(alpha);
  const sorted = Float64Array.from(logPValues).sort();
  requireArgument(!sorted.some(Number.isNaN), "a p-value is NaN", "logarithms of probabilities");
  const logAlpha = Math.log(alpha);
  return sorted.length === 0 ? logAlpha : logAlpha + CORRECTIONS[correction](sorted, logAlpha);
}

/** Each takes ascending ln p and answers ln of the factor on alpha. */
const CORRECTIONS: Readonly<Record<Correction, (sorted: Float64Array, logAlpha: number) => number>> = {
  bonferroni: (sorted) => -Math.log(sorted.length),
  holm,
  hommel: (sorted, logAlpha) => -Math.log(Math.max(1, largestUnrejected(sorted, logAlpha))),
  bh: (sorted, logAlpha) => stepUp(sorted, logAlpha, sorted.length),
  by: (sorted, logAlpha) =>
    stepUp(sorted, logAlpha, sorted.length * sorted.reduce((sum, _, rank) => sum + 1 / (rank + 1), 0)),
};

function holm(sorted: Float64Array, logAlpha: number): number {
  let left = sorted.length;
  for (const log of sorted) {
    if (log > logAlpha - Math.log(left)) break;
    left--;
  }
  return -Math.log(Math.max(1, left));
}

function stepUp(sorted: Float64Array, logAlpha: number, price: number): number {
  let rejected = 1;
  sorted.forEach((log, rank) => {
    if (log <= logAlpha + Math.log((rank + 1) / price)) rejected = rank + 1;
  });
  return Math.log(rejected / price);
}

/** The largest j for which the j greatest p-values p(1) ≤ … ≤ p(j) all exceed alpha·k/j. */
function largestUnrejected(sorted: Float64Array, logAlpha: number): number {
  for (let size = sorted.length; size > 0; size--) {
    const first = sorted.length - size;
    let unrejected = true;
    for (let k = 1; k <= size && unrejected; k++) {
      unrejected = sorted[first + k - 1]! > logAlpha + Math.log(k / size);
    }
    if (unrejected) return size;
  }
  return 0;
}
