import type { NumericDistribution } from "../distribution/distribution.js";
import { meanOf, varianceOf } from "../distribution/moments.js";

/** Where a distribution lies and how wide it is, roughly enough to choose units and never 0. */
export interface CentreAndSpread {
  /** The mean: exact where the sum is stored. */
  readonly centre: number;
  /** The standard deviation: exact where the sum of squares is stored too. */
  readonly spread: number;
  readonly isExactCentre: boolean;
  readonly isExactSpread: boolean;
}

/** From exact sums where stored, else from the middles of buckets, open tails at their bounds. */
export function centreAndSpread(distribution: NumericDistribution): CentreAndSpread {
  const { bounds, counts, count } = distribution;
  const mean = distribution.sum === undefined ? undefined : meanOf(distribution);
  const variance = distribution.sumOfSquares === undefined ? undefined : varianceOf(distribution);
  const middles = Array.from(counts, (_, i) => {
    return ((bounds[i - 1] ?? bounds[i] ?? 0) + (bounds[i] ?? bounds[i - 1] ?? 0)) / 2;
  });
  const average = middles.reduce((sum, middle, i) => sum + (counts[i]! / count) * middle, 0);
  const square = middles.reduce((sum, middle, i) => sum + (counts[i]! / count) * (middle - average) ** 2, 0);
  const width = bounds.length === 0 ? 0 : bounds[bounds.length - 1]! - bounds[0]!;
  const isExactCentre = mean?.kind === "value";
  const isExactSpread = isExactCentre && variance?.kind === "value" && variance.value > 0;
  return {
    centre: isExactCentre ? mean.value : average,
    spread: isExactSpread ? Math.sqrt(variance.value) : Math.sqrt(square) || width || 1,
    isExactCentre,
    isExactSpread,
  };
}
