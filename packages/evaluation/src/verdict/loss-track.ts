import type { Guard } from "@modelwatch/conventions/query";
import {
  computeBrier,
  computeDesignEffect,
  trackHarmfulShift,
  type GroupTotals,
  type HarmfulShift,
  type ScoredOutcomes,
} from "@modelwatch/statistics";
import { POLICY } from "../decide.js";
import { scoredOutcomes, type OutcomeWindows } from "../read/outcomes.js";
import type { MonitorWindows } from "./monitor-windows.js";

type LossState = "harmful" | "not-shown-harmful" | "unknown";

/** The loss after each window of a monitor. */
export interface LossTrack {
  readonly state: readonly LossState[];
  /** The running mean that speaks loudest after the last window, with its interval; null before there is enough. */
  readonly latest: LossEstimate | null;
  /** Upper bound of the reference loss + tolerance. */
  readonly limit: number;
  readonly referenceLoss: number;
  /** Labelled windows that took part, all stretches together. */
  readonly windows: number;
}

export interface LossEstimate {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** Index of the monitor's window in which this mean starts. */
  readonly since: number;
}

/** One labelled window. */
interface LossWindow {
  readonly index: number;
  readonly loss: number;
}

/**
 * Is the loss (Brier score of the outcomes that arrived in each window) beyond tolerance? Evidence grows from the anchor; after
 * an alarm it clears when the mean of the last `recoveryWindows` is back at or below the limit, and a new stretch of evidence
 * begins. Null without labelled reference rows or before enough labelled windows were seen to know how much they vary.
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
  const states: LossState[] = Array.from(losses, () => "unknown");
  let latest: LossTrack["latest"] = null;
  let limit = baseline.loss + guard.lossTolerance;
  for (let start = 0; start < losses.length;) {
    const shift = trackHarmfulShift({
      reference: baseline,
      windowLosses: losses.subarray(start),
      alpha: guard.alpha,
      tolerance: guard.lossTolerance,
      startEvery: recoveryWindows,
    });
    limit = shift.limit;
    const alarm = shift.low.findIndex((low, i) => start + i + 1 >= POLICY.lossBurnInWindows && low > limit);
    const recovered = alarm < 0 ? -1 : recoveryAfter(losses, start + alarm, recoveryWindows, limit);
    const end = recovered < 0 ? losses.length : recovered;
    for (let i = start; i < end; i++) {
      if (i + 1 >= POLICY.lossBurnInWindows) states[i] = "not-shown-harmful";
      if (alarm >= 0 && i >= start + alarm) states[i] = "harmful";
    }
    latest = latestOf(shift, end - start - 1, (i) => labelled[start + i]!.index);
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
  if (brier === null || brier.standardError === null || labelled.length < POLICY.lossBurnInWindows)
    return null;
  const rows = reference.positive.count + reference.negative.count;
  const first = labelled.slice(0, POLICY.learningWindows).map(({ group }) => group);
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

function latestOf(
  shift: HarmfulShift,
  at: number,
  windowOf: (labelled: number) => number,
): LossEstimate | null {
  const start = shift.start[at]!;
  if (start < 0) return null;
  return {
    estimate: shift.estimate[at]!,
    low: shift.low[at]!,
    high: shift.high[at]!,
    since: windowOf(start),
  };
}

/** States of labelled windows on all windows: between two of them the earlier one holds. */
function spread(states: readonly LossState[], labelled: readonly LossWindow[], windows: number): LossState[] {
  const all: LossState[] = [];
  let next = 0;
  let state: LossState = "unknown";
  for (let w = 0; w < windows; w++) {
    while (next < labelled.length && labelled[next]!.index <= w) state = states[next++]!;
    all.push(state);
  }
  return all;
}
