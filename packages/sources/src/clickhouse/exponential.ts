import { ModelwatchError, toModelwatchError } from "@modelwatch/conventions";
import type { TimeRange } from "../source.js";
import { tableSql } from "./context.js";
import type { ClickHouseContext } from "./context.js";
import { instant } from "./increments.js";
import { sql, text } from "./sql.js";

/**
 * Exponential histograms stand in a table of their own, which this source does not read: left out in silence, their counts
 * would be missing from every window.
 *
 * @throws ModelwatchError `unsupported` where the metric has some in the range
 */
export async function refuseExponential(
  { client, settings }: ClickHouseContext,
  metric: string,
  { fromMs, toMs }: TimeRange,
  signal: AbortSignal | undefined,
): Promise<void> {
  const some = sql`SELECT 1 FROM ${tableSql(settings, "exponentialHistogram")}
    WHERE MetricName = ${text(metric)} AND TimeUnix >= ${instant(fromMs)} AND TimeUnix <= ${instant(toMs)} LIMIT 1`;
  const rows = await client.query(some, signal).catch((error: unknown) => {
    // who creates the tables by hand may do without this one
    if (toModelwatchError(error).code === "not-found") return [];
    throw error;
  });
  if (rows.length === 0) return;
  throw new ModelwatchError("unsupported", {
    problem: `${metric} has exponential histograms in ${settings.tables.exponentialHistogram}`,
    allowed: "the ClickHouse source reads histograms with explicit bounds",
    remedy: "give the features bounds, or keep exponential histograms in another store",
  });
}
