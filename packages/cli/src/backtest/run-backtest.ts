import { readFile } from "node:fs/promises";
import { ModelwatchError } from "@modelwatch/conventions";
import { parseMonitor, type Monitor } from "@modelwatch/conventions/query";
import { trackMonitor, windowEdges, type MonitorTrack } from "@modelwatch/evaluation";
import type { Source } from "@modelwatch/sources";
import type { Progress } from "../progress/progress.js";
import { endOfHistory } from "./end-of-history.js";
import { judgeBacktest, type Backtest } from "./judge-backtest.js";
import { openHistory, type HistoryLocation } from "./open-history.js";
import type { ClosedPeriod, Period } from "./period.js";

export interface BacktestRequest extends HistoryLocation {
  /** A monitor document, JSON. */
  readonly monitorFile: string;
  /** Absent: the last day with predictions. */
  readonly untilMs?: number;
  readonly incidents: readonly Period[];
  readonly quiet: readonly ClosedPeriod[];
}

export interface BacktestResult {
  readonly monitor: Monitor;
  readonly track: MonitorTrack;
  readonly backtest: Backtest;
}

/**
 * Replays a monitor over stored history, each window judged from what could have been known at its end.
 * @throws ModelwatchError `invalid-argument` for a monitor that is no monitor, `not-found` for a missing file or a model without
 * predictions, and what the history rejects with.
 */
export async function runBacktest(
  request: BacktestRequest,
  progress: Progress,
  nowMs: number,
): Promise<BacktestResult> {
  const monitor = await readMonitor(request.monitorFile);
  const source = await openHistory(request);
  try {
    const track = await replay(
      monitor,
      source,
      progress,
      Math.min(nowMs, request.untilMs ?? Infinity),
      request,
    );
    return { monitor, track, backtest: judgeBacktest(track, request) };
  } finally {
    await source.close();
  }
}

async function replay(
  monitor: Monitor,
  source: Source,
  progress: Progress,
  nowMs: number,
  { untilMs }: BacktestRequest,
): Promise<MonitorTrack> {
  progress.start("Looking for the end of the history");
  try {
    const lastMs = untilMs === undefined ? await endOfHistory(monitor, source, nowMs) : nowMs;
    const endMs = untilMs === undefined ? endOfWindow(monitor, lastMs, nowMs) : nowMs;
    progress.succeed(new Date(endMs).toISOString());
    progress.start("Replaying the monitor");
    const track = await trackMonitor(monitor, source, endMs);
    if (track === null) throw tooEarly(monitor, endMs);
    progress.succeed(`${track.states.length} windows, ${track.alarms.length} alarms`);
    return track;
  } catch (error) {
    progress.fail();
    throw error;
  }
}

/** The end of the window that holds the last prediction, as far as it has closed. */
function endOfWindow({ window }: Monitor, lastMs: number, nowMs: number): number {
  if (window.width === "range" || window.width === "adaptive") return lastMs;
  const [, end = lastMs] = windowEdges(lastMs - 1, lastMs, window.width, window.timeZone);
  return Math.min(nowMs, end);
}

async function readMonitor(file: string): Promise<Monitor> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw new ModelwatchError("not-found", { problem: `the monitor file ${file} cannot be read` }, { cause });
  }
  try {
    return parseMonitor(JSON.parse(text));
  } catch (cause) {
    if (cause instanceof ModelwatchError) throw cause;
    throw new ModelwatchError(
      "invalid-argument",
      { problem: `the monitor file ${file} is not JSON`, allowed: "a monitor document" },
      { cause },
    );
  }
}

function tooEarly({ id, anchor }: Monitor, endMs: number): ModelwatchError {
  return new ModelwatchError("invalid-argument", {
    problem: `no window of the monitor "${id}" has closed between its anchor, ${anchor}, and ${new Date(endMs).toISOString()}`,
    remedy: "choose an earlier anchor, a shorter window or a later --until",
  });
}
