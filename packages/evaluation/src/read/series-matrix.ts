import type { WindowQuality } from "@modelwatch/conventions/query";
import type { WindowedSeries } from "@modelwatch/sources";
import {
  joinSparseLayouts,
  sameLayout,
  sumWindows,
  type Alignment,
  type Distribution,
  type NumericDistribution,
} from "@modelwatch/statistics";
import { alignLayouts } from "./align-layouts.js";

/**
 * The windows [from, to) of several series as one distribution on one layout. Null without rows; `layout-changed` where the
 * series share no bound. The order of the series does not matter for counts; sums are added in ascending order of labels.
 */
export function sumSeries(
  series: readonly WindowedSeries[],
  from: number,
  to: number,
): Distribution | "layout-changed" | null {
  let total: Distribution | null = null;
  for (const one of sortSeries(series)) {
    const part = sumWindows(one.windows, from, to);
    if (part.count === 0) continue;
    if (total === null) {
      total = part;
      continue;
    }
    const merged = addDistributions(total, part);
    if (merged === "layout-changed") return merged;
    total = merged;
  }
  return total;
}

/** {@link sumSeries} over several stretches of windows. */
export function sumRanges(
  series: readonly WindowedSeries[],
  ranges: readonly { readonly from: number; readonly to: number }[],
): Distribution | "layout-changed" | null {
  let total: Distribution | null = null;
  for (const { from, to } of ranges) {
    const part = sumSeries(series, from, to);
    if (part === null) continue;
    if (part === "layout-changed") return part;
    const merged: Distribution | "layout-changed" = total === null ? part : addDistributions(total, part);
    if (merged === "layout-changed") return merged;
    total = merged;
  }
  return total;
}

/** {@link sumSeries} of numeric series; categories have no place there. */
export function sumNumericSeries(
  series: readonly WindowedSeries[],
  from: number,
  to: number,
): NumericDistribution | null {
  const total = sumSeries(series, from, to);
  return total !== null && total !== "layout-changed" && total.kind === "numeric" ? total : null;
}

/** Two distributions of one metric as one on their common layout. */
export function addDistributions(a: Distribution, b: Distribution): Distribution | "layout-changed" {
  const aligned = alignSeries(a, b);
  if (aligned.kind === "undetermined") return "layout-changed";
  const counts = aligned.a.counts.map((count, cell) => count + aligned.b.counts[cell]!);
  const count = a.count + b.count;
  if (aligned.a.kind === "categorical" || aligned.b.kind === "categorical")
    return { ...aligned.a, counts, count };
  const { sum, sumOfSquares } = aligned.a;
  const other = aligned.b;
  return {
    kind: "numeric",
    bounds: aligned.a.bounds,
    counts,
    count,
    ...(sum === undefined || other.sum === undefined ? {} : { sum: sum + other.sum }),
    ...(sumOfSquares === undefined || other.sumOfSquares === undefined
      ? {}
      : { sumOfSquares: sumOfSquares + other.sumOfSquares }),
  };
}

/** Two series of one metric on one layout; a store may have left empty buckets out, of each series others. */
export function alignSeries(a: Distribution, b: Distribution): Alignment {
  if (a.kind === "numeric" && b.kind === "numeric" && !sameLayout(a, b)) {
    const joined = joinSparseLayouts(a, b);
    if (joined !== null) return { kind: "aligned", ...joined };
  }
  return alignLayouts(a, b);
}

/** Rows of all series in the windows [from, to). */
export function countRows(series: readonly WindowedSeries[], from: number, to: number): number {
  let count = 0;
  for (const { windows } of series) for (let w = from; w < to; w++) count += windows.totals[w]!;
  return count;
}

/** What any of the series says about the windows [from, to). */
export function qualityOf(
  series: readonly { readonly quality: WindowedSeries["quality"] }[],
  from: number,
  to: number,
): WindowQuality[] {
  const flags = new Set<WindowQuality>();
  for (const one of series)
    for (const window of one.quality.slice(from, to)) for (const flag of window) flags.add(flag);
  return [...flags].sort();
}

/** Series in ascending order of their labels, so that sums do not depend on the store's order. */
export function sortSeries<S extends { readonly labels: Readonly<Record<string, string>> }>(
  series: readonly S[],
): S[] {
  return [...series].sort((a, b) => compareText(labelsKey(a.labels), labelsKey(b.labels)));
}

/** One text for one set of labels. */
export function labelsKey(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => compareText(a, b)));
}

/** Code-unit order: the same in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
