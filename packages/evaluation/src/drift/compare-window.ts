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
import { alignMember } from "./member-layout.js";
import { windowEvidence, type WindowEvidence } from "./window-evidence.js";

/** One member's facts, whatever the window. */
export interface DriftMember {
  readonly name: string;
  readonly series: readonly WindowedSeries[];
  readonly invalid: readonly WindowedSums[];
  /** The part of alpha that one row of this member may spend. */
  readonly alpha: number;
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
  const matrix = alignMember(member.series, reference);
  if (matrix === "layout-changed") return { ...nothing, state: "layout-changed" };
  const asked = query.statistics === undefined ? undefined : [...new Set(["hellinger", ...query.statistics])];
  const distances = describeDistances(reference, current, asked);
  return {
    n,
    state: "found",
    statistic,
    main: distances[statistic],
    distances,
    contributions: describeContributions(reference, current),
    evidence: windowEvidence(
      matrix,
      { from: window.firstBase, to: window.endBase },
      { alpha: member.alpha, tolerance: query.guard.tolerance },
    ),
  };
}
