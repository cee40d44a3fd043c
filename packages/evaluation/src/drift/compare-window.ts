import type { Query } from "@modelwatch/conventions/query";
import type { WindowedSeries, WindowedSums } from "@modelwatch/sources";
import type { Distribution } from "@modelwatch/statistics";
import { sumSeries } from "../read/series-matrix.js";
import type { PlannedWindow } from "../windows/plan-windows.js";
import {
  describeContributions,
  describeDistances,
  type Contribution,
  type DistanceDetail,
} from "./describe-member.js";
import { alignMember, type MemberMatrix } from "./member-layout.js";
import { learnOverdispersion, windowEvidence, type WindowEvidence } from "./window-evidence.js";

/** One member's facts, whatever the window. */
export interface DriftMember {
  readonly name: string;
  readonly series: readonly WindowedSeries[];
  readonly invalid: readonly WindowedSums[];
  /** The part of alpha that one row of this member may spend. */
  readonly alpha: number;
  /** The member on the reference's cells; the same reference object gives the same answer without computing it again. */
  readonly spreadFrom: (reference: Distribution) => MemberSpread | "layout-changed";
}

/** A window beside its reference; what could not be computed is empty. */
export interface ComparedWindow {
  readonly n: number;
  readonly state: "found" | "none" | "layout-changed";
  /** The statistic whose value the finding carries. */
  readonly statistic: string;
  readonly main: DistanceDetail | undefined;
  readonly distances: Record<string, DistanceDetail>;
  readonly contributions: Contribution[];
  readonly evidence: WindowEvidence | null;
}

/** Compares one window of a member with its reference. */
export function compareWindow(
  query: Query,
  member: DriftMember,
  window: PlannedWindow,
  reference: Distribution | "layout-changed" | null,
): ComparedWindow {
  const statistic = query.statistics?.[0] ?? "hellinger";
  const current = sumSeries(member.series, window.firstBase, window.endBase);
  const n = current === null || current === "layout-changed" ? 0 : current.count;
  const nothing = { n, statistic, main: undefined, distances: {}, contributions: [], evidence: null };
  if (reference === "layout-changed" || current === "layout-changed")
    return { ...nothing, state: "layout-changed" };
  if (reference === null || reference.count === 0) return { ...nothing, state: "none" };
  if (current === null) return { ...nothing, state: "found" };
  const spread = member.spreadFrom(reference);
  if (spread === "layout-changed") return { ...nothing, state: "layout-changed" };
  const asked = query.statistics === undefined ? undefined : [...new Set(["hellinger", ...query.statistics])];
  const distances = describeDistances(reference, current, asked);
  return {
    n,
    state: "found",
    statistic,
    main: distances[statistic],
    distances,
    contributions: describeContributions(reference, current),
    evidence:
      spread.overdispersion === null
        ? null
        : windowEvidence({
            matrix: spread.matrix,
            overdispersion: spread.overdispersion,
            current,
            from: window.firstBase,
            to: window.endBase,
            alpha: member.alpha,
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

/** Computes {@link MemberSpread} anew only when the reference changes: a fixed one serves all windows. */
export function createSpread(series: readonly WindowedSeries[]): DriftMember["spreadFrom"] {
  let last:
    { readonly reference: Distribution; readonly spread: MemberSpread | "layout-changed" } | undefined;
  return (reference) => {
    if (last?.reference === reference) return last.spread;
    const matrix = alignMember(series, reference);
    const spread =
      matrix === "layout-changed" ? matrix : { matrix, overdispersion: learnOverdispersion(matrix) };
    last = { reference, spread };
    return spread;
  };
}
