import type { Monitor } from "@modelwatch/conventions/query";
import type { ReadContext } from "../read/model-matchers.js";
import { countRows } from "../read/series-matrix.js";
import { hasFixedReference, trackDrift, type DriftTrack } from "./drift-track.js";
import { trackLoss, type LossTrack } from "./loss-track.js";
import { monitorWindows, windowsIn, type MonitorWindows } from "./monitor-windows.js";
import { readStretch, subjectOf, type StretchData } from "./read-stretch.js";
import { readStretches } from "./stretches.js";
import { buildTimeline, factsOf, type TimelineEntry, type WindowFacts } from "./timeline.js";

/** One stretch of a monitor with its evidence; indices are those of the stretch's own windows. */
export interface JudgedStretch {
  readonly data: StretchData;
  readonly drift: DriftTrack | null;
  readonly loss: LossTrack | null;
}

/** All that is known about a monitor. */
export interface JudgedMonitor {
  readonly monitor: Monitor;
  /** Edges of the windows since the anchor. */
  readonly edges: readonly number[];
  /** One entry for each of those windows. */
  readonly timeline: readonly TimelineEntry[];
  /** Rows of each of those windows. */
  readonly predictions: Float64Array;
  /** One for each version that was in charge since the anchor; the last one is now. */
  readonly stretches: readonly [JudgedStretch, ...JudgedStretch[]];
}

/** Reads and judges a monitor over its closed windows until `nowMs`; null where none has closed since the anchor. */
export async function judgeMonitor(
  monitor: Monitor,
  nowMs: number,
  outer: ReadContext,
): Promise<JudgedMonitor | null> {
  const windows = monitorWindows(monitor, nowMs);
  if (windows === null) return null;
  const context: ReadContext = { ...outer, subject: subjectOf(monitor) };
  const [first, ...others] = await readStretches(context, windows);
  const severalVersions = others.length > 0;
  const judge = async (stretch: typeof first) =>
    judgeStretch(await readStretch(monitor, stretch, context, severalVersions), monitor);
  const stretches: [JudgedStretch, ...JudgedStretch[]] = [await judge(first)];
  for (const stretch of others) stretches.push(await judge(stretch));
  const facts: WindowFacts[] = [];
  const rows: number[] = [];
  for (const { data, drift, loss } of stretches) {
    const scores = data.current.get("prediction") ?? [];
    const own = data.stretch.windows;
    for (let w = own.first; w < own.counted.length; w++) {
      facts.push(factsOf(drift, loss, w));
      rows.push(countRows(scores, w, w + 1));
    }
  }
  const predictions = Float64Array.from(rows);
  const timeline = buildTimeline(predictions, facts);
  return { monitor, edges: windows.edges.slice(windows.first), timeline, predictions, stretches };
}

function judgeStretch(data: StretchData, monitor: Monitor): JudgedStretch {
  const { windows } = data.stretch;
  const labelled = data.referenceOutcomes;
  // History always takes part; the budget holds for all detectors together.
  const share = 1 + Number(hasFixedReference(monitor, data)) + Number(labelled !== null);
  const drift = trackDrift(monitor, data, share);
  if (labelled === null) return { data, drift, loss: null };
  const recovery = windowsIn(monitor.recoveryDays, windows);
  const live = withoutHistory(windows);
  return {
    data,
    drift,
    loss: trackLoss(data.outcomes, labelled.outcomes, live, monitor.guard, recovery, share),
  };
}

/** Losses before the anchor are not evidence. */
function withoutHistory(windows: MonitorWindows): MonitorWindows {
  return { ...windows, counted: windows.counted.map((counted, w) => (w < windows.first ? 0 : counted)) };
}
