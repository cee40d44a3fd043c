import { SERIES, labelListSql, matcherSql } from "./labels.js";
import type { Matcher } from "../source.js";
import { integer, integers, joinSql, sql, text } from "./sql.js";
import type { Sql } from "./sql.js";

/**
 * SQL for what was counted between two instants, the same rule as the memory store's `increments.ts`.
 */
export interface IncrementsQuestion {
  readonly table: Sql;
  readonly metrics: readonly string[];
  readonly matchers: readonly Matcher[];
  readonly groupBy: readonly string[];
  readonly edges: readonly number[];
  /** From where cumulative points are read: the first of a series in the range is compared with the last before it. */
  readonly reachMs: number;
}

export const START_MS = sql`toUnixTimestamp64Milli(toDateTime64(StartTimeUnix, 3))`;
export const TIME_MS = sql`toUnixTimestamp64Milli(toDateTime64(TimeUnix, 3))`;

/** A time column's bound: kept as an instant, so that the tables' partitions and indexes apply. */
export function instant(ms: number): Sql {
  return sql`fromUnixTimestamp64Milli(${integer(ms)})`;
}

/** OTLP's data point flag: the series has nothing to say at this time. */
export const RECORDED = sql`bitAnd(Flags, 1) = 0`;

/** Points of the range, and the cumulative ones before it that the first steps need. */
function pointsSql(question: IncrementsQuestion, columns: Sql, isValid: Sql): Sql {
  const { table, metrics, matchers, groupBy, edges, reachMs } = question;
  const from = edges[0] ?? 0;
  return sql`
  SELECT MetricName AS metric, ${labelListSql(groupBy)} AS labels, ${SERIES} AS series,
    AggregationTemporality AS temporality, ${START_MS} AS start_ms, ${TIME_MS} AS time_ms, ${columns}
  FROM ${table}
  WHERE MetricName IN (${joinSql(metrics.map(text), sql`, `)}) AND ${RECORDED} AND start_ms <= time_ms
    AND TimeUnix >= ${instant(Math.min(from, reachMs))} AND TimeUnix <= ${instant(edges.at(-1) ?? 0)}
    AND (temporality = 2 OR temporality = 1 AND TimeUnix >= ${instant(from)})
    AND ${isValid} AND ${matcherSql(matchers)}`;
}

/**
 * Which step a point takes from the one before it in its series. A row that repeats another is an insert that the Collector
 * tried again. `orphan`: its process ran before the reach, so the predecessor is not known yet.
 */
function kindSql(sameValue: Sql, fell: Sql, reachMs: number): Sql {
  return sql`multiIf(
      previous_time = time_ms AND previous_start = start_ms AND ${sameValue}, 'repeated',
      temporality = 1, 'delta',
      previous_time = 0 AND start_ms = 0, 'base',
      previous_time = 0 AND start_ms < ${integer(reachMs)}, 'orphan',
      previous_time = 0, 'first',
      start_ms > 0 AND previous_start > 0 AND start_ms != previous_start, 'restarted',
      ${fell}, 'fell',
      'grew')`;
}

/** Increments with the window they landed in (see `assign-window.ts`), by the edge at which it begins. */
function landedSql(steps: Sql, edges: readonly number[], amount: Sql, counted: Sql): Sql {
  return sql`
  SELECT metric, labels, series, if(kind = 'orphan', start_ms, 0) AS orphan_start, kind IN ('fell', 'restarted') AS reset,
    if(kind IN ('fell', 'grew'), previous_time, start_ms) AS from_ms, greatest(from_ms, time_ms - 1) AS instant,
    roundDown(instant, ${integers(edges)}) AS edge, from_ms < edge AS late, ${amount}
  FROM (${steps})
  WHERE kind NOT IN ('repeated', 'base') AND ${counted}
    AND instant >= ${integer(edges[0] ?? 0)} AND instant < ${integer(edges.at(-1) ?? 0)}`;
}

/**
 * Histogram increments that counted something: `labels, series, bounds, edge, reset, late, orphan_start,
 * amount, added, sum_known`.
 * The exporter writes 0 for a sum that was not sent: 0 beside a count is not known.
 */
export function histogramIncrements(question: IncrementsQuestion): Sql {
  const columns = sql`Count AS total, if(empty(BucketCounts), [Count], BucketCounts) AS counts,
    ExplicitBounds AS bounds, if(isFinite(Sum), Sum, 0) AS sum`;
  const points = pointsSql(
    question,
    columns,
    sql`length(counts) = length(bounds) + 1 AND arraySum(counts) = total`,
  );
  const steps = sql`
    SELECT *, ${kindSql(
      sql`previous_counts = counts AND previous_sum = sum`,
      sql`arrayExists(difference -> difference < 0, differences)`,
      question.reachMs,
    )} AS kind
    FROM (
      SELECT *, arrayMap((now, before) -> toInt64(now) - toInt64(before),
          counts, arrayResize(previous_counts, length(counts))) AS differences
      FROM (
        SELECT *, lagInFrame(time_ms) OVER steps AS previous_time, lagInFrame(start_ms) OVER steps AS previous_start,
          lagInFrame(counts) OVER steps AS previous_counts, lagInFrame(sum) OVER steps AS previous_sum,
          lagInFrame(total) OVER steps AS previous_total
        FROM (${points})
        WINDOW steps AS (
          PARTITION BY metric, series, temporality, bounds ORDER BY time_ms, start_ms, total, counts, sum
          ROWS BETWEEN 1 PRECEDING AND CURRENT ROW
        )
      )
    )`;
  return landedSql(
    steps,
    question.edges,
    sql`if(kind = 'grew', differences, arrayMap(count -> toInt64(count), counts)) AS amount, bounds,
    if(kind = 'grew', sum - previous_sum, sum) AS added,
    (sum != 0 OR total = 0) AND (kind != 'grew' OR previous_sum != 0 OR previous_total = 0) AS sum_known`,
    sql`arrayExists(count -> count != 0, amount)`,
  );
}

/** Increments of sums that are not 0: `metric, labels, series, edge, reset, late, orphan_start, amount`. */
export function sumIncrements(question: IncrementsQuestion): Sql {
  const columns = sql`Value AS value, IsMonotonic AS monotonic`;
  const points = pointsSql(question, columns, sql`isFinite(value) AND NOT (monotonic AND value < 0)`);
  const steps = sql`
    SELECT *, ${kindSql(
      sql`previous_value = value`,
      sql`monotonic AND value < previous_value`,
      question.reachMs,
    )} AS kind
    FROM (
      SELECT *, lagInFrame(time_ms) OVER steps AS previous_time, lagInFrame(start_ms) OVER steps AS previous_start,
        lagInFrame(value) OVER steps AS previous_value
      FROM (${points})
      WINDOW steps AS (
        PARTITION BY metric, series, temporality, monotonic ORDER BY time_ms, start_ms, value
        ROWS BETWEEN 1 PRECEDING AND CURRENT ROW
      )
    )`;
  return landedSql(
    steps,
    question.edges,
    sql`if(kind = 'grew', value - previous_value, value) AS amount`,
    sql`amount != 0`,
  );
}
