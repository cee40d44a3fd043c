import { bridgeDistance } from "../distances/bridge-areas.js";
import { createReferenceProfile } from "../distances/reference-profile.js";
import { wasserstein1Of } from "../distances/wasserstein.js";
import { wasserstein1Interval } from "../distances/wasserstein-interval.js";
import type { NumericDistribution } from "../distribution/distribution.js";
import { liesInOneBucket, samplingNoise } from "./comparison-results.js";

/** Whether neither buckets nor exact means can show a distance. */
export function cannotTellApart(reference: NumericDistribution, current: NumericDistribution): boolean {
  const hasMeans = reference.sum !== undefined && current.sum !== undefined;
  return !hasMeans && liesInOneBucket({ reference, current });
}

/** The Wasserstein-1 distance between two distributions on one layout, with its bucket interval and its mean without change. */
export function measureWasserstein1(
  reference: NumericDistribution,
  current: NumericDistribution,
): { readonly value: number; readonly low: number; readonly high?: number; readonly noiseFloor: number } {
  const profile = createReferenceProfile(reference);
  const interval = wasserstein1Interval(profile, reference, current);
  const area = wasserstein1Of(profile, current.counts, 0, current.count, current.sum);
  return {
    value: Math.min(Math.max(area, interval.low), interval.high ?? Infinity),
    ...interval,
    noiseFloor: bridgeDistance(profile) * Math.sqrt(samplingNoise({ reference, current })),
  };
}
