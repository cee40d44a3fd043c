import { ModelwatchError } from "@modelwatch/conventions";
import { monitorSchema, parseWith, type Monitor } from "@modelwatch/conventions/query";
import type { DataSourceSettings } from "@modelwatch/grafana-backend";
import { CLICKHOUSE_DEFAULTS, type ClickHouseSourceOptions } from "@modelwatch/sources/clickhouse";
import type { PrometheusSourceOptions } from "@modelwatch/sources/prometheus";
import { z } from "zod";
import { connectionSchema, toConnectionOptions } from "./connection.js";

const tableName = z.string().min(1).max(256);
const { tables } = CLICKHOUSE_DEFAULTS;

/** What the configuration editor saves; Grafana and its proxies add fields of their own. */
const jsonDataSchema = connectionSchema.extend({
  store: z.enum(["prometheus", "clickhouse", "duckdb"]).default("prometheus"),
  tenant: z.string().nullish(),
  /** `summed` where Prometheus or VictoriaMetrics keeps delta points as they came: no server tells that. */
  increments: z.enum(["auto", "extrapolated", "summed"]).optional(),
  clickhouseDatabase: z.string().max(256).optional(),
  clickhouseTables: z
    .strictObject({
      histogram: tableName.default(tables.histogram),
      sum: tableName.default(tables.sum),
      gauge: tableName.default(tables.gauge),
      exponentialHistogram: tableName.default(tables.exponentialHistogram),
    })
    .optional(),
  duckdbPath: z.string().min(1).max(4096).optional(),
  monitors: z.array(monitorSchema).max(1_000).default([]),
});

export interface PrometheusSettings {
  readonly store: "prometheus";
  /** Secrets are among them: never log or repeat. */
  readonly options: PrometheusSourceOptions;
}
export interface ClickHouseSettings {
  readonly store: "clickhouse";
  /** Secrets are among them: never log or repeat. */
  readonly options: ClickHouseSourceOptions;
}
export interface DuckDbSettings {
  readonly store: "duckdb";
  readonly path: string;
}
export type StoreSettings = PrometheusSettings | ClickHouseSettings | DuckDbSettings;

export interface InstanceSettings {
  readonly store: StoreSettings;
  readonly monitors: readonly Monitor[];
}

/**
 * A data source's settings; what a store's own options allow is checked where the store is opened. Secrets come from the
 * decrypted secure settings alone.
 * @throws ModelwatchError `invalid-argument` naming the field that is missing or wrong.
 */
export function parseSettings(settings: DataSourceSettings): InstanceSettings {
  const json = parseWith(jsonDataSchema, settings.jsonData, "data source's settings");
  const ids = new Set<string>();
  for (const { id } of json.monitors) {
    if (ids.has(id))
      throw settingsError(`two monitors have the id ${id}`, "give each its own: it is its identity");
    ids.add(id);
  }
  return { store: toStore(settings, json), monitors: json.monitors };
}

function toStore(settings: DataSourceSettings, json: z.output<typeof jsonDataSchema>): StoreSettings {
  if (json.store === "duckdb") {
    if (json.duckdbPath !== undefined) return { store: "duckdb", path: json.duckdbPath };
    throw settingsError("the path of the DuckDB file is missing", "fill it in in the data source's settings");
  }
  if (settings.url === "") {
    throw settingsError("the URL of the store is missing", "fill it in in the data source's settings");
  }
  const connection = toConnectionOptions(settings, json);
  if (json.store === "prometheus") {
    const { tenant, increments } = json;
    const options = { ...connection, ...(tenant && { tenant }), ...(increments && { increments }) };
    return { store: "prometheus", options };
  }
  const { clickhouseDatabase: database, clickhouseTables: names } = json;
  const options = { ...connection, ...(database && { database }), ...(names && { tables: names }) };
  return { store: "clickhouse", options };
}

function settingsError(problem: string, remedy: string): ModelwatchError {
  return new ModelwatchError("invalid-argument", { problem, remedy });
}
