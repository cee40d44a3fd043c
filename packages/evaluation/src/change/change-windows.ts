import type { Query } from "@modelwatch/conventions/query";
import type { WindowedSeries } from "@modelwatch/sources";
import type { DistributionWindows } from "@modelwatch/statistics";
import { alignMember, toMemberWindows } from "../drift/member-layout.js";
import { sumSeries } from "../read/series-matrix.js";
import type { WindowPlan } from "../windows/plan-windows.js";

/**
 * Edges of the windows among which a change is dated: those of the query, or their base windows where the query's overlap or are
 * one.
 */
export function changeEdges({ window }: Pick<Query, "window">, plan: WindowPlan): readonly number[] {
  const isOne = window.width === "range" || window.width === "adaptive";
  if (isOne || plan.sliding) return plan.baseEdges;
  return [plan.windows[0]!.fromMs, ...plan.windows.map(({ toMs }) => toMs)];
}

/** A member's windows on the layout that all its series share; null without rows, `layout-changed` where they share no bound. */
export function memberWindows(
  series: readonly WindowedSeries[],
  windows: number,
): DistributionWindows | "layout-changed" | null {
  const all = sumSeries(series, 0, windows);
  if (all === null || all === "layout-changed") return all;
  const matrix = alignMember(series, all);
  return matrix === "layout-changed" ? matrix : toMemberWindows(matrix, series);
}
