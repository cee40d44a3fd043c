import { decideState, POLICY, type MonitorFacts, type MonitorState } from "../decide/index.js";
import type { DriftTrack } from "./drift-track.js";
import type { LossTrack } from "./loss-track.js";

/** What is known after each window, and the state that follows from it. */
export interface TimelineEntry {
  readonly facts: MonitorFacts;
  readonly state: MonitorState;
}

/** What the evidence of one window says. */
export type WindowFacts = Pick<MonitorFacts, "loss" | "drift">;

/** What a stretch knows at the end of its window `w`. */
export function factsOf(drift: DriftTrack | null, loss: LossTrack | null, w: number): WindowFacts {
  return { loss: loss?.state[w] ?? "unknown", drift: driftState(drift, w) };
}

/** The state after each window, from what could have been known at its end. `predictions`: rows of each window. */
export function buildTimeline(
  predictions: Float64Array,
  facts: readonly WindowFacts[],
): readonly TimelineEntry[] {
  let silentFor = 0;
  return facts.map((known, w): TimelineEntry => {
    silentFor = predictions[w]! > 0 ? 0 : silentFor + 1;
    const all: MonitorFacts = { ...known, silent: silentFor >= POLICY.missingAfterWindows };
    return { facts: all, state: decideState(all) };
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
  return drift.evident[w] === 1 ? "evident" : "not-evident";
}
