import type { Distribution } from "./distribution.js";

/**
 * Cumulative shares at the upper edge of each cell: entry i is the share of values in cells 0…i; the last is exactly 1.
 * For a numeric distribution entry i is F(bounds[i]). An empty distribution has no shares: the array is empty.
 */
export function cumulativeShares(distribution: Distribution): Float64Array {
  const { counts, count } = distribution;
  if (count === 0) return new Float64Array(0);
  const shares = new Float64Array(counts.length);
  let below = 0;
  for (let cell = 0; cell < counts.length; cell++) {
    below += counts[cell]!;
    shares[cell] = below / count;
  }
  return shares;
}
