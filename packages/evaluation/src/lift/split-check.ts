import { knownSharesEvidence } from "@modelwatch/statistics";
import type { GroupPair } from "./slice-groups.js";

export interface SplitCheck {
  readonly treatedCount: number;
  readonly controlCount: number;
  readonly designedShare: number;
  readonly observedShare: number;
  /** ln of the largest Bayes factor against the designed share at any window so far. */
  readonly logEvidence: number;
  readonly logThreshold: number;
  readonly broken: boolean;
}

/**
 * Did the groups get the rows that the design gave them? A split that is off by more than chance means that rows were lost or
 * sent by something else, and no effect can be read. Null without rows.
 */
export function checkSplit(
  { treated, control }: GroupPair,
  designedShare: number,
  alpha: number,
): SplitCheck | null {
  const windows = treated.rowsByWindow.length;
  const counts = new Float64Array(windows * 2);
  for (let w = 0; w < windows; w++) {
    counts[2 * w] = treated.rowsByWindow[w]!;
    counts[2 * w + 1] = control.rowsByWindow[w]!;
  }
  const [treatedCount, controlCount] = [treated.rows, control.rows];
  if (treatedCount + controlCount === 0) return null;
  const { logEvidence } = knownSharesEvidence({ shares: [designedShare, 1 - designedShare], counts });
  const strongest = logEvidence.reduce((a, b) => Math.max(a, b), -Infinity);
  const logThreshold = -Math.log(alpha);
  return {
    treatedCount,
    controlCount,
    designedShare,
    observedShare: treatedCount / (treatedCount + controlCount),
    logEvidence: strongest,
    logThreshold,
    broken: strongest >= logThreshold,
  };
}
