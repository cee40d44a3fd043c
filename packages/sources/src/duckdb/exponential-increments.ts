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
      lag(sum) OVER steps AS previous_sum, least(scale, previous_scale) AS common_scale,
      scale - common_scale AS shift, previous_scale - common_scale AS previous_shift,
      greatest(-((-zero) >> shift), -((-previous_zero) >> previous_shift)) AS common_zero
    FROM cumulative_point WINDOW steps AS (PARTITION BY series ORDER BY time_ms, start_ms, ordinal)
  ),
  bucket AS (
    SELECT ordinal, common_zero, shift, unnest(cells) AS cell, unnest(counts) AS count FROM pair
    WHERE previous_time IS NOT NULL
    UNION ALL
    SELECT ordinal, common_zero, previous_shift, unnest(previous_cells), -unnest(previous_counts) FROM pair
    WHERE previous_time IS NOT NULL
  ),
  change AS (
    SELECT ordinal, ${COMMON_CELL} AS common_cell, sum(count) AS change
    FROM (SELECT ordinal, common_zero, (cell >> 2) >> shift AS index, cell & 3 AS kind, count FROM bucket)
    GROUP BY ordinal, common_cell HAVING change <> 0
  ),
  difference AS (
    SELECT ordinal, list(common_cell ORDER BY common_cell) AS changed_cells,
      list(change ORDER BY common_cell) AS changed_counts, min(change) < 0 AS fell
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
