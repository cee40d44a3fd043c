import { toHealthFailure } from "../http/index.js";
import type { SourceHealth } from "../source.js";
import { number, textValue } from "./columns.js";
import { tableSql } from "./context.js";
import type { ClickHouseContext } from "./context.js";
import { joinSql, sql, text } from "./sql.js";

/** Walks the chain from the network to the metrics, and names the first link that is broken. */
export async function checkHealth(context: ClickHouseContext, signal?: AbortSignal): Promise<SourceHealth> {
  try {
    return await findBrokenLink(context, signal);
  } catch (error) {
    return toHealthFailure(error);
  }
}

async function findBrokenLink(
  { client, settings }: ClickHouseContext,
  signal: AbortSignal | undefined,
): Promise<SourceHealth> {
  const { database, url, tables } = settings;
  const names = [tables.histogram, tables.sum, tables.gauge];
  const columns = await client.query(
    sql`SELECT table, type, version() FROM system.columns
    WHERE database = ${text(database)} AND name = 'Attributes' AND table IN (${joinSql(names.map(text), sql`, `)})`,
    signal,
  );
  const types = new Map(columns.map(([table, type]) => [textValue(table), textValue(type)]));
  const missing = names.filter((name) => !types.has(name));
  if (missing.length > 0) {
    return {
      ok: false,
      message:
        `ClickHouse at ${url} answers, but the database ${database} has no ${missing.join(", ")} that this user may read: ` +
        `does the Collector's clickhouse exporter create its tables there (create_schema)?`,
      broken: "api",
    };
  }
  const json = names.filter((name) => types.get(name)?.startsWith("Map") !== true);
  if (json.length > 0) {
    return {
      ok: false,
      message: `${json.join(", ")} keep attributes as ${types.get(json[0] ?? "")}; only Map is read: set the exporter's json to false`,
      broken: "api",
    };
  }
  const found = sql`SELECT DISTINCT toString(MetricName) AS name FROM ${tableSql(settings, "histogram")} WHERE startsWith(name, 'ml.')
    UNION DISTINCT SELECT DISTINCT toString(MetricName) AS name FROM ${tableSql(settings, "sum")} WHERE startsWith(name, 'ml.')`;
  const [row] = await client.query(sql`SELECT toUInt32(count()) FROM (${found})`, signal);
  const count = number(row?.[0]);
  const version = textValue(columns[0]?.[2]);
  if (count === 0) {
    return {
      ok: false,
      message:
        `ClickHouse ${version} at ${url} answers, but its tables hold no metric whose name begins with ml.: ` +
        `do the instrumented services export to the Collector, and is the clickhouse exporter in its metrics pipeline?`,
      broken: "metrics",
    };
  }
  return {
    ok: true,
    message: `ClickHouse ${version} at ${url} holds ${count} metrics of models; counts are exact`,
  };
}
