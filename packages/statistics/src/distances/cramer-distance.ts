import type { NumericDistribution } from "../distribution/distribution.js";
import type { ReferenceProfile } from "./reference-profile.js";
import { lowerTailArea, upperTailArea } from "./tail-areas.js";

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
  let below = counts[offset]!;
  let before = below / total - cumulative[0]!;
  let area = 0;
  for (let k = 1; k < bounds.length; k++) {
    below += counts[offset + k]!;
    const after = below / total - cumulative[k]!;
    area += ((bounds[k]! - bounds[k - 1]!) * (before * before + before * after + after * after)) / 3;
    before = after;
  }
  return area;
}

/**
 * Between which values ∫ (G − F)² of the unbucketed data lies: per bucket of width w from w·max(0, F(l) − G(u), G(l) − F(u))² to
 * w·max(F(u) − G(l), G(u) − F(l))². `high` is absent where a tail has no known end.
 */
export function cramerDistanceInterval(
  reference: NumericDistribution,
  current: NumericDistribution,
): { readonly low: number; readonly high?: number } {
  const { bounds } = reference;
  const last = bounds.length;
  const tail = (cell: number): number =>
    Math.max(reference.counts[cell]! / reference.count, current.counts[cell]! / current.count);
  let low = 0;
  // in a tail the gap is at most the larger tail share, so its square at most that share times the gap
  let high = tail(0) * lowerTailArea(reference, current);
  let f = reference.counts[0]! / reference.count;
  let g = current.counts[0]! / current.count;
  for (let k = 1; k < last; k++) {
    const width = bounds[k]! - bounds[k - 1]!;
    const fUpper = f + reference.counts[k]! / reference.count;
    const gUpper = g + current.counts[k]! / current.count;
    low += width * Math.max(0, f - gUpper, g - fUpper) ** 2;
    high += width * Math.max(fUpper - g, gUpper - f) ** 2;
    f = fUpper;
    g = gUpper;
  }
  if (tail(last) > 0) high += tail(last) * upperTailArea(reference, current);
  return Number.isFinite(high) ? { low, high: Math.max(low, high) } : { low };
}
