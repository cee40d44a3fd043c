import type { Guard, Monitor } from "@modelwatch/conventions/query";
import { averageDetectors, referenceRobustDetector } from "@modelwatch/statistics";
import { deltaOfRow, POLICY } from "../decide/index.js";
import { alignMember, filledRows, type MemberMatrix } from "../drift/member-layout.js";
import { overdispersionOf } from "../drift/window-evidence.js";
import { namesAllCategories } from "../read/member-references.js";
import { coarsenWindows, type CoarseWindows } from "./coarse-windows.js";
import type { MonitorWindows } from "./monitor-windows.js";
import type { StretchData } from "./read-stretch.js";

/** Evidence against one fixed reference, after each window of a stretch. */
export interface ReferenceDetector {
  readonly logDetector: Float64Array;
  readonly members: readonly { readonly name: string; readonly logDetector: Float64Array }[];
}

/**
 * Has a member left its reference histogram by more than the tolerance? Whole days, or windows where those are wider; between two
 * days the evidence of the last one stands. Silent until it is known how much windows vary. Null where no member has a reference.
 */
export function detectFromReference(monitor: Monitor, data: StretchData): ReferenceDetector | null {
  const { windows } = data.stretch;
  const days = coarsenWindows(windows, 1);
  const learning = coarsenWindows(windows, 1 / 24);
  // one misleading reference among many would alarm again and again: what may be spent on that is for all members together
  const delta = deltaOfRow(monitor.guard.alpha, data.names.length);
  const members = data.names.flatMap((name) => {
    const reference = data.referenceOf(name);
    const series = data.current.get(name) ?? [];
    if (reference === null || typeof reference === "string" || series.length === 0) return [];
    const matrix = alignMember(series, reference, { isComplete: namesAllCategories(monitor.reference) });
    if (matrix === "layout-changed") return [];
    const counted = withoutUncounted(matrix, windows, monitor);
    const logDetector = detectMember(counted, windows, days, learning, { guard: monitor.guard, delta });
    return logDetector === null ? [] : [{ name, logDetector }];
  });
  if (members.length === 0) return null;
  return { logDetector: averageDetectors(members.map((member) => member.logDetector)), members };
}

/** ln of one member's detector; null where its reference is too thin or its spread is not known yet. */
function detectMember(
  matrix: MemberMatrix,
  windows: MonitorWindows,
  days: CoarseWindows,
  learning: CoarseWindows,
  { guard, delta }: { readonly guard: Guard; readonly delta: number },
): Float64Array | null {
  const first = learning.sum(matrix);
  const learnt = rowsUntilFilled(first, matrix.cells, learningWindows(windows));
  if (learnt === null) return null;
  const rows = filledRows(first.subarray(0, learnt * matrix.cells), matrix.cells, learnt);
  const overdispersion = overdispersionOf(rows, matrix.cells);
  if (overdispersion === null) return null;
  const firstDay = days.ends.findIndex((end) => end > windows.first);
  if (firstDay < 0) return null;
  const detector = referenceRobustDetector({
    reference: matrix.reference.counts,
    counts: days.sum(matrix).subarray(firstDay * matrix.cells),
    cells: matrix.cells,
    alpha: guard.alpha,
    delta,
    hellingerTolerance: guard.tolerance,
    overdispersion,
    unitDays: days.unitDays,
  });
  if (detector.kind === "undetermined") return null;
  return spreadOver(windows, days.ends.slice(firstDay), detector.logDetector, learning.ends[learnt - 1]!);
}

/** Rows up to the `needed`-th one that holds counts; null where fewer do. */
function rowsUntilFilled(counts: Float64Array, cells: number, needed: number): number | null {
  let filled = 0;
  for (let row = 0; row * cells < counts.length; row++) {
    if (counts.subarray(row * cells, (row + 1) * cells).some((count) => count > 0)) filled++;
    if (filled === needed) return row + 1;
  }
  return null;
}

/** How many windows of learning say how much windows vary: 28 days, or a week of hours where windows are that short. */
function learningWindows({ unitDays }: MonitorWindows): number {
  return unitDays >= 1 ? POLICY.learningWindows : POLICY.learningHours;
}

/** Each day's value from its end on, nothing before `known`. */
function spreadOver(
  { counted }: MonitorWindows,
  ends: readonly number[],
  values: Float64Array,
  known: number,
): Float64Array {
  const all = new Float64Array(counted.length).fill(-Infinity);
  ends.forEach((end, day) => all.fill(values[day]!, end - 1));
  return all.fill(-Infinity, 0, Math.max(0, known - 1));
}

/** Known episodes, and windows that are part of the reference themselves, hold no counts. */
function withoutUncounted(
  matrix: MemberMatrix,
  windows: MonitorWindows,
  { reference }: Monitor,
): MemberMatrix {
  const counts = matrix.counts.slice();
  windows.counted.forEach((isCounted, w) => {
    const isReference =
      reference.kind === "range" &&
      windows.edges[w]! < Date.parse(reference.to) &&
      windows.edges[w + 1]! > Date.parse(reference.from);
    if (isCounted === 0 || isReference) counts.fill(0, w * matrix.cells, (w + 1) * matrix.cells);
  });
  return { ...matrix, counts };
}
