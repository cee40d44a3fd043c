import { labelsKey } from "../labels.js";
import { readDoubts } from "./doubts.js";
import { countByGroup, toGrouping } from "./grouping.js";
import { readIncrements } from "./increments.js";
import { createGroup, groupIn, layoutOf, totalsByGroup, toWindowedSeries } from "./layout-windows.js";
import { addMoments, planMoments } from "./moments.js";
import { toCountMatrix } from "./native-layout.js";
import { selector } from "./promql.js";
import { countsExactly } from "./server-abilities.js";
import type { HistogramWindowsRequest, Labels, WindowedSeries } from "../source.js";
import type { PrometheusContext } from "./context.js";
import type { GroupWindows, LayoutWindows } from "./layout-windows.js";
import type { HistogramPart } from "./names.js";
import type { StoredFamily } from "./stored-family.js";

/**
 * Native histograms, exponential or with custom bounds: the store adds whole histograms.
 */
export async function readNativeWindows(
  context: PrometheusContext,
  family: StoredFamily<HistogramPart>,
  request: HistogramWindowsRequest,
  signal: AbortSignal | undefined,
): Promise<readonly WindowedSeries[]> {
  const grouping = toGrouping(request.groupBy, family.spelling);
  const name = family.names.get("native") ?? "";
  const by = grouping.storedLabels;
  const { edges, squares = false } = request;
  const series = selector([name], family.matchers);
  const [rows, { increments }] = await Promise.all([
    readIncrements(context, { operation: "increase", series, by, edges }, signal),
    context.abilities(signal),
  ]);

  const known = planMoments(
    family,
    grouping,
    countByGroup(family.series.get("native") ?? [], grouping),
    true,
  );
  const groups = new Map<string, GroupWindows>();
  const layouts = new Map<string, LayoutWindows>();
  for (const { labels: stored, histograms } of rows) {
    if (histograms.size === 0) continue;
    const labels = grouping.groupOf(stored);
    const key = labelsKey(labels);
    const has = { hasSums: known.sums.has(key), hasSquares: squares && known.squares.has(key) };
    const group = groupIn(groups, labels, () => createGroup(labels, edges.length - 1, has));
    const { bounds, counts } = toCountMatrix(histograms, edges.length - 1);
    const layout = layoutOf(group, bounds);
    layouts.set(labelsKey(stored), layout);
    counts.forEach((count, i) => (layout.counts[i]! += count));
    for (const [window, histogram] of histograms) {
      group.reported[window] = 1;
      if (!known.split.has(key)) layout.sums[window] = histogram.sum;
    }
    if (!countsExactly(increments))
      layout.counts.forEach((count, i) => (layout.counts[i] = Math.round(count)));
  }
  const layoutAt = (stored: Labels) => layouts.get(labelsKey(stored));
  const totals = totalsByGroup(groups.values());
  const [doubts] = await Promise.all([
    readDoubts(context, { name, matchers: family.matchers, grouping, edges, native: true, totals }, signal),
    addMoments(context, { family, grouping, known, edges, layoutAt, by }, { squares }, signal),
  ]);
  return toWindowedSeries(groups.values(), doubts, !countsExactly(increments));
}
