import { compareText } from "../labels.js";
import type { LabelValuesRequest } from "../source.js";
import { textValue } from "./columns.js";
import { tableSql } from "./context.js";
import type { ClickHouseContext } from "./context.js";
import { RECORDED, START_MS, TIME_MS, instant } from "./increments.js";
import { labelSql, matcherSql } from "./labels.js";
import { integer, joinSql, sql, text } from "./sql.js";
import type { Sql } from "./sql.js";

const KINDS = ["histogram", "sum", "gauge"] as const;

export async function readLabelValues(
  context: ClickHouseContext,
  { attribute, ...request }: LabelValuesRequest,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const rows = await context.client.query(distinctInRange(context, labelSql(attribute), request), signal);
  return rows.map(([value]) => textValue(value)).sort(compareText);
}

/** What an expression over labels gives for the points of a range, each value once, without the empty one. */
export function distinctInRange(
  { settings }: ClickHouseContext,
  expression: Sql,
  { metric, matchers, range: { fromMs, toMs } }: Omit<LabelValuesRequest, "attribute">,
): Sql {
  const named = metric === undefined ? sql`1` : sql`MetricName = ${text(metric)}`;
  const values = KINDS.map(
    (kind) => sql`
    SELECT DISTINCT ${expression} AS value FROM ${tableSql(settings, kind)}
    WHERE value != '' AND ${named} AND ${RECORDED} AND ${matcherSql(matchers)}
      AND TimeUnix >= ${instant(fromMs)} AND TimeUnix <= ${instant(toMs)}
      AND greatest(${kind === "gauge" ? sql`0` : START_MS}, ${TIME_MS} - 1)
        BETWEEN ${integer(fromMs)} AND ${integer(toMs - 1)}`,
  );
  return sql`SELECT DISTINCT value FROM (${joinSql(values, sql` UNION ALL `)})`;
}
