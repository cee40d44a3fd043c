import type { Monitor, ReasonCode } from "@modelwatch/conventions/query";
import type { WindowedSums } from "@modelwatch/sources";
import { decideDecomposition, POLICY } from "../decide.js";
import { decomposeWindow, type DecomposedWindow } from "../decompose/decompose.js";
import type { OutcomeWindows } from "../read/outcomes.js";
import type { ReferenceOutcomes } from "../read/reference-outcomes.js";
import { windowsIn, type MonitorWindows } from "./monitor-windows.js";

/** What the newest labelled windows say about the cause. */
export interface Diagnosis {
  readonly code: ReasonCode | null;
  readonly split: DecomposedWindow | null;
}

/** The loss change of the newest windows in its parts; null code without labels or reference. */
export function diagnose(
  outcomes: OutcomeWindows,
  reference: ReferenceOutcomes | null,
  windows: MonitorWindows,
  monitor: Monitor,
): Diagnosis {
  if (reference === null) return { code: null, split: null };
  const end = windows.counted.length;
  const start = Math.max(0, end - windowsIn(POLICY.actionDays, windows));
  const { alpha, minimumCount } = monitor.guard;
  const split = decomposeWindow(outcomes, reference, start, end, alpha);
  if (split === null) return { code: null, split: null };
  const { code } = decideDecomposition({
    n: split.n,
    minimumCount,
    hasReference: true,
    scoreMix: split.intervals.scoreMix,
    outcomeGivenScore: split.intervals.outcomeGivenScore,
  });
  return { code, split };
}

/** How much larger the share of invalid values of any feature is in the newest windows than in the first ones. */
export function invalidShareRise(
  invalid: ReadonlyMap<string, readonly WindowedSums[]>,
  predictions: Float64Array,
  windows: MonitorWindows,
): number {
  const length = Math.min(windowsIn(POLICY.actionDays, windows), predictions.length);
  const shareOf = (series: readonly WindowedSums[], from: number, to: number) => {
    const rows = sumOf(predictions, from, to);
    return rows > 0 ? series.reduce((sum, one) => sum + sumOf(one.sums, from, to), 0) / rows : 0;
  };
  let rise = 0;
  for (const series of invalid.values()) {
    const end = predictions.length;
    rise = Math.max(rise, shareOf(series, end - length, end) - shareOf(series, 0, length));
  }
  return rise;
}

function sumOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let w = from; w < to; w++) sum += values[w]!;
  return sum;
}
