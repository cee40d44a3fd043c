/** Pairs of a current and a reference value, from one pass over the cells. */
export interface PairCounts {
  /** Pairs in which the current value lies in a later cell. */
  wins: number;
  /** Pairs in one cell. */
  draws: number;
  /** Σ t³ − t over the cells' pooled counts t. */
  tieSum: number;
}

/** Fills `pairs` for the row that starts at `offset`. */
export function countPairs(
  reference: Float64Array,
  counts: Float64Array,
  offset: number,
  pairs: PairCounts,
): void {
  let below = 0;
  let wins = 0;
  let draws = 0;
  let tieSum = 0;
  for (let k = 0; k < reference.length; k++) {
    const r = reference[k]!;
    const s = counts[offset + k]!;
    const tied = r + s;
    wins += s * below;
    draws += s * r;
    below += r;
    tieSum += tied * tied * tied - tied;
  }
  pairs.wins = wins;
  pairs.draws = draws;
  pairs.tieSum = tieSum;
}

/** Variance of wins + draws/2 without change, given the ties. */
export function varianceOfWins({ tieSum }: PairCounts, n: number, m: number): number {
  const total = n + m;
  return ((n * m) / 12) * (total + 1 - tieSum / (total * (total - 1)));
}
