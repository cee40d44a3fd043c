import { buildWindowedSeries } from "./build-windows.js";
import { compareLabels, compareText, labelOf, labelsKey, omitLabel } from "./labels.js";
import type {
  CategoryWindowsRequest,
  Labels,
  WindowedSeries,
  WindowedSums,
  WindowsRequest,
} from "./source.js";
import { fromQuality } from "./window-flags.js";
import { checkAnswerSize } from "./windows-request.js";

/** The sums that a category question needs: the same, split by category too. */
export function toCategorySums(request: CategoryWindowsRequest): WindowsRequest {
  const { categoryAttribute, ...windows } = request;
  const groupBy = windows.groupBy.filter((name) => name !== categoryAttribute);
  return { ...windows, groupBy: [...groupBy, categoryAttribute] };
}

/**
 * Sums by category as one distribution for each group, categories ascending. Series without the attribute count under the
 * category "". A category in which nothing was counted in the range is left out.
 */
export function foldCategories(
  sums: readonly WindowedSums[],
  categoryAttribute: string,
): readonly WindowedSeries[] {
  const groups = new Map<string, { labels: Labels; members: { category: string; sums: WindowedSums }[] }>();
  for (const member of sums) {
    const labels = omitLabel(member.labels, categoryAttribute);
    const key = labelsKey(labels);
    const group = groups.get(key) ?? { labels, members: [] };
    group.members.push({ category: labelOf(member.labels, categoryAttribute), sums: member });
    groups.set(key, group);
  }
  return [...groups.values()]
    .sort((a, b) => compareLabels(a.labels, b.labels))
    .map((group) => foldGroup(group.labels, group.members));
}

function foldGroup(labels: Labels, members: { category: string; sums: WindowedSums }[]): WindowedSeries {
  members.sort((a, b) => compareText(a.category, b.category));
  const windows = members[0]?.sums.sums.length ?? 0;
  checkAnswerSize(windows * members.length);
  const counts = new Float64Array(windows * members.length);
  const flags = new Uint8Array(windows);
  members.forEach(({ sums }, cell) => {
    for (let row = 0; row < windows; row++) {
      counts[row * members.length + cell] = sums.sums[row]!;
      flags[row]! |= fromQuality(sums.quality[row]!);
    }
  });
  return buildWindowedSeries(
    labels,
    { kind: "categorical", categories: members.map((m) => m.category) },
    counts,
    flags,
  );
}
