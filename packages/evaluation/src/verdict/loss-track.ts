import type { Guard } from "@modelwatch/conventions/query";
import {
  computeBrier,
  computeDesignEffect,
  trackHarmfulShift,
  type GroupTotals,
  type ScoredOutcomes,
} from "@modelwatch/statistics";
import { POLICY } from "../decide.js";
import { scoredOutcomes, type OutcomeWindows } from "../read/outcomes.js";
import type { MonitorWindows } from "./monitor-windows.js";

/** The loss after each window of a monitor. */
export interface LossTrack {
  readonly state: readonly ("harmful" | "not-shown-harmful" | "unknown")[];
  /** Mean loss of the present stretch after its last window, with the running interval; null before there is enough. */
  readonly latest: { readonly estimate: number; readonly low: number; readonly high: number } | null;
  /** Upper bound of the reference loss + tolerance. */
  readonly limit: number;
  readonly referenceLoss: number;
  /** Labelled windows that took part, all stretches together. */
  readonly windows: number;
}

/** One labelled window. */
interface LossWindow {
  readonly index: number;
  readonly loss: number;
}

/**
 * Is the loss (Brier score of the outcomes that arrived in each window) beyond tolerance? Evidence grows from the anchor; after
 * an alarm it clears when the mean of the last `recoveryWindows` is back at or below the limit, and a new stretch of evidence begins.
 * Null without labelled reference rows or before enough labelled windows were seen to know how much they vary.
 */
export function trackLoss(
  outcomes: OutcomeWindows,
  reference: ScoredOutcomes,
  windows: MonitorWindows,
  guard: Guard,
  recoveryWindows: number,
): LossTrack | null {
  const labelled = labelledWindows(outcomes, windows, guard.minimumCount);
  const baseline = referenceRisk(reference, labelled);
  if (baseline === null) return null;
  const losses = Float64Array.from(labelled, ({ loss }) => loss);
  const states: ("harmful" | "not-shown-harmful" | "unknown")[] =
    losses.length === 0 ? [] : Array.from(losses, () => "unknown");
  let latest: LossTrack["latest"] = null;
  let limit = baseline.loss + guard.lossTolerance;
  for (let start = 0; start < losses.length;) {
    const shift = trackHarmfulShift({
      reference: baseline,
      windowLosses: losses.subarray(start),
      alpha: guard.alpha,
      tolerance: guard.lossTolerance,
    });
    limit = shift.limit;
    const alarm = shift.low.findIndex((low, i) => i + 1 >= POLICY.burnInWindows && low > limit);
    const recovered = alarm < 0 ? -1 : recoveryAfter(losses, start + alarm, recoveryWindows, limit);
    const end = recovered < 0 ? losses.length : recovered;
    for (let i = start; i < end; i++) {
      if (i - start + 1 >= POLICY.burnInWindows || start > 0) states[i] = "not-shown-harmful";
      if (alarm >= 0 && i >= start + alarm) states[i] = "harmful";
    }
    latest = latestOf(shift, end - start - 1);
    start = end;
  }
  const byWindow = spread(states, labelled, windows.counted.length);
  return { state: byWindow, latest, limit, referenceLoss: baseline.loss, windows: losses.length };
}

function labelledWindows(outcomes: OutcomeWindows, { counted }: MonitorWindows, minimumCount: number) {
  const labelled: (LossWindow & { readonly group: GroupTotals })[] = [];
  for (let index = 0; index < counted.length; index++) {
    if (counted[index] === 0) continue;
    const rows = scoredOutcomes(outcomes, index, index + 1);
    const loss = rows && computeBrier(rows);
    if (rows === null || loss === null) continue;
    const count = rows.positive.count + rows.negative.count;
    if (count >= minimumCount)
      labelled.push({ index, loss: loss.value, group: { count, sum: loss.value * count } });
  }
  return labelled;
}

/** The reference is one histogram without days: its rows are taken to resemble each other as much as those of the first windows. */
function referenceRisk(reference: ScoredOutcomes, labelled: readonly { readonly group: GroupTotals }[]) {
  const brier = computeBrier(reference);
  if (brier === null || brier.standardError === null || labelled.length < POLICY.burnInWindows) return null;
  const rows = reference.positive.count + reference.negative.count;
  const first = labelled.slice(0, POLICY.overdispersionWindows).map(({ group }) => group);
  const designEffect = computeDesignEffect(first, rows * brier.standardError ** 2);
  return {
    loss: brier.resolution?.high ?? brier.value,
    standardError: brier.standardError * Math.sqrt(designEffect),
  };
}

/** The first window after `alarm` at which the mean of the last ones is at or below the limit; −1 where there is none. */
function recoveryAfter(losses: Float64Array, alarm: number, recoveryWindows: number, limit: number): number {
  for (let i = alarm + recoveryWindows; i < losses.length; i++) {
    const recent = losses.subarray(i - recoveryWindows + 1, i + 1);
    if (recent.reduce((sum, loss) => sum + loss, 0) / recoveryWindows <= limit) return i;
  }
  return -1;
}

function latestOf(shift: { estimate: Float64Array; low: Float64Array; high: Float64Array }, at: number) {
  const low = shift.low[at];
  const high = shift.high[at];
  const estimate = shift.estimate[at];
  if (low === undefined || high === undefined || estimate === undefined) return null;
  return Number.isFinite(low) && Number.isFinite(high) ? { estimate, low, high } : null;
}

/** States of labelled windows on all windows: between two of them the earlier one holds. */
function spread(
  states: LossTrack["state"],
  labelled: readonly LossWindow[],
  windows: number,
): LossTrack["state"] {
  const all: LossTrack["state"][number][] = [];
  let next = 0;
  let state: LossTrack["state"][number] = "unknown";
  for (let w = 0; w < windows; w++) {
    while (next < labelled.length && labelled[next]!.index <= w) state = states[next++]!;
    all.push(state);
  }
  return all;
}
