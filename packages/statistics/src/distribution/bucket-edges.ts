import type { NumericDistribution } from "./distribution.js";

/** Where the values of a bucket can lie: its bounds, narrowed by min and max where known; −∞ and +∞ in unknown tails. */
export function bucketEdges(
  distribution: NumericDistribution,
  bucket: number,
): { readonly low: number; readonly high: number } {
  const { bounds, min, max } = distribution;
  const lower = bounds[bucket - 1] ?? -Infinity;
  const upper = bounds[bucket] ?? Infinity;
  return {
    low: min === undefined ? lower : Math.min(Math.max(lower, min), upper),
    high: max === undefined ? upper : Math.max(Math.min(upper, max), lower),
  };
}
