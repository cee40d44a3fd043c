import type { NumericDistribution } from "../distribution/distribution.js";
import { cumulativeShares } from "../distribution/shares.js";
import { mergeSparseCells } from "../evidence/merge-sparse-cells.js";
import type { LinearMap } from "./linear-maps.js";

/** Rows that a cell expects on each side before the deviance's chi-square law is trusted. */
const LEAST_EXPECTED = 5;

/** How badly linear maps of `before` explain `after`. */
export interface MapDeviance {
  /** 2·n*·KL(after ‖ mapped before), n* = n₀n/(n₀ + n): 0 where some way to lie inside buckets explains it whole. */
  of(map: LinearMap): number;
  /** Cells that were compared, less one. */
  readonly degrees: number;
}

/**
 * The deviance of linear maps. Between bounds the distribution function of `before` is known to lie near the straight line: as
 * far off as the neighbours' densities say that it is curved; in open tails anywhere. What lies inside that is no misfit.
 */
export function mapDeviance(before: NumericDistribution, after: NumericDistribution): MapDeviance {
  const f = cumulativeShares(before);
  const g = cumulativeShares(after);
  const { groupOf, groups } = mergeSparseCells(after.counts, LEAST_EXPECTED);
  const size = (before.count * after.count) / (before.count + after.count);
  return {
    degrees: groups - 1,
    of: ({ slope, intercept }) => {
      const observed = new Float64Array(groups);
      const predicted = new Float64Array(groups);
      let last = 0;
      after.counts.forEach((count, j) => {
        let reached = 1;
        if (j < after.bounds.length) {
          const { low, high } = shareUpTo(before, f, (after.bounds[j]! - intercept) / slope);
          reached = Math.max(last, Math.min(Math.max(g[j]!, low), high));
        }
        const group = groupOf[j]!;
        observed[group] = observed[group]! + count / after.count;
        predicted[group] = predicted[group]! + reached - last;
        last = reached;
      });
      let divergence = 0;
      for (let group = 0; group < groups; group++) {
        if (observed[group] === 0) continue;
        // half a row keeps an impossible cell finite
        const expected = Math.max(predicted[group]!, 0.5 / before.count);
        divergence += observed[group]! * Math.log(observed[group]! / expected);
      }
      return Math.max(0, 2 * size * divergence);
    },
  };
}

/** Between which shares the distribution function lies at x. */
function shareUpTo(
  { bounds, counts, count }: NumericDistribution,
  shares: Float64Array,
  x: number,
): { readonly low: number; readonly high: number } {
  const bucket = bucketAt(bounds, x);
  const low = shares[bucket - 1] ?? 0;
  const high = shares[bucket]!;
  const [left, right] = [bounds[bucket - 1], bounds[bucket]];
  if (left === undefined || right === undefined) return { low, high };
  const part = (x - left) / (right - left);
  const density = (i: number): number | undefined => {
    const [from, to] = [bounds[i - 1], bounds[i]];
    return from === undefined || to === undefined ? undefined : counts[i]! / count / (to - from);
  };
  const own = density(bucket)!;
  const bend = Math.max(...[bucket - 1, bucket + 1].map((i) => Math.abs(own - (density(i) ?? 0))));
  const room = bend * (right - left) * part * (1 - part);
  const middle = low + part * (high - low);
  return { low: Math.max(low, middle - room), high: Math.min(high, middle + room) };
}

/** The bucket (l, u] that holds x. */
function bucketAt(bounds: Float64Array, x: number): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bounds[middle]! >= x) high = middle;
    else low = middle + 1;
  }
  return low;
}
