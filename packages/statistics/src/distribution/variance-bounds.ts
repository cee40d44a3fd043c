import { bucketEdges } from "./bucket-edges.js";
import type { NumericDistribution } from "./distribution.js";

/**
 * Least and greatest Σ(x − mean)² of values that have these bucket counts (and this sum, where known). Infinite where an
 * open tail is used and its extent unknown.
 *
 * Greatest: in a bucket (l, u] x² lies under its chord (l + u)x − lu, so for a given sum the greatest Σx² puts every value
 * on a lower edge and then lifts values to upper edges, highest buckets first. Least: every value as near to the mean as its
 * bucket allows.
 */
export function varianceBounds(distribution: NumericDistribution): { low: number; high: number } {
  const buckets = usedBuckets(distribution);
  const n = distribution.count;
  if (n === 0) return { low: 0, high: 0 };
  if (buckets.some((bucket) => !Number.isFinite(bucket.low) || !Number.isFinite(bucket.high))) {
    return { low: 0, high: Infinity };
  }
  // around the middle, so that a huge offset does not cancel the digits away
  const centre = (buckets[0]!.low + buckets[buckets.length - 1]!.high) / 2;
  for (const bucket of buckets) {
    bucket.low -= centre;
    bucket.high -= centre;
  }
  const sum = distribution.sum === undefined ? undefined : distribution.sum - n * centre;
  const low = sum === undefined ? leastSpread(buckets) : spreadAround(buckets, sum / n);
  return { low, high: Math.max(low, greatestSpread(buckets, n, sum)) };
}

interface UsedBucket {
  low: number;
  high: number;
  readonly count: number;
}

function usedBuckets(distribution: NumericDistribution): UsedBucket[] {
  const used: UsedBucket[] = [];
  distribution.counts.forEach((count, index) => {
    if (count > 0) used.push({ ...bucketEdges(distribution, index), count });
  });
  return used;
}

function spreadAround(buckets: readonly UsedBucket[], centre: number): number {
  return buckets.reduce((spread, { low, high, count }) => {
    const nearest = Math.min(Math.max(centre, low), high);
    return spread + count * (nearest - centre) ** 2;
  }, 0);
}

/** spreadAround is convex in the centre: a ternary search finds its least value. */
function leastSpread(buckets: readonly UsedBucket[]): number {
  let left = buckets[0]!.low;
  let right = buckets[buckets.length - 1]!.high;
  for (let step = 0; step < 100; step++) {
    const third = (right - left) / 3;
    if (spreadAround(buckets, left + third) < spreadAround(buckets, right - third)) right -= third;
    else left += third;
  }
  return spreadAround(buckets, (left + right) / 2);
}

/** Σx² − S²/n is concave along the path of lifts from the highest bucket down: its maximum is found segment by segment. */
function greatestSpread(buckets: readonly UsedBucket[], n: number, sum: number | undefined): number {
  let total = buckets.reduce((value, { low, count }) => value + count * low, 0);
  let squares = buckets.reduce((value, { low, count }) => value + count * low * low, 0);
  let greatest = sum === undefined ? squares - total ** 2 / n : 0;
  for (const { low, high, count } of buckets.toReversed()) {
    const room = count * (high - low);
    const wanted = (sum ?? (n * (low + high)) / 2) - total;
    const lift = Math.min(Math.max(wanted, 0), room);
    const spread = squares + (low + high) * lift - (total + lift) ** 2 / n;
    if (sum === undefined) greatest = Math.max(greatest, spread);
    else greatest = spread;
    total += lift;
    squares += (low + high) * lift;
    if (lift < room && sum !== undefined) break;
    if (sum === undefined) {
      squares += (low + high) * (room - lift);
      total += room - lift;
    }
  }
  return greatest;
}
