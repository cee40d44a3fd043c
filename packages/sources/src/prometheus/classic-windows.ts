import { labelsKey, omitLabel, pickLabels } from "../labels.js";
import { BOUND_LABEL, boundsByWindow, toBucketSets } from "./classic-buckets.js";
import { readDoubts } from "./doubts.js";
import { countByGroup, toGrouping } from "./grouping.js";
import { readIncrements } from "./increments.js";
import { createGroup, groupIn, layoutOf, totalsByGroup, toWindowedSeries } from "./layout-windows.js";
import { addMoments, planMoments } from "./moments.js";
import { selector } from "./promql.js";
import { countsExactly } from "./server-abilities.js";
import type { HistogramWindowsRequest, Labels, WindowedSeries } from "../source.js";
import type { BucketSet } from "./classic-buckets.js";
import type { PrometheusContext } from "./context.js";
import type { GroupWindows, LayoutWindows } from "./layout-windows.js";
import type { HistogramPart } from "./names.js";
import type { StoredFamily } from "./stored-family.js";

/** Classic histograms, one series for each `le`. The store sums over processes where all of a group share one layout. */
export async function readClassicWindows(
  context: PrometheusContext,
  family: StoredFamily<HistogramPart>,
  request: HistogramWindowsRequest,
  signal: AbortSignal | undefined,
): Promise<readonly WindowedSeries[]> {
  const grouping = toGrouping(request.groupBy, family.spelling);
  const name = family.names.get("bucket") ?? "";
  const buckets = family.series.get("bucket") ?? [];
  const by = haveOneLayoutEach(buckets, (labels) => labelsKey(grouping.groupOf(labels)))
    ? grouping.storedLabels
    : undefined;
  const { edges } = request;
  const series = selector([name], family.matchers);
  const [rows, { increments }] = await Promise.all([
    readIncrements(
      context,
      {
        operation: "increase",
        series,
        edges,
        answers: by === undefined ? buckets.length : countDistinct(buckets, [...by, BOUND_LABEL]),
        ...(by && { by: [...by, BOUND_LABEL] }),
      },
      signal,
    ),
    context.abilities(signal),
  ]);

  const histograms = countByGroup(distinctHistograms(buckets), grouping);
  const known = planMoments(family, grouping, histograms, false);
  const groups = new Map<string, GroupWindows>();
  const layouts = new Map<string, readonly (LayoutWindows | undefined)[]>();
  for (const set of toBucketSets(rows)) {
    const labels = grouping.groupOf(set.labels);
    const key = labelsKey(labels);
    const has = {
      hasSums: known.sums.has(key),
      hasSquares: request.squares === true && known.squares.has(key),
    };
    const group = groupIn(groups, labels, () => createGroup(labels, edges.length - 1, has));
    layouts.set(labelsKey(set.labels), addBuckets(group, set, !countsExactly(increments)));
  }
  const layoutAt = (stored: Labels, window: number) => layouts.get(labelsKey(stored))?.[window];
  const totals = totalsByGroup(groups.values());
  const [doubts] = await Promise.all([
    readDoubts(context, { name, matchers: family.matchers, grouping, edges, bucket: "+Inf", totals }, signal),
    addMoments(
      context,
      { family, grouping, known, edges, layoutAt, ...(by && { by }) },
      { squares: request.squares === true },
      signal,
    ),
  ]);
  return toWindowedSeries(groups.values(), doubts, !countsExactly(increments));
}

function countDistinct(series: readonly Labels[], names: readonly string[]): number {
  return new Set(series.map((labels) => labelsKey(pickLabels(labels, names)))).size;
}

/** Whether all histograms of a group have the same bounds, so that their buckets may be added one by one. */
function haveOneLayoutEach(buckets: readonly Labels[], groupKey: (labels: Labels) => string): boolean {
  const histograms = new Map<string, { group: string; bounds: string[] }>();
  for (const labels of buckets) {
    const key = labelsKey(omitLabel(labels, BOUND_LABEL));
    const histogram = histograms.get(key);
    if (histogram === undefined)
      histograms.set(key, { group: groupKey(labels), bounds: [labels[BOUND_LABEL] ?? ""] });
    else histogram.bounds.push(labels[BOUND_LABEL] ?? "");
  }
  const layoutOfGroup = new Map<string, string>();
  for (const { group, bounds } of histograms.values()) {
    const layout = bounds.sort().join(" ");
    const known = layoutOfGroup.get(group);
    if (known !== undefined && known !== layout) return false;
    layoutOfGroup.set(group, layout);
  }
  return true;
}

function distinctHistograms(buckets: readonly Labels[]): readonly Labels[] {
  const distinct = new Map(
    buckets.map((labels) => {
      const own = omitLabel(labels, BOUND_LABEL);
      return [labelsKey(own), own];
    }),
  );
  return [...distinct.values()];
}

/** Adds a histogram's windows to its group, and says under which layout each window went. */
function addBuckets(
  group: GroupWindows,
  set: BucketSet,
  extrapolated: boolean,
): readonly (LayoutWindows | undefined)[] {
  return boundsByWindow(set).map((positions, window) => {
    if (positions === undefined) return undefined;
    group.reported[window] = 1;
    const finite = positions.filter((position) => Number.isFinite(set.bounds[position]));
    const layout = layoutOf(
      group,
      Float64Array.from(finite, (position) => set.bounds[position]!),
    );
    const row = window * (finite.length + 1);
    let below = 0;
    for (const [cell, position] of positions.entries()) {
      const cumulative = set.cumulative[position]?.[window] ?? below;
      const count = extrapolated ? Math.round(cumulative - below) : cumulative - below;
      // restarts are seen bucket by bucket: after one, a bucket may lack what the next has
      layout.counts[row + cell]! += Math.max(0, count);
      below = Math.max(below, cumulative);
    }
    return layout;
  });
}
