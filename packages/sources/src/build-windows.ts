import { spreadLate, toQuality } from "./window-flags.js";
import type { Labels, WindowedSeries, WindowedSums } from "./source.js";
import type { DistributionWindows, Layout } from "@modelwatch/statistics";

export interface ExactMoments {
  readonly sums?: Float64Array;
  readonly sumsOfSquares?: Float64Array;
}

/**
 * One element of an answer from its matrix of counts (row-major, windows × cells) and the flags of what was counted in each.
 * Categories bring the flags of their sums, which say already what windows lack.
 */
export function buildWindowedSeries(
  labels: Labels,
  layout: Layout,
  counts: Float64Array,
  flags: Uint8Array,
  moments: ExactMoments = {},
): WindowedSeries {
  const cells = layout.kind === "numeric" ? layout.bounds.length + 1 : layout.categories.length;
  const totals = toTotals(counts, flags.length, cells);
  const windows: DistributionWindows = {
    layout,
    windows: flags.length,
    cells,
    counts,
    totals,
    ...moments,
  };
  const quality = toQuality(layout.kind === "numeric" ? spreadLate(flags, totals) : flags);
  return { labels, windows, quality };
}

export function buildWindowedSums(labels: Labels, sums: Float64Array, flags: Uint8Array): WindowedSums {
  return { labels, sums, quality: toQuality(spreadLate(flags, sums)) };
}

function toTotals(counts: Float64Array, windows: number, cells: number): Float64Array {
  const totals = new Float64Array(windows);
  for (let row = 0; row < windows; row++) {
    let total = 0;
    for (let i = row * cells; i < (row + 1) * cells; i++) total += counts[i]!;
    totals[row] = total;
  }
  return totals;
}
