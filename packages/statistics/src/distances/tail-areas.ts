import { bucketEdges } from "../distribution/bucket-edges.js";
import type { NumericDistribution } from "../distribution/distribution.js";

/** Greatest area between two cumulative curves below the first bound; Infinity where a used tail has no known end. */
export function lowerTailArea(reference: NumericDistribution, current: NumericDistribution): number {
  const bound = reference.bounds[0];
  if (bound === undefined) return Infinity;
  return Math.max(...[reference, current].map((side) => tailArea(side, 0, bound - bucketEdges(side, 0).low)));
}

/** The same above the last bound, the smaller of two bounds: tails that end at a known maximum, or what the exact means leave for the tail. */
export function upperTailArea(reference: NumericDistribution, current: NumericDistribution): number {
  const last = reference.bounds.length;
  const bound = reference.bounds[last - 1];
  if (bound === undefined) return Infinity;
  const sides = [reference, current];
  const byEdges = Math.max(
    ...sides.map((side) => tailArea(side, last, bucketEdges(side, last).high - bound)),
  );
  const byMeans = sides.reduce((sum, side) => sum + meanAboveLowerEdges(side), 0);
  return Math.min(byEdges, byMeans);
}

function tailArea(side: NumericDistribution, cell: number, width: number): number {
  const share = side.counts[cell]! / side.count;
  return share === 0 ? 0 : share * width;
}

/** Mean − Σ l_k p_k ≥ E(X − last bound)⁺: every value is at least its bucket's lower edge. */
function meanAboveLowerEdges(side: NumericDistribution): number {
  if (side.sum === undefined) return Infinity;
  let least = 0;
  side.counts.forEach((count, cell) => {
    if (count > 0) least += (count / side.count) * bucketEdges(side, cell).low;
  });
  return Math.max(0, side.sum / side.count - least);
}
