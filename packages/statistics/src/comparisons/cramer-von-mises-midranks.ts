import { cramerVonMisesSurvival } from "../special/brownian-bridge-tails.js";
import type { Tail } from "../special/tail.js";

/** What values on a continuous axis give, ties by midranks. */
export interface MidrankCramerVonMises {
  readonly statistic: number;
  readonly tail: Tail;
}

/**
 * Anderson's (1962, doi:10.1214/aoms/1177704477) two-sample statistic of values that rarely tie (equations 9 and 10), ties by midranks,
 * with the limit's tail after matching the untied mean and variance: as other tools compute it on raw values. For bucketed values use
 * the statistic `cramer-von-mises`, whose moments know the ties.
 *
 * @param first counts of one sample by ascending distinct value; `second` those of the other at the same values. Both hold values.
 */
export function cramerVonMisesOfMidranks(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
): MidrankCramerVonMises {
  let n = 0;
  let m = 0;
  for (let k = 0; k < first.length; k++) {
    n += first[k]!;
    m += second[k]!;
  }
  let below = 0;
  let belowFirst = 0;
  let ofFirst = 0;
  let ofSecond = 0;
  for (let k = 0; k < first.length; k++) {
    const tied = first[k]! + second[k]!;
    const midrank = below + (tied + 1) / 2;
    ofFirst += squaresAround(midrank - belowFirst, first[k]!);
    ofSecond += squaresAround(midrank - (below - belowFirst), second[k]!);
    below += tied;
    belowFirst += first[k]!;
  }
  const pairs = n * m;
  const total = n + m;
  const statistic = (n * ofFirst + m * ofSecond) / (pairs * total) - (4 * pairs - 1) / (6 * total);
  const { mean, variance } = untiedMoments(n, m);
  return { statistic, tail: cramerVonMisesSurvival(1 / 6 + (statistic - mean) / Math.sqrt(45 * variance)) };
}

/** Mean and variance of the statistic without change, for n and m values that do not tie (Anderson 1962, equations 12 and 14). */
export function untiedMoments(n: number, m: number): { readonly mean: number; readonly variance: number } {
  const total = n + m;
  const pairs = n * m;
  return {
    mean: (1 + 1 / total) / 6,
    variance:
      (((total + 1) / (45 * total)) * (4 * pairs * total - 3 * (n * n + m * m) - 2 * pairs)) /
      (4 * pairs * total),
  };
}

/** Σ (centre − i)² over i = 1 … count. */
function squaresAround(centre: number, count: number): number {
  const middle = (count + 1) / 2;
  return count * (centre - middle) ** 2 + (count * (count * count - 1)) / 12;
}
