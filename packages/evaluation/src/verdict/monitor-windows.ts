import { ModelwatchError } from "@modelwatch/conventions";
import type { Monitor } from "@modelwatch/conventions/query";
import type { MonitorSeason } from "@modelwatch/statistics";
import { localTimes, MAX_MONITOR_WINDOWS, windowBefore, windowEdges } from "../windows/edges.js";

/** The closed windows of a monitor in order: history first, then those since its anchor. */
export interface MonitorWindows {
  readonly edges: readonly number[];
  /** The first window at or after the anchor. Those before it are history: nothing is judged there. */
  readonly first: number;
  /** 1 where a window takes part in evidence: known episodes do not. */
  readonly counted: Uint8Array;
  /** Width in days, the budget's unit of time. */
  readonly unitDays: number;
  /** Where the middle of each window stands in the monitor's day and week; null for windows that hold whole weeks. */
  readonly season: MonitorSeason | null;
  /** Local time of each edge, see localTimes. */
  readonly local: Float64Array;
}

const DAY_MS = 86_400_000;
const UNIT_DAYS = { "5m": 1 / 288, "1h": 1 / 24, "1d": 1, "1w": 7, "1mo": 30 } as const;

/**
 * Windows from the monitor's history to `nowMs` that are closed. Null where none has closed since the anchor. They never depend on
 * a panel's range, so two panels cannot disagree.
 * @throws ModelwatchError `invalid-argument` for a monitor whose windows overlap, or whose width only a range or the data fix.
 */
export function monitorWindows(monitor: Monitor, nowMs: number): MonitorWindows | null {
  const { width, timeZone, step } = monitor.window;
  if (width === "range" || width === "adaptive") {
    throw notForEvidence(monitor, `has the window "${width}"`);
  }
  if (step !== undefined) throw notForEvidence(monitor, `has windows that overlap (step "${step}")`);
  const anchorMs = Date.parse(monitor.anchor);
  if (nowMs <= anchorMs) return null;
  const startMs = monitor.historyDays > 0 ? daysBefore(anchorMs, monitor) : anchorMs;
  const edges = windowEdges(startMs, nowMs, width, timeZone, MAX_MONITOR_WINDOWS).filter(
    (edge) => edge >= startMs && edge <= nowMs,
  );
  const first = edges.findIndex((edge) => edge >= anchorMs);
  if (first < 0 || edges.length - first < 2) return null;
  const counted = new Uint8Array(edges.length - 1).map((_, w) =>
    isExcluded(monitor, edges[w]!, edges[w + 1]!) ? 0 : 1,
  );
  const local = localTimes(edges, timeZone);
  const season = UNIT_DAYS[width] > 1 ? null : seasonOf(local);
  return { edges, first, counted, unitDays: UNIT_DAYS[width], season, local };
}

/** The windows [from, to) alone; what lies before the anchor stays history. */
export function sliceWindows(windows: MonitorWindows, from: number, to: number): MonitorWindows {
  const { season } = windows;
  return {
    edges: windows.edges.slice(from, to + 1),
    first: Math.max(0, windows.first - from),
    counted: windows.counted.slice(from, to),
    unitDays: windows.unitDays,
    season: season && {
      hourOfDay: Array.from(season.hourOfDay).slice(from, to),
      dayOfWeek: Array.from(season.dayOfWeek).slice(from, to),
    },
    local: windows.local.slice(from, to + 1),
  };
}

/** How many windows of a monitor `days` are, at least one. */
export function windowsIn(days: number, { unitDays }: Pick<MonitorWindows, "unitDays">): number {
  return Math.max(1, Math.round(days / unitDays));
}

function daysBefore(anchorMs: number, { historyDays, window }: Monitor): number {
  const whole = windowBefore(anchorMs, "1d", window.timeZone, Math.floor(historyDays));
  return whole - (historyDays % 1) * DAY_MS;
}

function seasonOf(local: Float64Array): MonitorSeason {
  const windows = local.length - 1;
  const hourOfDay = new Float64Array(windows);
  const dayOfWeek = new Uint8Array(windows);
  for (let w = 0; w < windows; w++) {
    const middle = (local[w]! + local[w + 1]!) / 2;
    hourOfDay[w] = (middle / 3_600_000) % 24;
    // 1970-01-01 was a Thursday; 0 is Sunday
    dayOfWeek[w] = (Math.floor(middle / DAY_MS) + 4) % 7;
  }
  return { hourOfDay, dayOfWeek };
}

function isExcluded(monitor: Monitor, fromMs: number, toMs: number): boolean {
  return monitor.excluded.some(([from, to]) => Date.parse(from) < toMs && Date.parse(to) > fromMs);
}

function notForEvidence({ id }: Monitor, problem: string): ModelwatchError {
  return new ModelwatchError("invalid-argument", {
    problem: `monitor "${id}" ${problem}`,
    allowed: `${Object.keys(UNIT_DAYS).join(", ")}, one after the other`,
    remedy: "choose 1d unless the model has far more than a thousand predictions a day",
  });
}
