import type { NumericDistribution } from "../distribution/distribution.js";
import { boundGap, createGapBounds } from "./gap-bounds.js";
import type { ReferenceProfile } from "./reference-profile.js";
import { lowerTailArea, tailAreasOf, upperTailArea } from "./tail-areas.js";

/**
 * Between which values the Wasserstein-1 distance of the unbucketed data lies; low is at least |Δmean| where both sums are known. `high`
 * is absent where a tail has no known end.
 */
export function wasserstein1Interval(
  profile: ReferenceProfile,
  reference: NumericDistribution,
  current: NumericDistribution,
): { readonly low: number; readonly high?: number } {
  const gap = createGapBounds();
  boundGap(profile, current.counts, 0, current.count, gap);
  const tails = [tailAreasOf(reference), tailAreasOf(current)] as const;
  const high = gap.high + lowerTailArea(...tails) + upperTailArea(...tails);
  const hasMeans = reference.sum !== undefined && current.sum !== undefined;
  const shift = hasMeans ? Math.abs(current.sum / current.count - reference.sum / reference.count) : 0;
  const low = Math.max(gap.low, shift);
  return Number.isFinite(high) ? { low, high: Math.max(low, high) } : { low };
}
