import type { Query } from "@modelwatch/conventions/query";
import { windowEdges, type WindowWidth } from "./edges.js";

/** One window of the answer and the base windows that it is made of. */
export interface PlannedWindow {
  readonly fromMs: number;
  readonly toMs: number;
  /** Base windows [firstBase, endBase). */
  readonly firstBase: number;
  readonly endBase: number;
}

/**
 * The windows of a query, each cut into base windows (days of a week, hours of a day). The store is read in base windows: their
 * spread says how much rows of one day resemble each other, which is what intervals are made of.
 */
export interface WindowPlan {
  readonly timeZone: string;
  readonly windows: readonly PlannedWindow[];
  readonly baseEdges: readonly number[];
}

const DAY_MS = 86_400_000;

/** The plan of a query's range. */
export function planWindows(query: Pick<Query, "window" | "range">): WindowPlan {
  const { timeZone } = query.window;
  const width = query.window.width === "adaptive" ? "range" : query.window.width;
  const edges = windowEdges(Date.parse(query.range.from), Date.parse(query.range.to), width, timeZone);
  const baseWidth = baseWidthOf(width, edges[edges.length - 1]! - edges[0]!);
  const windows: PlannedWindow[] = [];
  const baseEdges: number[] = [edges[0]!];
  for (let i = 0; i + 1 < edges.length; i++) {
    const firstBase = baseEdges.length - 1;
    const inner = baseWidth === width ? [] : windowEdges(edges[i]!, edges[i + 1]!, baseWidth, timeZone);
    // A range need not begin or end at midnight: its first and last base windows are cut by it.
    baseEdges.push(...inner.filter((edge) => edge > edges[i]! && edge < edges[i + 1]!), edges[i + 1]!);
    windows.push({ fromMs: edges[i]!, toMs: edges[i + 1]!, firstBase, endBase: baseEdges.length - 1 });
  }
  return { timeZone, windows, baseEdges };
}

function baseWidthOf(width: WindowWidth, rangeMs: number): WindowWidth {
  if (width === "5m" || width === "1h") return width;
  // Fewer than 20 base windows cannot say how much windows vary.
  return width === "1d" || rangeMs < 20 * DAY_MS ? "1h" : "1d";
}
