import type { WindowedSeries } from "@modelwatch/sources";
import {
  bucketOf,
  windowDistribution,
  type Distribution,
  type DistributionWindows,
  type Layout,
} from "@modelwatch/statistics";
import { CATEGORY_OTHER } from "@modelwatch/conventions";
import { alignLayouts, type AlignOptions } from "../read/align-layouts.js";
import { compareText, sortSeries } from "../read/series-matrix.js";

/** Base windows of one member and its reference on one layout, as the evidence takes them. */
export interface MemberMatrix {
  readonly reference: Distribution;
  readonly cells: number;
  readonly windows: number;
  /** windows × cells, row-major. */
  readonly counts: Float64Array;
}

/**
 * All base windows of a member on the cells that the reference and every one of its series share, so that a bucket layout that
 * changed inside the range costs resolution and nothing else. `layout-changed` where no bound is shared.
 */
export function alignMember(
  series: readonly WindowedSeries[],
  reference: Distribution,
  options: AlignOptions = {},
): MemberMatrix | "layout-changed" {
  const common = commonReference(series, reference, options);
  if (common === null) return "layout-changed";
  const cells = common.counts.length;
  const windows = series[0]?.windows.windows ?? 0;
  const counts = new Float64Array(windows * cells);
  for (const one of series) addCounts(counts, cells, one.windows, common);
  return { reference: common, cells, windows, counts };
}

/** The same matrix beside another reference of the same layout. */
export function withReference(matrix: MemberMatrix, reference: Distribution): MemberMatrix {
  const aligned = alignLayouts(matrix.reference, reference);
  return aligned.kind === "undetermined" ? matrix : { ...matrix, reference: aligned.b };
}

/** A matrix as windows of the statistics: with exact sums where every series that counted brought them. */
export function toMemberWindows(
  matrix: MemberMatrix,
  series: readonly WindowedSeries[],
): DistributionWindows {
  const { cells, windows, counts, reference } = matrix;
  const totals = new Float64Array(windows);
  counts.forEach((count, i) => {
    const w = Math.floor(i / cells);
    totals[w] = totals[w]! + count;
  });
  const layout: Layout =
    reference.kind === "numeric"
      ? { kind: "numeric", bounds: reference.bounds }
      : { kind: "categorical", categories: reference.categories };
  const filled = sortSeries(series).filter((one) => one.windows.totals.some((total) => total > 0));
  const exact = layout.kind === "numeric" && filled.length > 0 && filled.every((one) => one.windows.sums);
  if (!exact) return { layout, windows, cells, counts, totals };
  const sums = new Float64Array(windows);
  for (const one of filled) one.windows.sums?.forEach((sum, w) => (sums[w] = sums[w]! + sum));
  return { layout, windows, cells, counts, totals, sums };
}

/** The rows [from, to) of a matrix. */
export function rowsOf(matrix: MemberMatrix, from: number, to: number): Float64Array {
  return matrix.counts.subarray(Math.max(0, from) * matrix.cells, to * matrix.cells);
}

/** The first `most` rows that hold counts, closed up: an empty window says nothing about spread. */
export function filledRows(counts: Float64Array, cells: number, most: number): Float64Array {
  const filled = new Float64Array(Math.min(most * cells, counts.length));
  let end = 0;
  for (let start = 0; start < counts.length && end < filled.length; start += cells) {
    const row = counts.subarray(start, start + cells);
    if (!row.some((count) => count > 0)) continue;
    filled.set(row, end);
    end += cells;
  }
  return filled.subarray(0, end);
}

/** The reference on the cells that all series share, categories in ascending order; null where no cell is shared. */
function commonReference(
  series: readonly WindowedSeries[],
  reference: Distribution,
  options: AlignOptions,
): Distribution | null {
  let common = reference;
  for (const one of series) {
    if (one.windows.windows === 0) continue;
    const aligned = alignLayouts(common, windowDistribution(one.windows, 0), options);
    if (aligned.kind === "undetermined") return null;
    common = aligned.a;
  }
  if (common.kind === "numeric") return common;
  const { counts } = common;
  const entries = common.categories.map((category, cell) => ({ category, count: counts[cell]! }));
  entries.sort((a, b) => compareText(a.category, b.category));
  return {
    kind: "categorical",
    categories: entries.map(({ category }) => category),
    counts: Float64Array.from(entries, ({ count }) => count),
    count: common.count,
  };
}

/** Adds a series whose every bucket lies inside one of the common cells. */
function addCounts(
  counts: Float64Array,
  cells: number,
  own: DistributionWindows,
  common: Distribution,
): void {
  const cellOf = cellMap(own.layout, common);
  for (let w = 0; w < own.windows; w++) {
    for (let cell = 0; cell < own.cells; cell++) {
      const target = w * cells + cellOf[cell]!;
      counts[target] = counts[target]! + own.counts[w * own.cells + cell]!;
    }
  }
}

function cellMap(own: Layout, common: Distribution): Int32Array {
  if (own.kind === "numeric" && common.kind === "numeric") {
    const last = common.bounds.length;
    return Int32Array.from({ length: own.bounds.length + 1 }, (_, cell) =>
      cell < own.bounds.length ? bucketOf(own.bounds[cell]!, common.bounds) : last,
    );
  }
  if (own.kind === "categorical" && common.kind === "categorical") {
    const cellOf = new Map(common.categories.map((category, cell) => [category, cell]));
    const other = cellOf.get(CATEGORY_OTHER) ?? 0;
    return Int32Array.from(own.categories, (category) => cellOf.get(category) ?? other);
  }
  return new Int32Array(0);
}
