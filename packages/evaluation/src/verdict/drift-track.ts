import type { Guard } from "@modelwatch/conventions/query";
import {
  averageDetectors,
  estimateOverdispersion,
  rankCulprits,
  referenceRobustDetector,
  type Distribution,
} from "@modelwatch/statistics";
import { POLICY } from "../decide.js";
import { alignMember, filledRows, rowsOf, type MemberMatrix } from "../drift/member-layout.js";
import type { MemberSeries } from "../read/members.js";
import type { MonitorWindows } from "./monitor-windows.js";

/** Evidence of drift over a monitor's windows. */
export interface DriftTrack {
  /** ln of the averaged detector after each window; −∞ while the spread of windows is still being learnt. */
  readonly logDetector: Float64Array;
  /** ln of the budget in days. */
  readonly logThreshold: number;
  /** Members that took part, and ln of each one's detector. */
  readonly members: readonly { readonly name: string; readonly logDetector: Float64Array }[];
}

/**
 * One detector over all members: each member's reference-robust detector, averaged, so that one budget holds for all of them
 * together. Null where no member has a reference. The spread of windows (overdispersion) comes from the windows so far, at 20
 * and 40 windows; before the first of these nothing is judged.
 */
export function trackDrift(
  current: MemberSeries,
  referenceOf: (member: string) => Distribution | "layout-changed" | null,
  names: readonly string[],
  windows: MonitorWindows,
  guard: Guard,
): DriftTrack | null {
  const members: { name: string; logDetector: Float64Array }[] = [];
  for (const name of names) {
    const reference = referenceOf(name);
    const series = current.get(name) ?? [];
    if (reference === null || reference === "layout-changed" || series.length === 0) continue;
    const matrix = alignMember(series, reference);
    if (matrix === "layout-changed") continue;
    const logDetector = detectMember(withoutExcluded(matrix, windows), windows, guard);
    if (logDetector !== null) members.push({ name, logDetector });
  }
  if (members.length === 0) return null;
  const logDetector = averageDetectors(members.map((member) => member.logDetector));
  return { logDetector, logThreshold: Math.log(guard.budgetDays), members };
}

/** Members to look at first at the end of window `at`, strongest first. */
export function culpritsOf(
  track: DriftTrack,
  at: number,
): readonly { readonly member: string; readonly log10: number }[] {
  const logDetectors = track.members.map((member) => member.logDetector[at]!);
  return rankCulprits({ logDetectors, logThreshold: track.logThreshold })
    .map((index) => ({ member: track.members[index]!.name, log10: logDetectors[index]! / Math.LN10 }))
    .filter(({ log10 }) => Number.isFinite(log10));
}

/** Known episodes hold no counts: they are neither evidence nor spread. */
function withoutExcluded(matrix: MemberMatrix, { counted }: MonitorWindows): MemberMatrix {
  const counts = matrix.counts.slice();
  counted.forEach((isCounted, w) => {
    if (isCounted === 0) counts.fill(0, w * matrix.cells, (w + 1) * matrix.cells);
  });
  return { ...matrix, counts };
}

function detectMember(matrix: MemberMatrix, { unitDays }: MonitorWindows, guard: Guard): Float64Array | null {
  const logDetector = new Float64Array(matrix.windows).fill(-Infinity);
  let known = false;
  for (let from: number = POLICY.burnInWindows; from <= matrix.windows; from *= 2) {
    const overdispersion = overdispersionOf(matrix, from);
    const last = from * 2 > POLICY.overdispersionWindows;
    const to = last ? matrix.windows : Math.min(matrix.windows, from * 2 - 1);
    if (overdispersion !== null) {
      const detector = runDetector(rowsOf(matrix, 0, to), matrix, overdispersion, unitDays, guard);
      if (detector === null) return null;
      logDetector.set(detector.subarray(from - 1, to), from - 1);
      known = true;
    }
    if (last) break;
  }
  return known ? logDetector : null;
}

function overdispersionOf(matrix: MemberMatrix, windows: number): number | null {
  const counts = filledRows(rowsOf(matrix, 0, windows), matrix.cells);
  const estimate = estimateOverdispersion({ counts, cells: matrix.cells });
  return estimate.kind === "value" ? estimate.overdispersion : null;
}

function runDetector(
  counts: Float64Array,
  { reference, cells }: MemberMatrix,
  overdispersion: number,
  unitDays: number,
  guard: Guard,
): Float64Array | null {
  const detector = referenceRobustDetector({
    reference: reference.counts,
    counts,
    cells,
    alpha: guard.alpha,
    delta: guard.alpha * POLICY.referenceShareOfAlpha,
    hellingerTolerance: guard.tolerance,
    overdispersion,
    unitDays,
  });
  return detector.kind === "value" ? detector.logDetector : null;
}
