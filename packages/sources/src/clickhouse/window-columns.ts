import { pickLabels } from "../labels.js";
import type { Labels } from "../source.js";
import { number, texts } from "./columns.js";
import { sql } from "./sql.js";
import type { Sql } from "./sql.js";

/**
 * Columns of a query over increments that are grouped by window: its flags as the bits of window-flags.ts, and the earliest
 * start of a process whose predecessor was not reached.
 */
export const WINDOW_FACTS: Sql = sql`max(reset) + 2 * max(late) AS flags, minIf(orphan_start, orphan_start > 0) AS orphaned`;

/** The same over all windows of a group. */
export const EARLIEST_ORPHAN: Sql = sql`toFloat64(minIf(orphaned, orphaned > 0))`;

/** {@link EARLIEST_ORPHAN} as it comes, 0 for none. */
export function toStart(value: unknown): number | undefined {
  const start = number(value);
  return start === 0 ? undefined : start;
}

/** The window that begins at an edge. */
export function createWindowIndex(edges: readonly number[]): (edge: number) => number {
  const indexes = new Map(edges.map((edge, index) => [edge, index]));
  return (edge) => indexes.get(edge) ?? -1;
}

/** The values of `groupBy` as labels; absent ones are left out. */
export function toLabels(groupBy: readonly string[], values: unknown): Labels {
  const found = texts(values);
  const labels = Object.fromEntries(groupBy.map((name, i) => [name, found[i] ?? ""]));
  return pickLabels(labels, groupBy);
}
