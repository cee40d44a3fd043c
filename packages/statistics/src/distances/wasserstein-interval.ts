import { bucketEdges } from "../distribution/bucket-edges.js";
import type { NumericDistribution } from "../distribution/distribution.js";

/**
 * Between which values the Wasserstein-1 distance of the unbucketed data lies. `high` is absent where a tail has no known end.
 * Per bucket of width w: w·max(0, F(l) − G(u), G(l) − F(u)) to w·max(F(u) − G(l), G(u) − F(l)); low is at least |Δmean|.
 */
export function wasserstein1Interval(
  reference: NumericDistribution,
  current: NumericDistribution,
): { readonly low: number; readonly high?: number } {
  const { bounds } = reference;
  let low = 0;
  let high = lowerTail(reference, current);
  let f = reference.counts[0]! / reference.count;
  let g = current.counts[0]! / current.count;
  for (let k = 1; k < bounds.length; k++) {
    const width = bounds[k]! - bounds[k - 1]!;
    const fUpper = f + reference.counts[k]! / reference.count;
    const gUpper = g + current.counts[k]! / current.count;
    low += width * Math.max(0, f - gUpper, g - fUpper);
    high += width * Math.max(fUpper - g, gUpper - f);
    f = fUpper;
    g = gUpper;
  }
  high += upperTail(reference, current);
  if (reference.sum !== undefined && current.sum !== undefined) {
    low = Math.max(low, Math.abs(current.sum / current.count - reference.sum / reference.count));
  }
  return Number.isFinite(high) ? { low, high: Math.max(low, high) } : { low };
}

function lowerTail(reference: NumericDistribution, current: NumericDistribution): number {
  const bound = reference.bounds[0];
  if (bound === undefined) return Infinity;
  return Math.max(...[reference, current].map((side) => tailArea(side, 0, bound - bucketEdges(side, 0).low)));
}

/** The smaller of two bounds: tails that end at a known maximum, or what the exact means leave for the tail. */
function upperTail(reference: NumericDistribution, current: NumericDistribution): number {
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
