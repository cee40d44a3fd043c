import type { Query } from "@modelwatch/conventions/query";
import type { WindowedSeries, WindowedSums } from "@modelwatch/sources";
import { sameLayout, type Distribution } from "@modelwatch/statistics";
import type { ReferenceAnswer } from "../read/member-references.js";
import { alignLayouts, type AlignOptions } from "../read/align-layouts.js";
import { namesAllCategories } from "../read/member-references.js";
import { sumSeries } from "../read/series-matrix.js";
import type { PlannedWindow, WindowPlan } from "../windows/plan-windows.js";
import {
  describeContributions,
  describeDistances,
  type Contribution,
  type DistanceDetail,
} from "./describe-member.js";
import { describeLayoutChange, type LayoutChange } from "./layout-change.js";
import { alignMember, withReference, type MemberMatrix } from "./member-layout.js";
import { learnOverdispersion, windowEvidence, type WindowEvidence } from "./window-evidence.js";

/** One member's facts, whatever the window. */
export interface DriftMember {
  readonly name: string;
  readonly series: readonly WindowedSeries[];
  readonly invalid: readonly WindowedSums[];
  /** The member on a reference's cells. */
  readonly spreadFrom: (reference: Distribution) => MemberSpread | "layout-changed";
}

/** A window beside its reference; what could not be computed is empty. */
export interface ComparedWindow {
  readonly n: number;
  readonly state: "found" | "none" | "layout-changed" | "reference-overlaps";
  /** Rows of the reference. */
  readonly referenceCount: number | null;
  /** The statistic whose value the finding carries. */
  readonly statistic: string;
  readonly main: DistanceDetail | undefined;
  readonly distances: Record<string, DistanceDetail>;
  readonly contributions: Contribution[];
  readonly evidence: WindowEvidence | null;
  /** Null where both sides have the same cells. */
  readonly layoutChange: LayoutChange | null;
}

/**
 * Compares one window of a member with its reference. `delta`: what this comparison may spend on not knowing the reference
 * exactly; null where the window is only for looking at, and has no evidence.
 */
export function compareWindow(
  query: Query,
  member: DriftMember,
  window: PlannedWindow,
  reference: ReferenceAnswer,
  delta: number | null,
): ComparedWindow {
  const statistic = query.statistics?.[0] ?? "hellinger";
  const current = sumSeries(member.series, window.firstBase, window.endBase);
  const n = current === null || current === "layout-changed" ? 0 : current.count;
  const nothing = {
    n,
    referenceCount: null,
    statistic,
    main: undefined,
    distances: {},
    contributions: [],
    evidence: null,
    layoutChange: null,
  };
  if (reference === "reference-overlaps") return { ...nothing, state: reference };
  if (reference === "layout-changed" || current === "layout-changed")
    return { ...nothing, state: "layout-changed" };
  if (reference === null || reference.count === 0) return { ...nothing, state: "none" };
  if (current === null) return { ...nothing, referenceCount: reference.count, state: "found" };
  const spread = member.spreadFrom(reference);
  const isComplete = namesAllCategories(query.reference);
  const aligned = alignLayouts(reference, current, { isComplete });
  if (spread === "layout-changed" || aligned.kind === "undetermined")
    return { ...nothing, state: "layout-changed" };
  const asked = query.statistics === undefined ? undefined : [...new Set(["hellinger", ...query.statistics])];
  const distances = describeDistances(aligned.a, aligned.b, asked);
  const { matrix, overdispersion } = spread;
  return {
    n,
    state: "found",
    referenceCount: reference.count,
    statistic,
    main: distances[statistic],
    distances,
    contributions: describeContributions(aligned.a, aligned.b),
    layoutChange: describeLayoutChange(reference, current, aligned),
    evidence:
      delta === null || overdispersion === null
        ? null
        : windowEvidence({
            matrix,
            overdispersion,
            current,
            from: window.firstBase,
            to: window.endBase,
            delta,
            tolerance: query.guard.tolerance,
          }),
  };
}

/** A member on its reference's cells, and how much its windows vary. */
export interface MemberSpread {
  readonly matrix: MemberMatrix;
  /** Null where too few base windows hold rows. */
  readonly overdispersion: number | null;
}

/** Computes {@link MemberSpread} anew only when the reference's cells change: its counts may move with the windows. */
export function createSpread(
  series: readonly WindowedSeries[],
  plan: WindowPlan,
  options: AlignOptions,
): DriftMember["spreadFrom"] {
  let last:
    { readonly reference: Distribution; readonly spread: MemberSpread | "layout-changed" } | undefined;
  return (reference) => {
    if (last?.reference === reference) return last.spread;
    const isKnown = last !== undefined && sameLayout(last.reference, reference);
    const spread = isKnown ? last!.spread : alignSpread(series, reference, plan, options);
    const own =
      spread === "layout-changed" || !isKnown
        ? spread
        : { ...spread, matrix: withReference(spread.matrix, reference) };
    last = { reference, spread: own };
    return own;
  };
}

function alignSpread(
  series: readonly WindowedSeries[],
  reference: Distribution,
  plan: WindowPlan,
  options: AlignOptions,
): MemberSpread | "layout-changed" {
  const matrix = alignMember(series, reference, options);
  return matrix === "layout-changed" ? matrix : { matrix, overdispersion: learnOverdispersion(matrix, plan) };
}
