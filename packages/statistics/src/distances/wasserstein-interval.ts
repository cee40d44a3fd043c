import type { NumericDistribution } from "../distribution/distribution.js";
import { lowerTailArea, upperTailArea } from "./tail-areas.js";

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
  let high = lowerTailArea(reference, current);
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
  high += upperTailArea(reference, current);
  if (reference.sum !== undefined && current.sum !== undefined) {
    low = Math.max(low, Math.abs(current.sum / current.count - reference.sum / reference.count));
  }
  return Number.isFinite(high) ? { low, high: Math.max(low, high) } : { low };
}
