import {
  estimateOverdispersion,
  meanOf,
  meanShiftEvidence,
  referenceRobustEvidence,
  varianceOf,
  type Distribution,
} from "@modelwatch/statistics";
import { POLICY } from "../decide/index.js";
import type { WindowPlan } from "../windows/plan-windows.js";
import { filledRows, rowsOf, type MemberMatrix } from "./member-layout.js";

export interface WindowEvidence {
  readonly logEvidence: number;
  readonly smallestRevealable: number;
  /** φ: how many times more windows vary than independent rows. */
  readonly overdispersion: number;
}

/** One window of a member, ready to be held against its reference. */
export interface EvidenceRequest {
  readonly matrix: MemberMatrix;
  /** φ of the member, see {@link learnOverdispersion}. */
  readonly overdispersion: number;
  readonly current: Distribution;
  /** Base windows of the window: [from, to). */
  readonly from: number;
  readonly to: number;
  /** Probability of the reference lying outside what is held plausible. */
  readonly delta: number;
  readonly tolerance: number;
}

/**
 * Evidence that a window of a member does not come from its reference, beyond the tolerance: the average of two e-values, one that
 * sees any change of cells, and for numbers one that sees how far the mean moved. Null where the reference or the window is too thin.
 */
export function windowEvidence(request: EvidenceRequest): WindowEvidence | null {
  const { matrix, overdispersion, delta, tolerance } = request;
  const total = new Float64Array(matrix.cells);
  rowsOf(matrix, request.from, request.to).forEach((count, i) => {
    total[i % matrix.cells] = total[i % matrix.cells]! + count;
  });
  const evidence = referenceRobustEvidence({
    reference: matrix.reference.counts,
    counts: total,
    cells: matrix.cells,
    alpha: delta / POLICY.referenceShareOfAlpha,
    delta,
    hellingerTolerance: tolerance,
    overdispersion,
  });
  if (evidence.kind === "undetermined") return null;
  const ofCells = evidence.logEvidence[0]!;
  const ofMean = evidenceOfMean(request);
  const logEvidence = ofMean === null ? ofCells : logAverage(ofCells, ofMean);
  if (!Number.isFinite(logEvidence)) return null;
  return { logEvidence, smallestRevealable: evidence.smallestRevealable, overdispersion };
}

/**
 * φ from base windows that hold rows: those before the first tested one where they are enough, else the first of all. At most a week
 * of hours, or four weeks of days; null where they are too few.
 */
export function learnOverdispersion(
  { counts, cells }: MemberMatrix,
  { baseWidth, windows }: Pick<WindowPlan, "baseWidth" | "windows">,
): number | null {
  const isShort = baseWidth === "5m" || baseWidth === "1h";
  const most = isShort ? POLICY.learningHours : POLICY.learningWindows;
  const learn = (rows: Float64Array) => {
    const counted = baseWidth === "5m" ? joinRows(rows, cells, 12) : rows;
    return overdispersionOf(filledRows(counted, cells, most), cells);
  };
  const firstTested = Math.min(...windows.map(({ firstBase }) => firstBase));
  return learn(counts.subarray(0, firstTested * cells)) ?? learn(counts);
}

/** Every `factor` rows as one. */
function joinRows(counts: Float64Array, cells: number, factor: number): Float64Array {
  const joined = new Float64Array(Math.ceil(counts.length / cells / factor) * cells);
  counts.forEach((count, i) => {
    const target = Math.floor(i / cells / factor) * cells + (i % cells);
    joined[target] = joined[target]! + count;
  });
  return joined;
}

/** φ of windows × cells counts; null where too few windows hold rows. */
export function overdispersionOf(counts: Float64Array, cells: number): number | null {
  const estimate = estimateOverdispersion({ counts, cells });
  return estimate.kind === "value" ? estimate.overdispersion : null;
}

/** φ bounds the variance of every function of the cells, and so that of the mean. */
function evidenceOfMean({ matrix, current, overdispersion, tolerance }: EvidenceRequest): number | null {
  const { reference } = matrix;
  if (reference.kind !== "numeric" || current.kind !== "numeric") return null;
  const before = meanOf(reference);
  const spread = varianceOf(reference);
  const after = meanOf(current);
  if (before.kind === "undetermined" || spread.kind === "undetermined" || after.kind === "undetermined")
    return null;
  // Without exact sums the mean is an interval as wide as the buckets: no evidence can rest on its middle.
  if (before.low !== before.high || after.low !== after.high) return null;
  return meanShiftEvidence({
    reference: { count: reference.count, mean: before.value, variance: spread.high },
    current: { count: current.count, mean: after.value },
    overdispersion,
    hellingerTolerance: tolerance,
  });
}

function logAverage(a: number, b: number): number {
  const greater = Math.max(a, b);
  return greater + Math.log((Math.exp(a - greater) + Math.exp(b - greater)) / 2);
}
