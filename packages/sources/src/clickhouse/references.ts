import { SUFFIX_NEGATIVE, SUFFIX_POSITIVE, SUFFIX_SQUARES } from "@modelwatch/conventions";
import { assembleReferences, checkReferenceRequest } from "../references.js";
import type { LastPoint } from "../references.js";
import { SeriesDictionary } from "../series-dictionary.js";
import type { SeriesIdentity } from "../series-dictionary.js";
import type { ReferenceRequest, ReferenceSeries } from "../source.js";
import type { Row } from "./client.js";
import { labelMap, number, numbers, textValue } from "./columns.js";
import { tableSql } from "./context.js";
import type { ClickHouseContext } from "./context.js";
import { refuseExponential } from "./exponential.js";
import { RECORDED, START_MS, TIME_MS, instant } from "./increments.js";
import { SERIES, matcherSql } from "./labels.js";
import { joinSql, sql, text } from "./sql.js";
import type { Sql } from "./sql.js";

/**
 * The last point of each series travels, a row for a process and a reference; which process counts is then decided by the
 * rule that all stores share.
 */
export async function readReferences(
  context: ClickHouseContext,
  request: ReferenceRequest,
  signal?: AbortSignal,
): Promise<readonly ReferenceSeries[]> {
  checkReferenceRequest(request);
  const { metric, categoryAttribute, atMs, lookBackMs } = request;
  const isCategorical = categoryAttribute !== undefined;
  const counters = [SUFFIX_POSITIVE, SUFFIX_NEGATIVE, SUFFIX_SQUARES].map((suffix) => metric + suffix);
  const [histograms, sums] = await Promise.all([
    isCategorical ? [] : context.client.query(lastHistograms(context, request), signal),
    context.client.query(lastSums(context, request, isCategorical ? [metric] : counters), signal),
    refuseExponential(context, metric, { fromMs: atMs - lookBackMs, toMs: atMs }, signal),
  ]);
  const dictionary = new SeriesDictionary();
  const last = new Map<number, LastPoint>();
  for (const row of histograms) keepLatest(dictionary, last, toIdentity("histogram", row), toPoint(row));
  for (const row of sums) keepLatest(dictionary, last, toIdentity("sum", row), toPoint(row));
  return assembleReferences(dictionary, request, last);
}

function lastHistograms(context: ClickHouseContext, request: ReferenceRequest): Sql {
  const point = sql`arrayMap(count -> toFloat64(count), if(empty(BucketCounts), [Count], BucketCounts)),
          if(isFinite(Sum), Sum, 0), toUInt8(isFinite(Sum) AND (Sum != 0 OR Count = 0))`;
  const isValid = sql`length(ExplicitBounds) + 1 = greatest(1, length(BucketCounts))`;
  return lastPoints(context, request, [request.metric], {
    table: "histogram",
    point,
    layout: sql`ExplicitBounds`,
    isValid,
  });
}

function lastSums(context: ClickHouseContext, request: ReferenceRequest, metrics: readonly string[]): Sql {
  const isValid = sql`isFinite(Value) AND NOT (IsMonotonic AND Value < 0)`;
  const layout = sql`[toFloat64(IsMonotonic)]`;
  return lastPoints(context, request, metrics, {
    table: "sum",
    point: sql`[Value], 0., toUInt8(0)`,
    layout,
    isValid,
  });
}

/** What the last points of a table hold: values, sum and whether it is known; and what tells series apart besides labels. */
interface LastColumns {
  readonly table: "histogram" | "sum";
  readonly point: Sql;
  readonly layout: Sql;
  readonly isValid: Sql;
}

function lastPoints(
  { settings }: ClickHouseContext,
  { matchers, atMs, lookBackMs }: ReferenceRequest,
  metrics: readonly string[],
  { table, point, layout, isValid }: LastColumns,
): Sql {
  return sql`
    SELECT metric, any(resource), any(attributes), temporality, layout, toFloat64(max(time_ms)),
      argMax(point, (time_ms, start_ms, point)) AS last, last.1, last.2, last.3
    FROM (
      SELECT MetricName AS metric, ResourceAttributes AS resource, Attributes AS attributes, ${SERIES} AS series,
        AggregationTemporality AS temporality, ${START_MS} AS start_ms, ${TIME_MS} AS time_ms,
        (${point}) AS point, ${layout} AS layout
      FROM ${tableSql(settings, table)}
      WHERE MetricName IN (${joinSql(metrics.map(text), sql`, `)}) AND ${RECORDED} AND temporality IN (1, 2)
        AND ${isValid} AND ${matcherSql(matchers)}
        AND TimeUnix > ${instant(atMs - lookBackMs)} AND TimeUnix <= ${instant(atMs)}
    ) GROUP BY metric, series, temporality, layout`;
}

function toIdentity(
  kind: "histogram" | "sum",
  [metric, resource, attributes, temporality, layout]: Row,
): SeriesIdentity {
  const cells = numbers(layout);
  const own = Object.entries(labelMap(attributes)).filter(([, value]) => value !== "");
  return {
    kind,
    metric: textValue(metric),
    labels: { ...labelMap(resource), ...Object.fromEntries(own) },
    temporality: number(temporality) === 1 ? "delta" : "cumulative",
    monotonic: kind === "histogram" || cells[0] === 1,
    bounds: kind === "histogram" ? cells : [],
  };
}

function toPoint([, , , , , timeMs, , values, sum, isKnown]: Row): LastPoint {
  return {
    timeMs: number(timeMs),
    values: numbers(values),
    sum: number(isKnown) === 1 ? number(sum) : undefined,
  };
}

/** Two rows are one series where they differ in what is no label: the scope. */
function keepLatest(
  dictionary: SeriesDictionary,
  last: Map<number, LastPoint>,
  identity: SeriesIdentity,
  point: LastPoint,
): void {
  const { id } = dictionary.find(identity) ?? dictionary.add(identity);
  const known = last.get(id);
  if (known === undefined || point.timeMs >= known.timeMs) last.set(id, point);
}
