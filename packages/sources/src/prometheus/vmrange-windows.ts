import { distributionsFromSparse, sparseFromVmrange } from "@modelwatch/statistics";
import { labelsKey, omitLabel } from "../labels.js";
import { VMRANGE_LABEL } from "./bucket-kinds.js";
import { createDoubts, readDoubts } from "./doubts.js";
import { countByGroup, toGrouping } from "./grouping.js";
import { readIncrements } from "./increments.js";
import { createGroup, layoutOf, toWindowedSeries } from "./layout-windows.js";
import { addMoments, planMoments } from "./moments.js";
import { selector } from "./promql.js";
import { countsExactly } from "./server-abilities.js";
import type { HistogramWindowsRequest, Labels, WindowedSeries } from "../source.js";
import type { PrometheusContext } from "./context.js";
import type { Increments } from "./increments.js";
import type { GroupWindows, LayoutWindows } from "./layout-windows.js";
import type { HistogramPart } from "./names.js";
import type { StoredFamily } from "./stored-family.js";

/**
 * VictoriaMetrics' histograms: a series for each range that counted something, `vmrange="1.000e+00...1.136e+00"`, not cumulative.
 * So it keeps exponential ones. A histogram has no series for what it has not counted yet, and others after it changed its
 * scale, which begin with all that it ever counted; its `_count` goes on. So a window whose ranges hold more than was counted
 * in it gives none of them, and what ranges hold less than the count is missing from the window.
 */
export async function readVmrangeWindows(
  context: PrometheusContext,
  family: StoredFamily<HistogramPart>,
  request: HistogramWindowsRequest,
  signal: AbortSignal | undefined,
): Promise<readonly WindowedSeries[]> {
  const grouping = toGrouping(request.groupBy, family.spelling);
  const { matchers } = family;
  const { edges, squares = false } = request;
  const name = family.names.get("bucket") ?? "";
  const counter = name.replace(/_bucket$/, "_count");
  const by = grouping.storedLabels;
  const [ranges, counted, found, { increments }] = await Promise.all([
    readIncrements(
      context,
      { operation: "increase", series: selector([name], matchers), by: [...by, VMRANGE_LABEL], edges },
      signal,
    ),
    readIncrements(
      context,
      { operation: "increase", series: selector([counter], matchers), by, edges },
      signal,
    ),
    readDoubts(context, { name: counter, matchers, grouping, edges }, signal),
    context.abilities(signal),
  ]);
  const exact = countsExactly(increments);
  const known = planMoments(family, grouping, countByGroup(distinctHistograms(family), grouping), false);
  const doubts = new Map(found);
  const groups: GroupWindows[] = [];
  const layouts = new Map<string, LayoutWindows>();
  const byHistogram = groupByHistogram(ranges);
  for (const { labels: stored, values } of counted) {
    const rows = byHistogram.get(labelsKey(stored));
    if (rows === undefined) continue;
    const labels = grouping.groupOf(stored);
    const key = labelsKey(labels);
    const has = { hasSums: known.sums.has(key), hasSquares: squares && known.squares.has(key) };
    const group = createGroup(labels, edges.length - 1, has);
    const own = doubts.get(key) ?? createDoubts(edges.length - 1);
    doubts.set(key, own);
    // extrapolated counts are rounded range by range, and need not add up
    const totals = addRanges(group, rows, exact ? values : undefined);
    values.forEach((count, window) => {
      if (Number.isNaN(count)) return;
      group.reported[window] = 1;
      if (exact) own.missing[window]! += count - totals[window]!;
    });
    groups.push(group);
    layouts.set(labelsKey(stored), [...group.layouts.values()][0]!);
  }
  const layoutAt = (stored: Labels) => layouts.get(labelsKey(stored));
  await addMoments(context, { family, grouping, known, edges, layoutAt, by }, { squares }, signal);
  return toWindowedSeries(groups, doubts, !exact);
}

/** Every histogram of the family once: those that counted nothing yet have a sum, but no range. */
function distinctHistograms(family: StoredFamily<HistogramPart>): readonly Labels[] {
  const all = [...(family.series.get("bucket") ?? []), ...(family.series.get("sum") ?? [])];
  const own = all.map((labels) => omitLabel(labels, VMRANGE_LABEL));
  return [...new Map(own.map((labels) => [labelsKey(labels), labels])).values()];
}

function groupByHistogram(ranges: readonly Increments[]): ReadonlyMap<string, readonly Increments[]> {
  const groups = new Map<string, Increments[]>();
  for (const row of ranges) {
    const key = labelsKey(omitLabel(row.labels, VMRANGE_LABEL));
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [row]);
    else members.push(row);
  }
  return groups;
}

/**
 * Puts a group's ranges under one layout, that of all its windows; returns what each window holds. Nothing where that would be
 * more than was `counted`.
 */
function addRanges(
  group: GroupWindows,
  rows: readonly Increments[],
  counted: Float64Array | undefined,
): Float64Array {
  const byWindow = Array.from(group.reported, (_, window) => {
    const ranges = rangesIn(rows, window);
    const total = ranges.reduce((sum, range) => sum + range.count, 0);
    return sparseFromVmrange(total > (counted?.[window] ?? Infinity) ? [] : ranges);
  });
  const distributions = distributionsFromSparse(byWindow);
  const layout = layoutOf(group, Float64Array.from(distributions[0]!.bounds));
  distributions.forEach(({ counts }, window) => layout.counts.set(counts, window * counts.length));
  return Float64Array.from(distributions, ({ count }) => count);
}

function rangesIn(
  rows: readonly Increments[],
  window: number,
): readonly { readonly vmrange: string; readonly count: number }[] {
  return rows.flatMap(({ labels, values }) => {
    const count = Math.round(values[window]!);
    return count > 0 ? [{ vmrange: labels[VMRANGE_LABEL] ?? "", count }] : [];
  });
}
