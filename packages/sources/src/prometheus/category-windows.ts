import type { WindowQuality } from "@modelwatch/conventions/query";
import { foldCategories, toCategorySums } from "../category-windows.js";
import { labelsKey, omitLabel } from "../labels.js";
import { readSumWindows } from "./sum-windows.js";
import type { CategoryWindowsRequest, WindowedSeries, WindowedSums } from "../source.js";
import type { PrometheusContext } from "./context.js";

/** A counter by category as one distribution for each group and window. */
export async function readCategoryWindows(
  context: PrometheusContext,
  request: CategoryWindowsRequest,
  signal?: AbortSignal,
): Promise<readonly WindowedSeries[]> {
  const all = await readSumWindows(context, toCategorySums(request), signal);
  // a category of other times is still exported, with the count that it had
  const sums = all.filter((member) => member.sums.some((sum) => sum > 0));
  const members = new Map<string, WindowedSums[]>();
  for (const member of sums) {
    const key = labelsKey(omitLabel(member.labels, request.categoryAttribute));
    members.set(key, [...(members.get(key) ?? []), member]);
  }
  // the fold knows the quality of stored points; what a store worked out itself can also be extrapolated or missing
  return foldCategories(sums, request.categoryAttribute).map((series) => ({
    ...series,
    quality: mergeQualities(members.get(labelsKey(series.labels)) ?? [], series.windows.windows),
  }));
}

/** A window is as good as its worst category; it is a gap only where no category was reported. */
function mergeQualities(
  members: readonly WindowedSums[],
  windows: number,
): readonly (readonly WindowQuality[])[] {
  return Array.from({ length: windows }, (_, window): readonly WindowQuality[] => {
    const all = new Set(members.flatMap((member) => member.quality[window] ?? []));
    if (all.size > 1) all.delete("gap");
    if (all.size > 1) all.delete("exact");
    return [...all].sort();
  });
}
