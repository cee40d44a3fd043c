import type { NumericDistribution } from "../distribution/distribution.js";
import { boundGap, createGapBounds } from "./gap-bounds.js";
import type { ReferenceProfile } from "./reference-profile.js";
import { lowerTailArea, tailAreasOf, upperTailArea } from "./tail-areas.js";

/**
 * ∫ (G − F)² over the closed buckets, values spread evenly inside each: Cramér's distance without what the open tails hold. `total` > 0;
 * 0 for categories.
 */
export function cramerDistanceOf(
  { bounds, cumulative }: ReferenceProfile,
  counts: Float64Array,
  offset: number,
  total: number,
): number {
  if (bounds === undefined || bounds.length === 0) return 0;
  const scale = 1 / total;
  let below = counts[offset]!;
  let before = below * scale - cumulative[0]!;
  let area = 0;
  for (let k = 1; k < bounds.length; k++) {
    below += counts[offset + k]!;
    const after = below * scale - cumulative[k]!;
    area += ((bounds[k]! - bounds[k - 1]!) * (before * before + before * after + after * after)) / 3;
    before = after;
  }
  return area;
}

/** Between which values ∫ (G − F)² of the unbucketed data lies. `high` is absent where a tail has no known end. */
export function cramerDistanceInterval(
  profile: ReferenceProfile,
  reference: NumericDistribution,
  current: NumericDistribution,
): { readonly low: number; readonly high?: number } {
  const gap = createGapBounds();
  boundGap(profile, current.counts, 0, current.count, gap);
  const last = profile.cells - 1;
  const largestShare = (cell: number): number =>
    Math.max(profile.shares[cell]!, current.counts[cell]! / current.count);
  const tails = [tailAreasOf(reference), tailAreasOf(current)] as const;
  const high = addTails(
    gap.squaredHigh,
    largestShare(0),
    lowerTailArea(...tails),
    largestShare(last),
    upperTailArea(...tails),
  );
  return Number.isFinite(high)
    ? { low: gap.squaredLow, high: Math.max(gap.squaredLow, high) }
    : { low: gap.squaredLow };
}

/** In a tail the gap is at most the larger share of values there, so its square at most that share times the gap. */
export function addTails(
  closed: number,
  lowerShare: number,
  lowerArea: number,
  upperShare: number,
  upperArea: number,
): number {
  const lower = lowerShare > 0 ? lowerShare * lowerArea : 0;
  return closed + lower + (upperShare > 0 ? upperShare * upperArea : 0);
}
