import type { Monitor, ReasonCode } from "@modelwatch/conventions/query";
import type { WindowedSums } from "@modelwatch/sources";
import { decideDecomposition, POLICY } from "../decide/index.js";
import { decomposeWindow, type DecomposedWindow } from "../decompose/decompose.js";
import { countRows } from "../read/series-matrix.js";
import type { JudgedStretch } from "./judge-monitor.js";
import { windowsIn } from "./monitor-windows.js";

/** What the newest labelled windows say about the cause. */
export interface Diagnosis {
  readonly code: ReasonCode | null;
  readonly split: DecomposedWindow | null;
}

/** The loss change of the newest windows in its parts; null code without labels or reference. */
export function diagnose({ data }: JudgedStretch, { guard }: Monitor): Diagnosis {
  const { referenceOutcomes } = data;
  const { windows } = data.stretch;
  if (referenceOutcomes === null) return { code: null, split: null };
  const end = windows.counted.length;
  const start = Math.max(windows.first, end - windowsIn(POLICY.actionDays, windows));
  const { alpha, minimumCount } = guard;
  const split = decomposeWindow(data.outcomes, referenceOutcomes, start, end, alpha);
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
export function invalidShareRise({ data }: JudgedStretch): number {
  const { windows } = data.stretch;
  const scores = data.current.get("prediction") ?? [];
  const start = Math.max(
    0,
    windows.counted.findIndex((_, w) => countRows(scores, w, w + 1) > 0),
  );
  const end = windows.counted.length;
  const length = Math.min(windowsIn(POLICY.actionDays, windows), end - start);
  const shareOf = (series: readonly WindowedSums[], from: number, to: number) => {
    const rows = countRows(scores, from, to);
    return rows > 0 ? series.reduce((sum, one) => sum + sumOf(one.sums, from, to), 0) / rows : 0;
  };
  let rise = 0;
  for (const series of data.invalid.values()) {
    rise = Math.max(rise, shareOf(series, end - length, end) - shareOf(series, start, start + length));
  }
  return rise;
}

function sumOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let w = from; w < to; w++) sum += values[w]!;
  return sum;
}
