import type { Query } from "@modelwatch/conventions/query";
import { localTimes, windowBefore } from "./edges.js";
import type { PlannedWindow, WindowPlan } from "./plan-windows.js";

/** Base windows [from, to). */
export interface BaseRange {
  readonly from: number;
  readonly to: number;
}

const WEEK_MS = 7 * 86_400_000;

/**
 * The base windows that make a window's reference when it is the window before: as long as the window itself, and ending where it
 * begins. Empty where the plan does not reach back that far.
 */
export function previousBases(
  plan: WindowPlan,
  width: Query["window"]["width"],
  { fromMs, toMs, firstBase }: PlannedWindow,
): readonly BaseRange[] {
  const isRange = width === "range" || width === "adaptive";
  const startMs = isRange ? fromMs - (toMs - fromMs) : windowBefore(fromMs, width, plan.timeZone);
  // The grid may have no edge there (clocks that changed): the next one is nearest inside.
  const from = plan.baseEdges.findIndex((edge) => edge >= startMs);
  return from < firstBase ? [{ from, to: firstBase }] : [];
}

/**
 * The base windows at the same local hours of the week as those of a window, in the `weeks` weeks before it begins; none of them
 * lies inside the window, however long it is. Hours that a change of the clocks skipped are left out.
 */
export function createSeasonBases(
  plan: WindowPlan,
  weeks: number,
): (window: PlannedWindow) => readonly BaseRange[] {
  const local = localTimes(plan.baseEdges, plan.timeZone);
  const baseAt = new Map<number, number>();
  for (let base = local.length - 2; base >= 0; base--) baseAt.set(local[base]!, base);
  return ({ firstBase, endBase }) => {
    const bases: number[] = [];
    for (let base = firstBase; base < endBase; base++) {
      const weeksInside = Math.floor((local[base]! - local[firstBase]!) / WEEK_MS);
      for (let week = 1; week <= weeks; week++) {
        const found = baseAt.get(local[base]! - (weeksInside + week) * WEEK_MS);
        if (found !== undefined && found < firstBase) bases.push(found);
      }
    }
    return bases.sort((a, b) => a - b).map((from) => ({ from, to: from + 1 }));
  };
}
