import { ModelwatchError } from "@modelwatch/conventions/error";
import { checkedBounds, createNumericDistribution } from "./create-distribution.js";
import type { NumericDistribution } from "./distribution.js";
import { bucketOf } from "./from-values.js";

/**
 * Values in (low, high]; the ends may be infinite. low = high = 0 stands for values that are exactly 0.
 */
export interface CountedRange {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/**
 * A histogram as stores write those without a fixed layout (exponential, native, `vmrange`): the ranges that hold values, and
 * nothing outside them.
 */
export interface SparseHistogram {
  readonly ranges: readonly CountedRange[];
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
}

/** The largest double below 0: (−5e−324, 0] is the bucket of the value 0. */
export const BELOW_ZERO = -Number.MIN_VALUE;

/**
 * Histograms as distributions of one layout, so that they can be merged, subtracted and compared cell by cell: the finest bounds
 * that no used range straddles. Counts are only ever joined, never split, so each stays exact; of two exponential histograms the
 * coarser scale remains, and the larger zero threshold. Where a histogram holds nothing its cells are 0.
 *
 * @param alsoBounds further bounds to keep where possible, such as those of an explicit histogram to compare with.
 * @throws ModelwatchError `invalid-argument` for a range whose ends are NaN or not ascending, and for counts that are not integers ≥ 0.
 */
export function distributionsFromSparse(
  histograms: readonly SparseHistogram[],
  alsoBounds: ArrayLike<number> = [],
): readonly NumericDistribution[] {
  const bounds = commonBounds(histograms, checkedBounds(alsoBounds));
  return histograms.map(({ ranges, ...moments }) => {
    const counts = new Float64Array(bounds.length + 1);
    for (const { high, count } of ranges) {
      if (count === 0) continue;
      const cell = bucketOf(high, bounds);
      counts[cell] = counts[cell]! + count;
    }
    return createNumericDistribution({ ...moments, bounds, counts });
  });
}

/** One histogram alone: a bucket for each used range and each gap between two. */
export function distributionFromSparse(histogram: SparseHistogram): NumericDistribution {
  const [distribution] = distributionsFromSparse([histogram]);
  return distribution!;
}

/** Ends of used ranges, and further bounds, that lie strictly inside no used range: one sweep upwards. */
function commonBounds(histograms: readonly SparseHistogram[], alsoBounds: Float64Array): Float64Array {
  const candidates = new Set<number>(alsoBounds);
  // of ranges with one lower end only the longest matters
  const reachOf = new Map<number, number>();
  for (const { ranges } of histograms) {
    ranges.forEach((range, index) => {
      checkRange(range, index);
      if (range.count === 0) return;
      const low = lowerEnd(range);
      reachOf.set(low, Math.max(reachOf.get(low) ?? -Infinity, range.high));
      candidates.add(low).add(range.high);
    });
  }
  const lows = Float64Array.from(reachOf.keys()).sort();
  const kept: number[] = [];
  let next = 0;
  let reached = -Infinity;
  for (const bound of Float64Array.from(candidates).sort()) {
    while (next < lows.length && lows[next]! < bound)
      reached = Math.max(reached, reachOf.get(lows[next++]!)!);
    if (reached <= bound && Number.isFinite(bound)) kept.push(bound);
  }
  return Float64Array.from(kept);
}

function lowerEnd({ low, high }: CountedRange): number {
  return low === 0 && high === 0 ? BELOW_ZERO : low;
}

function checkRange(range: CountedRange, index: number): void {
  const { low, high, count } = range;
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new ModelwatchError("invalid-argument", {
      problem: `ranges[${index}] has the count ${count}`,
      allowed: "integers ≥ 0",
    });
  }
  if (lowerEnd(range) < high) return;
  throw new ModelwatchError("invalid-argument", {
    problem: `ranges[${index}] is from ${low} to ${high}`,
    allowed: "low < high, or both 0",
  });
}
