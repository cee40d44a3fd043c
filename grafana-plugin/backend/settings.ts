import { ModelwatchError } from "@modelwatch/conventions";
import { monitorSchema, parseWith, type Monitor } from "@modelwatch/conventions/query";
import type { DataSourceSettings } from "@modelwatch/grafana-backend";
import type { PrometheusSourceOptions } from "@modelwatch/sources/prometheus";
import { z } from "zod";
import { connectionSchema, toPrometheusOptions } from "./prometheus-options.js";

/** What the configuration editor saves; Grafana and its proxies add fields of their own. */
const jsonDataSchema = connectionSchema.extend({
  store: z.enum(["prometheus", "duckdb"]).default("prometheus"),
  duckdbPath: z.string().min(1).max(4096).optional(),
  monitors: z.array(monitorSchema).max(1_000).default([]),
});

export interface PrometheusSettings {
  readonly store: "prometheus";
  /** Secrets are among them: never log or repeat. */
  readonly options: PrometheusSourceOptions;
}
export interface DuckDbSettings {
  readonly store: "duckdb";
  readonly path: string;
}
export type StoreSettings = PrometheusSettings | DuckDbSettings;

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
  if (json.store === "prometheus") {
    if (settings.url === "") {
      throw settingsError("the URL of the store is missing", "fill it in in the data source's settings");
    }
    const store = { store: "prometheus", options: toPrometheusOptions(settings, json) } as const;
    return { store, monitors: json.monitors };
  }
  if (json.duckdbPath === undefined) {
    throw settingsError("the path of the DuckDB file is missing", "fill it in in the data source's settings");
  }
  return { store: { store: "duckdb", path: json.duckdbPath }, monitors: json.monitors };
}

function settingsError(problem: string, remedy: string): ModelwatchError {
  return new ModelwatchError("invalid-argument", { problem, remedy });
}
