import { estimateOverdispersion, referenceRobustEvidence } from "@modelwatch/statistics";
import { POLICY } from "../decide.js";
import { filledRows, rowsOf, type MemberMatrix } from "./member-layout.js";

export interface WindowEvidence {
  readonly logEvidence: number;
  readonly logThreshold: number;
  readonly smallestRevealable: number;
  /** φ: how many times more windows vary than independent rows. */
  readonly overdispersion: number;
}

/**
 * Evidence that the base windows [from, to) of a member do not come from its reference, beyond the tolerance. Null where the
 * reference or the window is too thin, or the base windows are too few to know how much they vary. The overdispersion comes from the latest base windows up to `to`.
 */
export function windowEvidence(
  matrix: MemberMatrix,
  window: { readonly from: number; readonly to: number },
  guard: { readonly alpha: number; readonly tolerance: number },
): WindowEvidence | null {
  const overdispersion = recentOverdispersion(matrix, window.to);
  if (overdispersion === null) return null;
  const total = new Float64Array(matrix.cells);
  rowsOf(matrix, window.from, window.to).forEach((count, i) => {
    total[i % matrix.cells] = total[i % matrix.cells]! + count;
  });
  const evidence = referenceRobustEvidence({
    reference: matrix.reference.counts,
    counts: total,
    cells: matrix.cells,
    alpha: guard.alpha,
    delta: guard.alpha * POLICY.referenceShareOfAlpha,
    hellingerTolerance: guard.tolerance,
    overdispersion,
  });
  if (evidence.kind === "undetermined") return null;
  const logEvidence = evidence.logEvidence[0];
  if (logEvidence === undefined || !Number.isFinite(logEvidence)) return null;
  return {
    logEvidence,
    logThreshold: evidence.logThreshold,
    smallestRevealable: evidence.smallestRevealable,
    overdispersion,
  };
}

/** φ from the latest base windows before `end` (the first ones of the range where `end` is early); null where they are too few. */
function recentOverdispersion(matrix: MemberMatrix, end: number): number | null {
  const last = Math.min(matrix.windows, Math.max(end, POLICY.overdispersionWindows));
  const rows = rowsOf(matrix, last - POLICY.overdispersionWindows, last);
  const estimate = estimateOverdispersion({ counts: filledRows(rows, matrix.cells), cells: matrix.cells });
  return estimate.kind === "value" ? estimate.overdispersion : null;
}
