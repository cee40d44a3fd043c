import type { NumericDistribution } from "./distribution.js";
import { distributionsFromSparse, type CountedRange } from "./sparse-histogram.js";

/**
 * Two histograms of one layout whose empty buckets the store left out, on the bounds that either knows: a bucket without rows can
 * be cut anywhere, so every count stays exact. Null where a bound beside rows of one lies inside rows of the other: then they
 * were never of one layout. Sum, squares, min and max are kept.
 */
export function joinSparseLayouts(
  a: NumericDistribution,
  b: NumericDistribution,
): { readonly a: NumericDistribution; readonly b: NumericDistribution } | null {
  const [rangesA, rangesB] = [usedRanges(a), usedRanges(b)];
  const [onA, onB] = distributionsFromSparse([{ ranges: rangesA }, { ranges: rangesB }]);
  const kept = new Set(onA!.bounds);
  const losesNone = [...rangesA, ...rangesB].every(
    ({ low, high }) => isKept(low, kept) && isKept(high, kept),
  );
  if (!losesNone) return null;
  const { bounds } = onA!;
  return { a: { ...a, bounds, counts: onA!.counts }, b: { ...b, bounds, counts: onB!.counts } };
}

function isKept(bound: number, kept: ReadonlySet<number>): boolean {
  return !Number.isFinite(bound) || kept.has(bound);
}

function usedRanges({ bounds, counts }: NumericDistribution): CountedRange[] {
  const ranges: CountedRange[] = [];
  for (let cell = 0; cell < counts.length; cell++) {
    const count = counts[cell]!;
    if (count > 0) ranges.push({ low: bounds[cell - 1] ?? -Infinity, high: bounds[cell] ?? Infinity, count });
  }
  return ranges;
}
