import { decideState, POLICY, type MonitorFacts, type MonitorState } from "../decide.js";
import type { DriftTrack } from "./drift-track.js";
import type { LossTrack } from "./loss-track.js";

/** What is known after each window, and the state that follows from it. */
export interface TimelineEntry {
  readonly facts: MonitorFacts;
  readonly state: MonitorState;
}

/** The state after each window, from what could have been known at its end. */
export function buildTimeline(
  predictions: Float64Array,
  drift: DriftTrack | null,
  loss: LossTrack | null,
): readonly TimelineEntry[] {
  let silentFor = 0;
  return Array.from(predictions, (count, w): TimelineEntry => {
    silentFor = count > 0 ? 0 : silentFor + 1;
    const facts: MonitorFacts = {
      silent: silentFor >= POLICY.missingAfterWindows,
      loss: loss?.state[w] ?? "unknown",
      drift: driftState(drift, w),
    };
    return { facts, state: decideState(facts) };
  });
}

/** Runs of equal states: [from, to) window indices. */
export function compressTimeline(
  timeline: readonly TimelineEntry[],
): readonly { readonly state: MonitorState; readonly from: number; readonly to: number }[] {
  const runs: { state: MonitorState; from: number; to: number }[] = [];
  timeline.forEach(({ state }, w) => {
    const last = runs[runs.length - 1];
    if (last?.state === state) last.to = w + 1;
    else runs.push({ state, from: w, to: w + 1 });
  });
  return runs;
}

function driftState(drift: DriftTrack | null, w: number): MonitorFacts["drift"] {
  const log = drift?.logDetector[w];
  if (drift === null || log === undefined || log === -Infinity) return "unknown";
  return log >= drift.logThreshold ? "evident" : "not-evident";
}
