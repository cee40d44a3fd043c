import type { Guard } from "@modelwatch/conventions/query";
import {
  computeBrier,
  computeDesignEffect,
  meanExcessDetector,
  neweyWestMean,
  normalQuantile,
  type GroupTotals,
  type ScoredOutcomes,
} from "@modelwatch/statistics";
import { POLICY } from "../decide/index.js";
import { scoredOutcomes, type OutcomeWindows } from "../read/outcomes.js";
import { windowsIn, type MonitorWindows } from "./monitor-windows.js";

type LossState = "harmful" | "not-shown-harmful" | "unknown";

/** The loss after each window of a monitor. */
export interface LossTrack {
  readonly state: readonly LossState[];
  /** ln of the detector after the last labelled window, on the budget's scale; −∞ while it is not known how much windows vary. */
  readonly logDetector: number;
  /** ln of the budget in days. */
  readonly logThreshold: number;
  /** The mean since the evidence began, and over the recovery time at least; null before there is enough. */
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
 * an alarm it clears when the mean of the last `recoveryWindows` is back at or below the limit, and evidence begins anew.
 * `share`: how many detectors divide the budget among them. Null without labelled reference rows or before enough labelled windows
 * were seen to know how much they vary.
 */
export function trackLoss(
  outcomes: OutcomeWindows,
  reference: ScoredOutcomes,
  windows: MonitorWindows,
  guard: Guard,
  recoveryWindows: number,
  share: number,
): LossTrack | null {
  const labelled = labelledWindows(outcomes, windows, guard.minimumCount);
  const baseline = referenceRisk(reference, labelled);
  if (baseline === null) return null;
  const losses = Float64Array.from(labelled, ({ loss }) => loss);
  const limit =
    baseline.loss - normalQuantile(guard.alpha / 2) * baseline.standardError + guard.lossTolerance;
  const budgetDays = guard.budgetDays * share;
  const { states, logDetector, since } = trackStates(
    losses,
    limit,
    windows.unitDays,
    recoveryWindows,
    budgetDays,
  );
  // a mean of very few windows says nothing
  const from = Math.max(0, Math.min(since, losses.length - recoveryWindows));
  return {
    state: spread(states, labelled, windows.counted.length),
    logDetector: logDetector - Math.log(share),
    logThreshold: Math.log(guard.budgetDays),
    latest: estimateLoss(losses.subarray(from), guard.alpha, labelled[from]!.index),
    limit,
    referenceLoss: baseline.loss,
    windows: losses.length,
  };
}

/** The state after each labelled window: an alarm stands until recovery, and evidence begins anew after it. */
function trackStates(
  losses: Float64Array,
  limit: number,
  unitDays: number,
  recoveryWindows: number,
  budgetDays: number,
): { readonly states: readonly LossState[]; readonly logDetector: number; readonly since: number } {
  const states: LossState[] = Array.from(losses, () => "unknown");
  let last = -Infinity;
  let since = 0;
  const block = Math.max(POLICY.lossBurnInWindows, windowsIn(POLICY.lossBurnInDays, { unitDays }));
  for (let start = 0; start < losses.length;) {
    // earlier windows still say how much windows vary
    const firstBet = Math.max(block, start);
    const { logDetector, strongestStart } = meanExcessDetector({
      values: losses,
      limit,
      unitDays,
      block,
      firstBet,
    });
    const alarm = logDetector.findIndex((log) => log >= Math.log(budgetDays));
    const recovered = alarm < 0 ? -1 : recoveryAfter(losses, alarm, recoveryWindows, limit);
    const end = recovered < 0 ? losses.length : recovered;
    for (let i = firstBet; i < end; i++)
      states[i] = alarm >= 0 && i >= alarm ? "harmful" : "not-shown-harmful";
    last = logDetector[end - 1] ?? -Infinity;
    since = strongestStart[end - 1] ?? start;
    start = end;
  }
  return { states, logDetector: last, since };
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

/** The mean of some windows with its interval, neighbours being alike. */
function estimateLoss(losses: Float64Array, alpha: number, since: number): LossEstimate | null {
  const mean = neweyWestMean(losses);
  if (mean === null) return null;
  const half = -normalQuantile(alpha / 2) * mean.smallSampleError;
  return { estimate: mean.mean, low: mean.mean - half, high: mean.mean + half, since };
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
