import type { WindowedSeries } from "@modelwatch/sources";
import { sumWindows, type Distribution, type DistributionWindows } from "@modelwatch/statistics";
import { alignMember, toMemberWindows } from "../drift/member-layout.js";
import { learnOverdispersion } from "../drift/window-evidence.js";
import { sumSeries } from "../read/series-matrix.js";
import type { PlannedWindow, WindowPlan } from "../windows/plan-windows.js";

/** A member on one layout over all windows, so that the windows of a heatmap share their cells. */
export interface MemberCells {
  /** How many times more windows vary than independent rows; null where too few base windows hold rows. */
  readonly overdispersion: number | null;
  of(window: PlannedWindow): Distribution;
}

/** Null without rows; `layout-changed` where the member's layouts share no bound. */
export function memberCells(
  series: readonly WindowedSeries[],
  plan: WindowPlan,
): MemberCells | "layout-changed" | null {
  const all = sumSeries(series, 0, plan.baseEdges.length - 1);
  if (all === null || all === "layout-changed") return all;
  const matrix = alignMember(series, all);
  if (matrix === "layout-changed") return matrix;
  const windows: DistributionWindows = toMemberWindows(matrix, series);
  return {
    overdispersion: learnOverdispersion(matrix, plan),
    of: ({ firstBase, endBase }) => sumWindows(windows, firstBase, endBase),
  };
}
