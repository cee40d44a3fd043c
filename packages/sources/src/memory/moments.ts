import { windowOf } from "../assign-window.js";
import type { SumPlan } from "../moments.js";
import type { Series } from "../series-dictionary.js";
import type { MemoryData } from "./memory-data.js";

/**
 * The exact sum of each window by a plan, own sums + (added − subtracted); undefined where a histogram point that counted
 * something brought no sum.
 */
export function sumsByPlan(
  data: MemoryData,
  plan: SumPlan,
  edges: readonly number[],
): Float64Array | undefined {
  const values: number[][] = Array.from({ length: edges.length - 1 }, () => []);
  for (const series of plan.own) {
    for (const increment of data.countedOf(series)) {
      const window = windowOf(edges, increment.startMs, increment.timeMs);
      if (window < 0) continue;
      if (increment.sum === undefined) return undefined;
      values[window]!.push(increment.sum);
    }
  }
  const added = sumsOfCounters(data, plan.added, edges);
  const subtracted = sumsOfCounters(data, plan.subtracted, edges);
  return addUp(values).map((sum, window) => sum + (added[window]! - subtracted[window]!));
}

/** The increments of counters in each window, added up. */
export function sumsOfCounters(
  data: MemoryData,
  counters: readonly Series[],
  edges: readonly number[],
): Float64Array {
  const values: number[][] = Array.from({ length: edges.length - 1 }, () => []);
  for (const series of counters) {
    for (const increment of data.incrementsOf(series)) {
      const window = windowOf(edges, increment.startMs, increment.timeMs);
      if (window >= 0) values[window]!.push(increment.values[0]!);
    }
  }
  return addUp(values);
}

/** Each list's sum, added in ascending order: it does not depend on the order of arrival then. */
export function addUp(values: readonly number[][]): Float64Array {
  return Float64Array.from(values, (list) =>
    list.sort((a, b) => a - b).reduce((sum, value) => sum + value, 0),
  );
}
