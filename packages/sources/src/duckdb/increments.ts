/**
 * SQL for what was counted between two instants, the same rule as the memory store's `increments.ts`. Parameters:
 * `$series` and `$element` (the members asked for and the element of the answer that each belongs to), `$edges`.
 */

/** Members asked for and window starts as tables; `span` is the whole range. */
export const ASKED = `
  member AS MATERIALIZED (SELECT unnest($series) AS series, unnest($element) AS element),
  edge AS MATERIALIZED (SELECT unnest($edges[:-2]) AS edge, unnest(range(len($edges) - 1))::INTEGER AS window_index),
  span AS (SELECT $edges[1] AS from_ms, $edges[-1] AS to_ms)`;

/** Which step a cumulative point takes from its predecessor, in its series' order of time. */
export const STEP = `CASE
      WHEN previous_time IS NULL THEN CASE WHEN start_ms > 0 THEN 'first' ELSE 'base' END
      WHEN start_ms > 0 AND previous_start > 0 AND start_ms <> previous_start THEN 'restarted'
      WHEN fell THEN 'fell'
      ELSE 'grew'
    END`;

/** Cumulative points of the range and, for each series, its last point before it: the base of the first step. */
export function cumulativePoints(table: string): string {
  return `
  base AS (
    SELECT series, max(time_ms) AS base_ms FROM ${table}
    WHERE series IN (FROM (SELECT unnest($cumulative))) AND time_ms < (SELECT from_ms FROM span) GROUP BY series
  ),
  cumulative_point AS (
    SELECT point.*, point.rowid AS ordinal FROM ${table} AS point LEFT JOIN base USING (series)
    WHERE series IN (FROM (SELECT unnest($cumulative)))
      AND time_ms >= coalesce(base_ms, 0) AND time_ms <= (SELECT to_ms FROM span)
  )`;
}

/** Increments with the window they landed in (see `assign-window.ts`). */
export function landed(increments: string): string {
  return `
  landed AS (
    SELECT element, window_index, increment.* EXCLUDE (instant), start_ms < edge AS late
    FROM (
      SELECT *, greatest(start_ms, time_ms - 1) AS instant FROM (${increments})
      WHERE greatest(start_ms, time_ms - 1) >= (SELECT from_ms FROM span)
        AND greatest(start_ms, time_ms - 1) < (SELECT to_ms FROM span)
    ) AS increment
    JOIN member USING (series)
    ASOF JOIN edge ON instant >= edge
  )`;
}

/** `WITH …` that ends in `landed(element, window_index, series, cells, counts, sum, reset, late)`, points that counted. */
export const HISTOGRAM_INCREMENTS = `WITH ${ASKED}, ${cumulativePoints("histograms")},
  pair AS (
    SELECT *, lag(start_ms) OVER steps AS previous_start, lag(time_ms) OVER steps AS previous_time,
      lag(counts) OVER steps AS previous_counts, lag(sum) OVER steps AS previous_sum
    FROM cumulative_point WINDOW steps AS (PARTITION BY series ORDER BY time_ms, start_ms, ordinal)
  ),
  step AS (
    SELECT *, ${STEP} AS kind FROM (
      SELECT *, list_transform(list_zip(counts, previous_counts), lambda pair: pair[1] - pair[2]) AS differences,
        list_min(differences) < 0 AS fell
      FROM pair
    )
  ),
  ${landed(`
      SELECT series, start_ms, time_ms, cells, counts, sum, false AS reset FROM histograms
      WHERE series IN (FROM (SELECT unnest($delta))) AND len(cells) > 0
        AND time_ms >= (SELECT from_ms FROM span) AND time_ms <= (SELECT to_ms FROM span)
      UNION ALL
      SELECT series, CASE WHEN kind IN ('fell', 'grew') THEN previous_time ELSE start_ms END, time_ms,
        range(len(counts))::USMALLINT[], CASE kind WHEN 'grew' THEN differences ELSE counts END,
        CASE kind WHEN 'grew' THEN sum - previous_sum ELSE sum END, kind IN ('fell', 'restarted')
      FROM step WHERE kind <> 'base' AND list_max(CASE kind WHEN 'grew' THEN differences ELSE counts END) > 0`)}`;

/** `WITH …` that ends in `landed(element, window_index, series, value, reset, late)` over sums, increments of zero left out. */
export const NUMBER_INCREMENTS = `WITH ${ASKED}, ${cumulativePoints("numbers")},
  step AS (
    SELECT *, ${STEP} AS kind FROM (
      SELECT *, lag(start_ms) OVER steps AS previous_start, lag(time_ms) OVER steps AS previous_time,
        lag(value) OVER steps AS previous_value,
        value < previous_value AND series IN (FROM (SELECT unnest($monotonic))) AS fell
      FROM cumulative_point WINDOW steps AS (PARTITION BY series ORDER BY time_ms, start_ms, ordinal)
    )
  ),
  ${landed(`
      SELECT series, start_ms, time_ms, value, false AS reset FROM numbers
      WHERE series IN (FROM (SELECT unnest($delta))) AND value <> 0
        AND time_ms >= (SELECT from_ms FROM span) AND time_ms <= (SELECT to_ms FROM span)
      UNION ALL
      SELECT series, CASE WHEN kind IN ('fell', 'grew') THEN previous_time ELSE start_ms END, time_ms,
        CASE kind WHEN 'grew' THEN value - previous_value ELSE value END AS increment, kind IN ('fell', 'restarted')
      FROM step WHERE kind <> 'base' AND increment <> 0`)}`;
