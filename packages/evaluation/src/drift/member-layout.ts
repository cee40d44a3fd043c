import type { WindowedSeries } from "@modelwatch/sources";
import { alignDistributions, windowDistribution, type Distribution } from "@modelwatch/statistics";

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
): MemberMatrix | "layout-changed" {
  let common = reference;
  for (const one of series) {
    if (one.windows.windows === 0) continue;
    const aligned = alignDistributions(common, windowDistribution(one.windows, 0));
    if (aligned.kind === "undetermined") return "layout-changed";
    common = aligned.a;
  }
  const cells = common.counts.length;
  const windows = series[0]?.windows.windows ?? 0;
  const counts = new Float64Array(windows * cells);
  for (const one of series) {
    for (let w = 0; w < windows; w++) {
      if (one.windows.totals[w] === 0) continue;
      const aligned = alignDistributions(common, windowDistribution(one.windows, w));
      if (aligned.kind === "undetermined") return "layout-changed";
      for (let cell = 0; cell < cells; cell++) {
        counts[w * cells + cell] = counts[w * cells + cell]! + aligned.b.counts[cell]!;
      }
    }
  }
  return { reference: common, cells, windows, counts };
}

/** The same matrix beside another reference of the same layout. */
export function withReference(matrix: MemberMatrix, reference: Distribution): MemberMatrix {
  const aligned = alignDistributions(reference, matrix.reference);
  return aligned.kind === "undetermined" ? matrix : { ...matrix, reference: aligned.a };
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
