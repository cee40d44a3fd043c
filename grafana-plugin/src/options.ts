import type { DataSourceJsonData, DataSourceSettings } from "@grafana/data";
import type { MonitorInput } from "@modelwatch/conventions/query";

export type StoreKind = "prometheus" | "clickhouse" | "duckdb";

/** Stored in the data source's settings. The URL and the basic-auth user are in Grafana's own places. */
export interface ModelwatchOptions extends DataSourceJsonData {
  /** Absent: prometheus. */
  store?: StoreKind;
  /** The DuckDB file, as the machine that runs Grafana's server sees it. */
  duckdbPath?: string;
  /** The database of the Collector's clickhouse exporter. Absent: default. */
  clickhouseDatabase?: string;
  /** Where the exporter is configured with other names; written by provisioning. */
  clickhouseTables?: { histogram?: string; sum?: string; gauge?: string; exponentialHistogram?: string };
  /** Monitors that queries name; written by provisioning. */
  monitors?: MonitorInput[];
}

/** Sent once, kept encrypted by Grafana's server, never sent back to a browser. */
export interface ModelwatchSecrets {
  basicAuthPassword?: string;
}

/** Everything that the config editor edits. */
export type ModelwatchSettings = DataSourceSettings<ModelwatchOptions, ModelwatchSecrets>;
