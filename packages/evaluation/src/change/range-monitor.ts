import { parseMonitor, type Monitor, type Query } from "@modelwatch/conventions/query";
import type { ReadContext } from "../read/model-matchers.js";
import { namedMonitor } from "../read/named-monitor.js";
import { toIso } from "../windows/edges.js";
import { trackMonitor } from "../verdict/track-monitor.js";

/** What the budgeted detector says about the range. */
export interface DetectorAnswer {
  /** The monitor that was replayed; null: one made of the query, anchored at the range's beginning, with a fortnight of history. */
  readonly monitor: string | null;
  /** When drift alarms began inside the range, and which members were behind each. */
  readonly alarms: readonly { readonly at: string; readonly culprits: readonly string[] }[];
  readonly logDetector: number | null;
  readonly logThreshold: number;
}

/**
 * Replays the monitor that the query names over its own history, or else the query as if it were a monitor. Null where conditions
 * narrow the subject (a monitor is about a whole model), where windows are not a monitor's, or where none has closed.
 * @throws ModelwatchError `not-found` for an unknown monitor.
 */
export async function askDetector(
  query: Query,
  context: ReadContext,
  monitors: readonly Monitor[],
): Promise<DetectorAnswer | null> {
  const named = namedMonitor(query, monitors);
  const { width, step } = query.window;
  const isCalendar = width !== "range" && width !== "adaptive" && step === undefined;
  const isWhole = query.subject.matchers.length === 0 && query.subject.target.kind !== "metric";
  if (named === undefined && !(isCalendar && isWhole)) return null;
  const monitor = named ?? toMonitor(query);
  const nowMs = Date.parse(query.range.to);
  const track = await trackMonitor(monitor, context.source, nowMs, context.signal);
  if (track === null) return null;
  const fromMs = Date.parse(query.range.from);
  const last = track.logDetector[track.logDetector.length - 1] ?? -Infinity;
  return {
    monitor: named?.id ?? null,
    alarms: track.alarms.flatMap(({ window, kind, culprits }) => {
      const atMs = track.edges[window + 1]!;
      return kind === "drift" && atMs > fromMs ? [{ at: toIso(atMs, query.window.timeZone), culprits }] : [];
    }),
    logDetector: Number.isFinite(last) ? last : null,
    logThreshold: track.logThreshold,
  };
}

function toMonitor({ subject, window, reference, guard, range }: Query): Monitor {
  const { model, modelVersion } = subject;
  return parseMonitor({
    id: "range",
    model,
    ...(modelVersion === undefined ? {} : { modelVersion }),
    reference,
    window,
    anchor: range.from,
    guard,
  });
}
