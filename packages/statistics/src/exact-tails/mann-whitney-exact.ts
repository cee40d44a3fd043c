import { ModelwatchError } from "@modelwatch/conventions/error";
import { requireArgument } from "../definition/require-argument.js";

/** Steps that are still instant; beyond, the normal limit is closer than anyone can see. */
const MOST_STEPS = 50_000_000;

/**
 * Two-sided p of Mann & Whitney's U for samples of n and m values from one continuous distribution that do not tie: twice the
 * probability of a U at least as far from n·m/2 on the side where it lies, at most 1. U counts the pairs that one sample wins.
 *
 * Reference: Mann and Whitney (Ann. Math. Stat. 1947), doi:10.1214/aoms/1177730491.
 * @throws ModelwatchError `invalid-argument`: sizes that are not whole and ≥ 1, u outside [0, n·m]; `limit-exceeded` for samples whose
 * distribution takes too long (about 150 values on each side).
 */
export function mannWhitneyExactPValue(n: number, m: number, u: number): number {
  for (const size of [n, m]) {
    requireArgument(Number.isSafeInteger(size) && size >= 1, `a sample has ${size} values`, "at least 1");
  }
  const pairs = n * m;
  requireArgument(u >= 0 && u <= pairs, `u is ${u}`, `a number from 0 to ${pairs}`);
  if ((n + m) * Math.min(n, m) * pairs > MOST_STEPS) {
    throw new ModelwatchError("limit-exceeded", {
      problem: `the exact distribution for ${n} and ${m} values takes too long`,
      remedy: "use the normal limit, which is closer there than rounding shows",
    });
  }
  // symmetric around half the pairs: the tail below the smaller of U and its mirror image
  const least = Math.floor(Math.min(u, pairs - u));
  const probabilities = distributionOfU(Math.min(n, m), Math.max(n, m), least);
  return Math.min(1, 2 * probabilities.reduce((sum, probability) => sum + probability, 0));
}

/**
 * P(U = 0 … most), by drawing the pooled values in ascending order: a draw of the first sample (n of them) wins against every draw
 * of the second before it.
 */
function distributionOfU(n: number, m: number, most: number): Float64Array {
  const width = most + 1;
  // row i: the first sample has i of the draws so far; entry u: they have won u pairs
  const rows = Array.from({ length: n + 1 }, () => new Float64Array(width));
  rows[0]![0] = 1;
  for (let drawn = 0; drawn < n + m; drawn++) {
    const left = n + m - drawn;
    for (let i = Math.min(n, drawn + 1); i >= Math.max(0, drawn + 1 - m); i--) {
      const row = rows[i]!;
      const toSecond = Math.max(0, (m - (drawn - i)) / left);
      for (let u = 0; u < width; u++) row[u] = row[u]! * toSecond;
      if (i === 0) continue;
      const before = rows[i - 1]!;
      const wins = drawn - (i - 1);
      const toFirst = (n - (i - 1)) / left;
      for (let u = wins; u < width; u++) row[u] = row[u]! + before[u - wins]! * toFirst;
    }
    if (drawn + 1 - m > 0) rows[drawn - m]!.fill(0);
  }
  return rows[n]!;
}
