import type { Guard } from "@modelwatch/conventions/query";
import { averageDetectors, rankCulprits, referenceRobustDetector } from "@modelwatch/statistics";
import { POLICY } from "../decide.js";
import { alignMember, type MemberMatrix } from "../drift/member-layout.js";
import { learnOverdispersion } from "../drift/window-evidence.js";
import type { ReferenceAnswer } from "../read/member-references.js";
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
 * together. Null where no member has a reference, or while the spread of windows is still being learnt.
 */
export function trackDrift(
  current: MemberSeries,
  referenceOf: (member: string) => ReferenceAnswer,
  names: readonly string[],
  windows: MonitorWindows,
  guard: Guard,
): DriftTrack | null {
  const members: { name: string; logDetector: Float64Array }[] = [];
  for (const name of names) {
    const reference = referenceOf(name);
    const series = current.get(name) ?? [];
    if (reference === null || typeof reference === "string" || series.length === 0) continue;
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

/** ln of one member's detector; null where its reference is too thin or its spread is not known yet. */
function detectMember(matrix: MemberMatrix, { unitDays }: MonitorWindows, guard: Guard): Float64Array | null {
  if (matrix.windows < POLICY.learningWindows) return null;
  const overdispersion = learnOverdispersion(matrix);
  if (overdispersion === null) return null;
  const detector = referenceRobustDetector({
    reference: matrix.reference.counts,
    counts: matrix.counts,
    cells: matrix.cells,
    alpha: guard.alpha,
    delta: guard.alpha * POLICY.referenceShareOfAlpha,
    hellingerTolerance: guard.tolerance,
    overdispersion,
    unitDays,
  });
  if (detector.kind === "undetermined") return null;
  return detector.logDetector.fill(-Infinity, 0, POLICY.learningWindows - 1);
}
