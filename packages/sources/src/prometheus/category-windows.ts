import { foldCategories, toCategorySums } from "../category-windows.js";
import { labelsKey, omitLabel } from "../labels.js";
import { addDoubts, toQualities } from "./doubts.js";
import { readCounter } from "./sum-windows.js";
import type { CategoryWindowsRequest, WindowedSeries } from "../source.js";
import type { PrometheusContext } from "./context.js";
import type { CounterGroup } from "./sum-windows.js";

/** A counter by category as one distribution for each group and window. */
export async function readCategoryWindows(
  context: PrometheusContext,
  request: CategoryWindowsRequest,
  signal?: AbortSignal,
): Promise<readonly WindowedSeries[]> {
  const { groups, extrapolated } = await readCounter(context, toCategorySums(request), signal);
  // a category of other times is still exported, with the count that it had
  const counted = groups.filter(({ sums }) => sums.some((sum) => sum > 0));
  const members = new Map<string, CounterGroup[]>();
  for (const category of counted) {
    const key = labelsKey(omitLabel(category.labels, request.categoryAttribute));
    members.set(key, [...(members.get(key) ?? []), category]);
  }
  // what a window's categories lack is weighed against the whole window, so the fold gets no opinion of its own
  const unmarked = counted.map(({ labels, sums }) => ({ labels, sums, quality: Array.from(sums, () => []) }));
  return foldCategories(unmarked, request.categoryAttribute).map((series) => {
    const own = members.get(labelsKey(series.labels)) ?? [];
    const { totals } = series.windows;
    const reported = totals.map((_, window) => Math.max(...own.map((each) => each.reported[window]!)));
    const doubts = addDoubts(own.map((each) => each.doubts));
    return { ...series, quality: toQualities(Uint8Array.from(reported), totals, doubts, extrapolated) };
  });
}
