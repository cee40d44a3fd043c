import type { Query } from "@modelwatch/conventions/query";
import { windowBefore, windowEdges, type AlignedWidth, type WindowWidth } from "./edges.js";

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
  /** In ascending order. Sliding windows overlap: they are for display, and no evidence may rest on them. */
  readonly windows: readonly PlannedWindow[];
  /** Base windows may begin before the first window: as far as the reference reaches back. */
  readonly baseEdges: readonly number[];
  readonly baseWidth: AlignedWidth;
  readonly sliding: boolean;
}

type PlannedQuery = Pick<Query, "window" | "range">;

const DAY_MS = 86_400_000;
const FINEST_FIRST = ["5m", "1h", "1d", "1w", "1mo"] as const satisfies readonly AlignedWidth[];

/**
 * The plan of a query's range; with a `reference`, its base windows reach back as far as that one needs, and `learningDays` before
 * the range at least.
 */
export function planWindows(
  query: PlannedQuery,
  reference?: Query["reference"],
  learningDays = 0,
): WindowPlan {
  const { timeZone, step } = query.window;
  const spans = spansOf(query);
  const firstMs = spans[0]!.fromMs;
  const endMs = spans[spans.length - 1]!.toMs;
  const learningMs = windowBefore(firstMs, "1d", timeZone, learningDays);
  const leadMs = Math.min(learningMs, reachBack(query, reference, firstMs, endMs));
  const baseWidth = baseWidthOf(query, endMs - firstMs);
  const grid = windowEdges(leadMs, endMs, baseWidth, timeZone);
  // A range need not begin or end at midnight: its first and last base windows are cut by it.
  const inner = grid.filter((edge) => edge > leadMs && edge < endMs);
  const ends = spans.flatMap(({ fromMs, toMs }) => [fromMs, toMs]);
  const baseEdges = [...new Set([leadMs, ...inner, ...ends])].sort((a, b) => a - b);
  const indexOf = new Map(baseEdges.map((edge, index) => [edge, index]));
  const windows = spans.map(({ fromMs, toMs }) => ({
    fromMs,
    toMs,
    firstBase: indexOf.get(fromMs)!,
    endBase: indexOf.get(toMs)!,
  }));
  const sliding = step !== undefined && query.window.width !== "adaptive";
  return { timeZone, windows, baseEdges, sliding, baseWidth };
}

/** An adaptive window is cut out of the whole range when its data are known. */
function calendarWidth({ window: { width } }: PlannedQuery): WindowWidth {
  return width === "adaptive" ? "range" : width;
}

function spansOf(query: PlannedQuery): { readonly fromMs: number; readonly toMs: number }[] {
  const { timeZone, step } = query.window;
  const width = calendarWidth(query);
  const slides = step !== undefined && width !== "range";
  const [fromMs, toMs] = [Date.parse(query.range.from), Date.parse(query.range.to)];
  const edges = windowEdges(fromMs, toMs, slides ? step : width, timeZone);
  return edges.slice(1).map((end, i) => ({
    fromMs: slides ? windowBefore(end, width, timeZone) : edges[i]!,
    toMs: end,
  }));
}

/** Where the base windows begin. */
function reachBack(
  query: PlannedQuery,
  reference: Query["reference"] | undefined,
  firstMs: number,
  endMs: number,
): number {
  const { timeZone } = query.window;
  const width = calendarWidth(query);
  if (reference?.kind === "season") return windowBefore(firstMs, "1w", timeZone, reference.weeks);
  if (reference?.kind !== "previous") return firstMs;
  return width === "range" ? firstMs - (endMs - firstMs) : windowBefore(firstMs, width, timeZone);
}

function baseWidthOf(query: PlannedQuery, rangeMs: number): AlignedWidth {
  const width = calendarWidth(query);
  const { step } = query.window;
  if (query.window.width === "adaptive" && step !== undefined) return step;
  // Fewer than 20 base windows cannot say how much windows vary.
  const own =
    width === "5m" || width === "1h" ? width : width === "1d" || rangeMs < 20 * DAY_MS ? "1h" : "1d";
  return FINEST_FIRST.find((one) => one === own || one === step) ?? own;
}
