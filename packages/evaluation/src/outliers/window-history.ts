import type { Monitor, Query } from "@modelwatch/conventions/query";
import type { WindowedSeries } from "@modelwatch/sources";
import { localTimes, MAX_MONITOR_WINDOWS, windowBefore, windowEdges } from "../windows/edges.js";
import type { PlannedWindow, WindowPlan } from "../windows/plan-windows.js";

/** How far back the windows reach that say what is expected: whole seasons, and enough of them to know how much they vary. */
const REACH = {
  "5m": ["1d", 14],
  "1h": ["1d", 28],
  "1d": ["1d", 56],
  "1w": ["1w", 26],
  "1mo": ["1mo", 12],
} as const;

/** One window of the answer among the windows that were read. */
export interface TestedWindow extends PlannedWindow {
  /** Windows read: [from, to). */
  readonly from: number;
  readonly to: number;
  /** The first of the earlier windows that say what is expected of it; `from` where there are none. */
  readonly historyFrom: number;
  /** Not over at the end of the range: counts are still growing. */
  readonly isOpen: boolean;
}

/** The windows of an answer and those before, which lead to expect something. What is expected never depends on the range shown. */
export interface WindowHistory {
  readonly edges: readonly number[];
  readonly tested: readonly TestedWindow[];
  /** Windows of equal number are alike: hours of working days and weekends, days of the week. */
  readonly seasons: Int32Array;
  /** 0 in the monitor's known episodes. */
  readonly counted: Uint8Array;
}

export function planHistory(query: Query, plan: WindowPlan, monitor: Monitor | undefined): WindowHistory {
  const { width, timeZone } = query.window;
  const endMs = Date.parse(query.range.to);
  const isCalendar = width !== "range" && width !== "adaptive" && !plan.sliding;
  const first = plan.windows[0]!;
  const last = plan.windows[plan.windows.length - 1]!;
  const leadMs = isCalendar
    ? windowBefore(first.fromMs, REACH[width][0], timeZone, REACH[width][1])
    : first.fromMs;
  const edges = isCalendar
    ? windowEdges(leadMs, last.toMs, width, timeZone, MAX_MONITOR_WINDOWS)
    : plan.baseEdges;
  const indexOf = new Map(edges.map((edge, index) => [edge, index]));
  const reach = isCalendar ? indexOf.get(first.fromMs)! : 0;
  return {
    edges,
    tested: plan.windows.map((window) => {
      const from = indexOf.get(window.fromMs)!;
      const historyFrom = isCalendar ? Math.max(0, from - reach) : from;
      return { ...window, from, to: indexOf.get(window.toMs)!, historyFrom, isOpen: window.toMs > endMs };
    }),
    seasons: seasonsOf(edges, width, timeZone),
    counted: Uint8Array.from({ length: edges.length - 1 }, (_, w) =>
      Number(!isExcluded(monitor, edges[w]!, edges[w + 1]!)),
    ),
  };
}

const DAY_MS = 86_400_000;

function seasonsOf(edges: readonly number[], width: Query["window"]["width"], timeZone: string): Int32Array {
  const seasons = new Int32Array(edges.length - 1);
  if (width !== "5m" && width !== "1h" && width !== "1d") return seasons;
  const local = localTimes(edges, timeZone);
  return seasons.map((_, w) => {
    const middle = (local[w]! + local[w + 1]!) / 2;
    // 1970-01-01 was a Thursday; 0 is Sunday
    const day = (Math.floor(middle / DAY_MS) + 4) % 7;
    if (width === "1d") return day;
    return Math.floor((middle % DAY_MS) / 3_600_000) + (day === 0 || day === 6 ? 24 : 0);
  });
}

function isExcluded(monitor: Monitor | undefined, fromMs: number, toMs: number): boolean {
  if (monitor === undefined) return false;
  return monitor.excluded.some(([from, to]) => Date.parse(from) < toMs && Date.parse(to) > fromMs);
}

/** Rows of each window, over all series. */
export function rowsByWindow(series: readonly WindowedSeries[], windows: number): Float64Array {
  const rows = new Float64Array(windows);
  for (const { windows: own } of series) own.totals.forEach((total, w) => (rows[w] = rows[w]! + total));
  return rows;
}

/**
 * Earlier windows of a tested one as arrays: those that count, from the first with any row on. Months in which a model did not exist
 * say nothing about it.
 */
export function earlierWindows(
  { counted }: WindowHistory,
  window: TestedWindow,
  rows: Float64Array,
): readonly number[] {
  const earlier: number[] = [];
  for (let w = window.historyFrom; w < window.from; w++) {
    if (counted[w] === 1 && (earlier.length > 0 || rows[w]! > 0)) earlier.push(w);
  }
  return earlier;
}
