import type { WindowedSeries } from "@modelwatch/sources";
import { scanShares } from "@modelwatch/statistics";
import { memberWindows } from "../change/change-windows.js";
import { adaptiveStretch } from "../change/find-change.js";
import { rowsOf } from "../verdict/monitor-member.js";
import type { PlannedWindow, WindowPlan } from "../windows/plan-windows.js";

/** The newest stretch of the range in which a member looks alike; the whole range where it holds too little to cut. */
export function adaptWindow(series: readonly WindowedSeries[], plan: WindowPlan): PlannedWindow {
  const whole = plan.windows[0]!;
  const all = memberWindows(series, plan.baseEdges.length - 1);
  if (all === null || all === "layout-changed") return whole;
  const windows = rowsOf(all, whole.firstBase, whole.endBase);
  const scan = scanShares(windows.counts, windows.cells);
  if ("kind" in scan) return whole;
  const firstBase = whole.firstBase + adaptiveStretch(windows, scan.dispersion).first;
  return { ...whole, firstBase, fromMs: plan.baseEdges[firstBase]! };
}
