import type { Monitor } from "@modelwatch/conventions/query";
import type { Source } from "@modelwatch/sources";
import type { MonitorState } from "../decide/index.js";
import { culpritsOf } from "./drift-track.js";
import { judgeMonitor, type JudgedMonitor, type JudgedStretch } from "./judge-monitor.js";
import { subjectOf } from "./read-stretch.js";
import { compressTimeline } from "./timeline.js";

/** A monitor as it would have been seen window by window. */
export interface MonitorTrack {
  /** Window i is [edges[i], edges[i+1]), from the anchor on. */
  readonly edges: readonly number[];
  /** The state that could have been known at the end of each window. */
  readonly states: readonly MonitorState[];
  /** Runs of one state: windows [from, to). */
  readonly runs: readonly { readonly state: MonitorState; readonly from: number; readonly to: number }[];
  /** ln of the drift detector at the end of each window; −∞ where nothing can be said yet. */
  readonly logDetector: Float64Array;
  /** ln of the budget in days: at or above it, drift beyond the tolerance is an alarm. */
  readonly logThreshold: number;
  /** Windows at whose end an alarm began, in order. One that stands is there once. */
  readonly alarms: readonly MonitorAlarm[];
  /** Where each version of the model took over, by the index of its first window. */
  readonly versions: readonly { readonly version?: string; readonly from: number }[];
}

export interface MonitorAlarm {
  readonly window: number;
  readonly kind: "drift" | "loss";
  /** Members behind a drift alarm, strongest first. */
  readonly culprits: readonly string[];
}

/**
 * Replays a monitor over its stored history until `nowMs`: evidence, states and alarms at the end of each closed window since its
 * anchor, each from what could have been known then. Null where no window has closed.
 * @throws ModelwatchError `invalid-argument` for a monitor whose windows carry no evidence, and whatever the source rejects with.
 */
export async function trackMonitor(
  monitor: Monitor,
  source: Source,
  nowMs: number,
  signal?: AbortSignal,
): Promise<MonitorTrack | null> {
  const context = { source, subject: subjectOf(monitor), ...(signal === undefined ? {} : { signal }) };
  const judged = await judgeMonitor(monitor, nowMs, context);
  if (judged === null) return null;
  const starts = firstWindows(judged.stretches);
  return {
    edges: judged.edges,
    states: judged.timeline.map(({ state }) => state),
    runs: compressTimeline(judged.timeline),
    logDetector: Float64Array.from(judged.stretches.flatMap(({ data, drift }) => liveEvidence(data, drift))),
    logThreshold: Math.log(monitor.guard.budgetDays),
    alarms: alarmsOf(judged, starts),
    versions: judged.stretches.map(({ data: { stretch } }, i) => ({
      ...(stretch.version === undefined ? {} : { version: stretch.version }),
      from: starts[i]!,
    })),
  };
}

/** Each stretch's first window since the anchor. */
function firstWindows(stretches: readonly JudgedStretch[]): number[] {
  let next = 0;
  return stretches.map(({ data: { stretch } }) => {
    const from = next;
    next += stretch.windows.counted.length - stretch.windows.first;
    return from;
  });
}

function liveEvidence(data: JudgedStretch["data"], drift: JudgedStretch["drift"]): number[] {
  const { first, counted } = data.stretch.windows;
  return Array.from({ length: counted.length - first }, (_, w) => drift?.logDetector[first + w] ?? -Infinity);
}

function alarmsOf({ timeline, stretches }: JudgedMonitor, starts: readonly number[]): MonitorAlarm[] {
  return timeline.flatMap(({ facts }, window): MonitorAlarm[] => {
    const before = timeline[window - 1]?.facts;
    const alarms: MonitorAlarm[] = [];
    if (facts.drift === "evident" && before?.drift !== "evident") {
      const index = starts.findLastIndex((from) => from <= window);
      const { drift, data } = stretches[index]!;
      const at = window - starts[index]! + data.stretch.windows.first;
      const culprits = drift === null ? [] : culpritsOf(drift, at).map(({ member }) => member.name);
      alarms.push({ window, kind: "drift", culprits });
    }
    if (facts.loss === "harmful" && before?.loss !== "harmful") {
      alarms.push({ window, kind: "loss", culprits: [] });
    }
    return alarms;
  });
}
