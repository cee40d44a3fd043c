import type { NumericDistribution } from "../distribution/distribution.js";
import { meanOf, varianceOf } from "../distribution/moments.js";

/** Where a distribution lies and how wide it is, roughly enough to choose units and never 0. */
export interface CentreAndSpread {
  readonly centre: number;
  readonly spread: number;
  /** Whether they are the exact mean and standard deviation. */
  readonly exact: boolean;
}

/** From exact sums where stored, else from the middles of buckets, open tails at their bounds. */
export function centreAndSpread(distribution: NumericDistribution): CentreAndSpread {
  const [mean, variance] = [meanOf(distribution), varianceOf(distribution)];
  const isExact = mean.kind === "value" && variance.kind === "value" && variance.low === variance.high;
  if (isExact && mean.low === mean.high && variance.value > 0) {
    return { centre: mean.value, spread: Math.sqrt(variance.value), exact: true };
  }
  const { bounds, counts, count } = distribution;
  if (bounds.length === 0 || count === 0) return { centre: 0, spread: 1, exact: false };
  const middles = Array.from(counts, (_, i) => {
    return ((bounds[i - 1] ?? bounds[i]!) + (bounds[i] ?? bounds[i - 1]!)) / 2;
  });
  const centre = middles.reduce((sum, middle, i) => sum + (counts[i]! / count) * middle, 0);
  const square = middles.reduce((sum, middle, i) => sum + (counts[i]! / count) * (middle - centre) ** 2, 0);
  const width = bounds[bounds.length - 1]! - bounds[0]!;
  return { centre, spread: Math.sqrt(square) || width || 1, exact: false };
}
