import { toQuality } from "./window-flags.js";
import type { Labels, WindowedSeries, WindowedSums } from "./source.js";
import type { DistributionWindows, Layout } from "@modelwatch/statistics";

export interface ExactMoments {
  readonly sums?: Float64Array;
  readonly sumsOfSquares?: Float64Array;
}

/** One element of an answer from its matrix of counts (row-major, windows × cells) and its window flags. */
export function buildWindowedSeries(
  labels: Labels,
  layout: Layout,
  counts: Float64Array,
  flags: Uint8Array,
  moments: ExactMoments = {},
): WindowedSeries {
  const cells = layout.kind === "numeric" ? layout.bounds.length + 1 : layout.categories.length;
  const windows: DistributionWindows = {
    layout,
    windows: flags.length,
    cells,
    counts,
    totals: toTotals(counts, flags.length, cells),
    ...moments,
  };
  return { labels, windows, quality: toQuality(flags) };
}

export function buildWindowedSums(labels: Labels, sums: Float64Array, flags: Uint8Array): WindowedSums {
  return { labels, sums, quality: toQuality(flags) };
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
