import { SUFFIX_NEGATIVE, SUFFIX_POSITIVE, SUFFIX_SQUARES } from "@modelwatch/conventions";
import type { ExactMoments } from "../build-windows.js";
import { labelsKey } from "../labels.js";
import type { HistogramWindowsRequest, Labels } from "../source.js";
import type { Row } from "./client.js";
import { number, numbers, textValue } from "./columns.js";
import { tableSql } from "./context.js";
import type { ClickHouseContext } from "./context.js";
import type { LayoutWindows } from "./histogram-windows.js";
import { instant, sumIncrements } from "./increments.js";
import { SERIES, matcherSql } from "./labels.js";
import { joinSql, sql, text } from "./sql.js";
import type { Sql } from "./sql.js";
import { createWindowIndex, toLabels } from "./window-columns.js";

/** What was asked of histograms, and their increments as SQL. */
export interface HistogramQuestion {
  readonly request: HistogramWindowsRequest;
  readonly landed: Sql;
  readonly reachMs: number;
}

/** The increments, each with whether its series has counters of its positive and negative values, and of its squares. */
export function withCounters({ settings }: ClickHouseContext, question: HistogramQuestion): Sql {
  const { request, landed, reachMs } = question;
  const having = (suffixes: readonly string[]): Sql => sql`(
      SELECT ${SERIES} FROM ${tableSql(settings, "sum")}
      WHERE MetricName IN (${joinSql(
        suffixes.map((suffix) => text(request.metric + suffix)),
        sql`, `,
      )})
        AND TimeUnix >= ${instant(reachMs)} AND TimeUnix <= ${instant(request.edges.at(-1) ?? 0)}
        AND ${matcherSql(request.matchers)}
    )`;
  return sql`
      SELECT *, series IN ${having([SUFFIX_POSITIVE, SUFFIX_NEGATIVE])} AS has_counters,
        series IN ${having([SUFFIX_SQUARES])} AS has_squares
      FROM (${landed})`;
}

/**
 * The exact moments of each layout, by the rule of the shared `moments.ts`: counters stand for a histogram's sum where it has
 * them; where such a histogram counted under another layout too, what of them belongs to which is not known.
 */
export async function readMoments(
  context: ClickHouseContext,
  question: HistogramQuestion,
  layouts: readonly LayoutWindows[],
  signal: AbortSignal | undefined,
): Promise<readonly ExactMoments[]> {
  const { squares: wantsSquares = false, edges } = question.request;
  const needed = layouts.some((layout) => layout.hasCounters || (wantsSquares && layout.hasSquares));
  if (!needed) return layouts.map(({ ownSums }) => (ownSums === undefined ? {} : { sums: ownSums }));
  const [counters, shared] = await Promise.all([
    readCounters(context, question, signal),
    readShared(context, question, layouts, signal),
  ]);
  const none = new Float64Array(edges.length - 1);
  return layouts.map((layout): ExactMoments => {
    const key = layoutKey(layout.labels, layout.bounds);
    const counted = (suffix: string): Float64Array =>
      counters.get(key)?.get(question.request.metric + suffix) ?? none;
    const sums =
      layout.hasCounters && shared.withCounters.has(key)
        ? undefined
        : addUp(layout.ownSums, counted(SUFFIX_POSITIVE), counted(SUFFIX_NEGATIVE));
    const squares = wantsSquares && layout.hasSquares && !shared.all.has(key);
    return { ...(sums && { sums }), ...(squares && { sumsOfSquares: counted(SUFFIX_SQUARES) }) };
  });
}

function addUp(
  own: Float64Array | undefined,
  added: Float64Array,
  subtracted: Float64Array,
): Float64Array | undefined {
  return own?.map((sum, window) => sum + ((added[window] ?? 0) - (subtracted[window] ?? 0)));
}

/** Layout → metric → what its counters counted in each window, of the series that counted under the layout. */
async function readCounters(
  { client, settings }: ClickHouseContext,
  { request, landed, reachMs }: HistogramQuestion,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Float64Array>>> {
  const suffixes = [SUFFIX_POSITIVE, SUFFIX_NEGATIVE, ...(request.squares === true ? [SUFFIX_SQUARES] : [])];
  const metrics = suffixes.map((suffix) => request.metric + suffix);
  const table = tableSql(settings, "sum");
  const rows = await client.query(
    sql`SELECT labels, bounds, metric, groupArray(toFloat64(edge)), groupArray(total)
    FROM (
      SELECT counted.labels AS labels, bounds, metric, edge, arraySum(arraySort(groupArray(amount))) AS total
      FROM (${sumIncrements({ ...request, groupBy: [], table, metrics, reachMs })}) AS counter
      INNER JOIN (SELECT DISTINCT labels, bounds, series FROM (${landed})) AS counted USING (series)
      GROUP BY labels, bounds, metric, edge
    ) GROUP BY labels, bounds, metric`,
    signal,
  );
  const counters = new Map<string, Map<string, Float64Array>>();
  for (const row of rows) {
    const key = layoutKey(toLabels(request.groupBy, row[0]), numbers(row[1]));
    const metricSums = counters.get(key) ?? new Map<string, Float64Array>();
    counters.set(key, metricSums.set(textValue(row[2]), toWindows(request.edges, row)));
  }
  return counters;
}

function toWindows(edges: readonly number[], [, , , starts, totals]: Row): Float64Array {
  const windowAt = createWindowIndex(edges);
  const sums = new Float64Array(edges.length - 1);
  const total = numbers(totals);
  numbers(starts).forEach((start, i) => (sums[windowAt(start)] = total[i] ?? 0));
  return sums;
}

/** Layouts with a series that counted under another layout of its group as well. */
interface SharedLayouts {
  readonly all: ReadonlySet<string>;
  /** Those where such a series has counters of positive or negative values. */
  readonly withCounters: ReadonlySet<string>;
}

async function readShared(
  context: ClickHouseContext,
  question: HistogramQuestion,
  layouts: readonly LayoutWindows[],
  signal: AbortSignal | undefined,
): Promise<SharedLayouts> {
  const groups = new Set(layouts.map(({ labels }) => labelsKey(labels)));
  if (groups.size === layouts.length) return { all: new Set(), withCounters: new Set() };
  const rows = await context.client.query(
    sql`SELECT labels, layout, max(counters)
    FROM (
      SELECT labels, groupUniqArray(bounds) AS layouts, max(has_counters) AS counters
      FROM (${withCounters(context, question)}) GROUP BY labels, series HAVING length(layouts) > 1
    ) ARRAY JOIN layouts AS layout GROUP BY labels, layout`,
    signal,
  );
  const keys = rows.map((row) => layoutKey(toLabels(question.request.groupBy, row[0]), numbers(row[1])));
  return { all: new Set(keys), withCounters: new Set(keys.filter((_, i) => number(rows[i]?.[2]) === 1)) };
}

function layoutKey(labels: Labels, bounds: readonly number[]): string {
  return `${labelsKey(labels)} ${bounds.join(" ")}`;
}
