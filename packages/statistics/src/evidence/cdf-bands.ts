import type { NumericDistribution } from "../distribution/distribution.js";
import { bucketEdges } from "../distribution/bucket-edges.js";
import { cumulativeShares } from "../distribution/shares.js";
import type { Undetermined } from "../distribution/undetermined.js";
import { requireArgument } from "../definition/require-argument.js";
import { timeUniformCdfRadius } from "./cdf-bands-boundary.js";

export interface CdfBandOptions {
  /** Probability that the band is ever wrong, at any bound and any time. */
  readonly alpha: number;
  /** Rows from which on the band is read; it is narrowest not far above. */
  readonly firstAt: number;
  /** How many times more the distribution varies than one of independent rows, ≥ 1; default 1. */
  readonly overdispersion?: number;
}

export type CdfBand =
  | {
      readonly kind: "value";
      /** Half height, in shares; 1 where there are fewer than `firstAt` (effective) rows. */
      readonly radius: number;
      /** F at each bound, and what it can be. */
      readonly estimate: Float64Array;
      readonly low: Float64Array;
      readonly high: Float64Array;
    }
  | Undetermined;

/**
 * The distribution function at every bucket bound with a band that holds at all bounds and all times together (see
 * {@link timeUniformCdfRadius}). Buckets take nothing away: at a bound the counts are exact. Undetermined when empty.
 */
export function cdfBand(distribution: NumericDistribution, options: CdfBandOptions): CdfBand {
  if (distribution.count === 0) return { kind: "undetermined", reason: "empty", counts: { current: 0 } };
  const radius = radiusOf(distribution, options);
  const estimate = cumulativeShares(distribution).subarray(0, distribution.bounds.length);
  return {
    kind: "value",
    radius,
    estimate,
    low: estimate.map((share) => Math.max(0, share - radius)),
    high: estimate.map((share) => Math.min(1, share + radius)),
  };
}

export type QuantileBand =
  | {
      readonly kind: "value";
      /** Between which edges the sample's own quantile lies: what buckets hide. */
      readonly resolution: { readonly low: number; readonly high: number };
      /** Where the true quantile lies: what buckets and samples hide together. −∞ or +∞ where a tail is open. */
      readonly low: number;
      readonly high: number;
    }
  | Undetermined;

/**
 * The p-quantile for each p of `probabilities`, with an interval that holds for all of them and at all times together.
 * @throws ModelwatchError `invalid-argument`: a probability outside [0, 1], or the options' own limits.
 */
export function quantileBands(
  distribution: NumericDistribution,
  probabilities: readonly number[],
  options: CdfBandOptions,
): readonly QuantileBand[] {
  for (const p of probabilities) requireArgument(p >= 0 && p <= 1, `p is ${p}`, "a probability in [0, 1]");
  if (distribution.count === 0) {
    return probabilities.map(() => ({ kind: "undetermined", reason: "empty", counts: { current: 0 } }));
  }
  const radius = radiusOf(distribution, options);
  const below = cumulativeShares(distribution);
  return probabilities.map((p): QuantileBand => {
    const own = bucketEdges(distribution, firstReaching(below, p));
    // a band never ends at the sample's own extremes: the true quantile may lie beyond them
    const { bounds } = distribution;
    const lowest = p - radius <= 0 ? -1 : firstReaching(below, p - radius) - 1;
    const highest = p + radius >= 1 ? bounds.length : firstReaching(below, p + radius);
    const low = Math.min(own.low, bounds[lowest] ?? -Infinity);
    const high = Math.max(own.high, bounds[highest] ?? Infinity);
    return { kind: "value", resolution: own, low, high };
  });
}

/** The first used bucket at whose upper edge the share `p` is reached. */
function firstReaching(below: Float64Array, p: number): number {
  const wanted = Math.max(p, Number.MIN_VALUE);
  const bucket = below.findIndex((share) => share >= wanted);
  return bucket < 0 ? below.length - 1 : bucket;
}

function radiusOf({ count }: NumericDistribution, options: CdfBandOptions): number {
  const { overdispersion = 1, alpha, firstAt } = options;
  requireArgument(overdispersion >= 1, `overdispersion is ${overdispersion}`, "a number ≥ 1");
  return timeUniformCdfRadius({ count: count / overdispersion, alpha, firstAt });
}
