import { bucketEdges } from "../distribution/bucket-edges.js";
import type { NumericDistribution } from "../distribution/distribution.js";

/** Greatest area between a side's cumulative curve and any other in the open tails; Infinity where a used tail has no known end. */
export interface TailAreas {
  readonly lower: number;
  /** By the largest value known. */
  readonly upperByEdges: number;
  /** By what the exact mean leaves for the tail; Infinity without it. */
  readonly upperByMean: number;
}

const UNKNOWN: TailAreas = { lower: Infinity, upperByEdges: Infinity, upperByMean: Infinity };

export function tailAreasOf(side: NumericDistribution): TailAreas {
  const last = side.bounds.length;
  if (last === 0) return UNKNOWN;
  return {
    lower: areaOf(side, 0, side.bounds[0]! - bucketEdges(side, 0).low),
    upperByEdges: areaOf(side, last, bucketEdges(side, last).high - side.bounds[last - 1]!),
    upperByMean: meanAboveLowerEdges(side),
  };
}

/** The same for one row of counts of which neither extreme is known; `sum` is its exact Σx. `total` > 0. */
export function tailAreasOfRow(
  bounds: Float64Array,
  counts: Float64Array,
  offset: number,
  total: number,
  sum: number | undefined,
): TailAreas {
  const last = bounds.length;
  if (last === 0) return UNKNOWN;
  const lower = counts[offset]! > 0 ? Infinity : 0;
  const upperByEdges = counts[offset + last]! > 0 ? Infinity : 0;
  if (sum === undefined || lower > 0) return { lower, upperByEdges, upperByMean: Infinity };
  const scale = 1 / total;
  let least = 0;
  for (let k = 1; k <= last; k++) least += counts[offset + k]! * scale * bounds[k - 1]!;
  return { lower, upperByEdges, upperByMean: Math.max(0, sum / total - least) };
}

/** Greatest area between the two curves below the first bound. */
export function lowerTailArea(a: TailAreas, b: TailAreas): number {
  return Math.max(a.lower, b.lower);
}

/** Greatest area between the two curves above the last bound, the smaller of two bounds. */
export function upperTailArea(a: TailAreas, b: TailAreas): number {
  return Math.min(Math.max(a.upperByEdges, b.upperByEdges), a.upperByMean + b.upperByMean);
}

function areaOf(side: NumericDistribution, cell: number, width: number): number {
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
