import type { WindowedSeries } from "@modelwatch/sources";

/** Events of each window among its rows. */
export interface EventCounts {
  readonly counts: Float64Array;
  readonly rows: Float64Array;
}

/** Rows beyond a bound in each window, and all rows; windows of series without that bound do not count. */
export function countBeyond(
  series: readonly WindowedSeries[],
  side: "low" | "high",
  bound: number,
  windows: number,
): EventCounts {
  const counts = new Float64Array(windows);
  const rows = new Float64Array(windows);
  for (const { windows: own } of series) {
    const cell = own.layout.kind === "numeric" ? own.layout.bounds.indexOf(bound) : -1;
    if (cell < 0) continue;
    const [from, to] = side === "low" ? [0, cell + 1] : [cell + 1, own.cells];
    for (let w = 0; w < windows; w++) {
      rows[w] = rows[w]! + own.totals[w]!;
      for (let i = from; i < to; i++) counts[w] = counts[w]! + own.counts[w * own.cells + i]!;
    }
  }
  return { counts, rows };
}
