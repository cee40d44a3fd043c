import { buildWindowedSeries } from "../build-windows.js";
import type { ExactMoments } from "../build-windows.js";
import { compareLabels } from "../labels.js";
import type { HistogramWindowsRequest, Labels, WindowedSeries } from "../source.js";
import { checkAnswerSize, checkEdges } from "../windows-request.js";
import type { Row } from "./client.js";
import { list, number, numbers } from "./columns.js";
import { tableSql } from "./context.js";
import type { ClickHouseContext } from "./context.js";
import { refuseExponential } from "./exponential.js";
import { histogramIncrements } from "./increments.js";
import { readMoments, withCounters } from "./moments.js";
import { earliest, withReach } from "./reach.js";
import type { Reached } from "./reach.js";
import { sql } from "./sql.js";
import { EARLIEST_ORPHAN, WINDOW_FACTS, createWindowIndex, toLabels, toStart } from "./window-columns.js";

/** One bucket layout of one group. */
export interface LayoutWindows {
  readonly labels: Labels;
  readonly bounds: readonly number[];
  readonly counts: Float64Array;
  readonly flags: Uint8Array;
  /** The sums of histograms without counters, in each window; undefined where one of them is not known. */
  readonly ownSums: Float64Array | undefined;
  /** Whether counters of positive and negative values stand for the sums of some histograms. */
  readonly hasCounters: boolean;
  /** Whether all histograms have a counter of squares. */
  readonly hasSquares: boolean;
}

export async function readHistogramWindows(
  context: ClickHouseContext,
  request: HistogramWindowsRequest,
  signal?: AbortSignal,
): Promise<readonly WindowedSeries[]> {
  checkEdges(request.edges);
  const range = { fromMs: request.edges[0] ?? 0, toMs: request.edges.at(-1) ?? 0 };
  const [answer] = await Promise.all([
    withReach(range.fromMs, context.settings.lookBackMs, (reachMs) =>
      readLayouts(context, request, reachMs, signal),
    ),
    refuseExponential(context, request.metric, range, signal),
  ]);
  return answer;
}

async function readLayouts(
  context: ClickHouseContext,
  request: HistogramWindowsRequest,
  reachMs: number,
  signal: AbortSignal | undefined,
): Promise<Reached<readonly WindowedSeries[]>> {
  const table = tableSql(context.settings, "histogram");
  const landed = histogramIncrements({ ...request, table, metrics: [request.metric], reachMs });
  const question = { request, landed, reachMs };
  const rows = await context.client.query(
    sql`SELECT labels, bounds, groupArray(toFloat64(edge)), groupArray(counts), groupArray(flags), groupArray(own),
      min(own_known), max(counters), min(squares), ${EARLIEST_ORPHAN}
    FROM (
      SELECT labels, bounds, edge, arrayMap(count -> toFloat64(count), sumForEach(amount)) AS counts, ${WINDOW_FACTS},
        arraySum(arraySort(groupArrayIf(added, NOT has_counters))) AS own, min(sum_known OR has_counters) AS own_known,
        max(has_counters) AS counters, min(has_squares) AS squares
      FROM (${withCounters(context, question)}) GROUP BY labels, bounds, edge
    ) GROUP BY labels, bounds ORDER BY length(bounds), bounds`,
    signal,
  );
  const earliestStartMs = earliest(rows.map((row) => toStart(row[9])));
  if (earliestStartMs !== undefined) return { answer: [], earliestStartMs };
  const layouts = toLayouts(request, rows);
  const moments = await readMoments(context, question, layouts, signal);
  return { answer: layouts.map((layout, i) => toSeries(layout, moments[i] ?? {})), earliestStartMs };
}

/** Rows ascend by their bounds; they come out by labels first. */
function toLayouts(request: HistogramWindowsRequest, rows: readonly Row[]): readonly LayoutWindows[] {
  let cells = 0;
  return rows
    .map((row): LayoutWindows => {
      const bounds = numbers(row[1]);
      checkAnswerSize((cells += (request.edges.length - 1) * (bounds.length + 1)));
      return toLayout(request, bounds, row);
    })
    .toSorted((a, b) => compareLabels(a.labels, b.labels));
}

function toLayout(
  { groupBy, edges }: HistogramWindowsRequest,
  bounds: readonly number[],
  [labels, , starts, countLists, flagList, owns, ownKnown, counters, squares]: Row,
): LayoutWindows {
  const windows = edges.length - 1;
  const cells = bounds.length + 1;
  const layout = {
    counts: new Float64Array(windows * cells),
    flags: new Uint8Array(windows),
    sums: new Float64Array(windows),
  };
  const windowAt = createWindowIndex(edges);
  const [counts, flags, own] = [list(countLists), numbers(flagList), numbers(owns)];
  numbers(starts).forEach((start, i) => {
    const window = windowAt(start);
    layout.counts.set(numbers(counts[i]), window * cells);
    layout.flags[window] = flags[i] ?? 0;
    layout.sums[window] = own[i] ?? 0;
  });
  return {
    labels: toLabels(groupBy, labels),
    bounds,
    counts: layout.counts,
    flags: layout.flags,
    ownSums: number(ownKnown) === 1 ? layout.sums : undefined,
    hasCounters: number(counters) === 1,
    hasSquares: number(squares) === 1,
  };
}

function toSeries({ labels, bounds, counts, flags }: LayoutWindows, moments: ExactMoments): WindowedSeries {
  const layout = { kind: "numeric", bounds: Float64Array.from(bounds) } as const;
  return buildWindowedSeries(labels, layout, counts, flags, moments);
}
