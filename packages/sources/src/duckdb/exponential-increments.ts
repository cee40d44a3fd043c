import { ASKED, STEP, cumulativePoints, landed } from "./increments.js";

/** A cell (see `exponential-cells.ts`) of a pair of points at their common scale: both kinds of shift round as there. */
const COMMON_CELL = `CASE WHEN kind <> 2 AND index >= common_zero THEN index * 4 + kind ELSE common_zero * 4 + 2 END`;

/**
 * `WITH …` that ends in `landed(element, window_index, series, scale, cells, counts, sum, reset, late)`, points that counted; the
 * same rule as the memory store's `increments.ts`. A step between two scales is taken at the coarser one.
 */
export const EXPONENTIAL_INCREMENTS = `WITH ${ASKED}, ${cumulativePoints("exponentials")},
  pair AS (
    SELECT *, lag(start_ms) OVER steps AS previous_start, lag(time_ms) OVER steps AS previous_time,
      lag(scale) OVER steps AS previous_scale, lag(zero) OVER steps AS previous_zero,
      lag(cells) OVER steps AS previous_cells, lag(counts) OVER steps AS previous_counts,
      lag(sum) OVER steps AS previous_sum, least(scale, previous_scale) AS common_scale
    FROM cumulative_point WINDOW steps AS (PARTITION BY series ORDER BY time_ms, start_ms, ordinal)
  ),
  side AS (
    SELECT ordinal, scale - common_scale AS shift, cells, counts, 1 AS sign FROM pair WHERE previous_time IS NOT NULL
    UNION ALL
    SELECT ordinal, previous_scale - common_scale, previous_cells, previous_counts, -1 FROM pair
    WHERE previous_time IS NOT NULL
  ),
  zero_bucket AS (
    SELECT ordinal, greatest(
      -((-zero) >> (scale - common_scale)), -((-previous_zero) >> (previous_scale - common_scale))
    ) AS common_zero
    FROM pair WHERE previous_time IS NOT NULL
  ),
  change AS (
    SELECT ordinal, ${COMMON_CELL} AS cell, sum(count) AS count
    FROM (
      SELECT ordinal, (cell >> 2) >> shift AS index, cell & 3 AS kind, count
      FROM (SELECT ordinal, shift, unnest(cells) AS cell, unnest(counts) * sign AS count FROM side)
    )
    JOIN zero_bucket USING (ordinal)
    GROUP BY ordinal, cell HAVING sum(count) <> 0
  ),
  difference AS (
    SELECT ordinal, list(cell ORDER BY cell) AS changed_cells, list(count ORDER BY cell) AS changed_counts,
      min(count) < 0 AS fell
    FROM change GROUP BY ordinal
  ),
  step AS (SELECT *, ${STEP} AS kind FROM pair LEFT JOIN difference USING (ordinal)),
  ${landed(`
      SELECT series, start_ms, time_ms, scale, cells, counts, sum, false AS reset FROM exponentials
      WHERE series IN (FROM (SELECT unnest($delta))) AND len(cells) > 0
        AND time_ms >= (SELECT from_ms FROM span) AND time_ms <= (SELECT to_ms FROM span)
      UNION ALL
      SELECT series, CASE WHEN kind IN ('fell', 'grew') THEN previous_time ELSE start_ms END, time_ms,
        CASE kind WHEN 'grew' THEN common_scale ELSE scale END,
        CASE kind WHEN 'grew' THEN changed_cells ELSE cells END AS changed,
        CASE kind WHEN 'grew' THEN changed_counts ELSE counts END,
        CASE kind WHEN 'grew' THEN sum - previous_sum ELSE sum END, kind IN ('fell', 'restarted')
      FROM step WHERE kind <> 'base' AND len(changed) > 0`)}`;
