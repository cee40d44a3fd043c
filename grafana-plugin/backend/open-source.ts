import { ModelwatchError } from "@modelwatch/conventions";
import type { Source } from "@modelwatch/sources";
import type * as DuckDb from "@modelwatch/sources/duckdb";
import { createClickHouseSource } from "@modelwatch/sources/clickhouse";
import { createPrometheusSource } from "@modelwatch/sources/prometheus";
import type { StoreObserver } from "./metrics/backend-metrics.js";
import { shareByKey, type Lease } from "./share-by-key.js";
import type { StoreSettings } from "./settings.js";

/**
 * The store that the settings name. DuckDB's library has 68 MB and is loaded only where it is asked for: packaged
 * backends leave it out. Its file can be open once in a process, so data sources that name the same file share it.
 * @throws ModelwatchError `unsupported` where this build has no DuckDB; what the source throws on opening.
 */
export async function openSource(settings: StoreSettings, observer: StoreObserver): Promise<Lease<Source>> {
  if (settings.store === "duckdb") return duckDbFiles(settings.path);
  const source =
    settings.store === "clickhouse"
      ? createClickHouseSource({ ...settings.options, onRequestEnd: observer.onRequestEnd })
      : createPrometheusSource({ ...settings.options, ...observer });
  return { value: source, release: () => source.close() };
}

const duckDbFiles = shareByKey(
  async (path: string): Promise<Source> => {
    const { openDuckDbStore } = await importDuckDb();
    const { source } = await openDuckDbStore({ path, readOnly: true });
    return source;
  },
  (source) => source.close(),
);

async function importDuckDb(): Promise<typeof DuckDb> {
  try {
    return await import("@modelwatch/sources/duckdb");
  } catch (error) {
    if (!isMissingLibrary(error)) throw error;
    throw new ModelwatchError(
      "unsupported",
      {
        problem: "the store DuckDB was asked for, and this package leaves its library out",
        allowed: "the stores Prometheus and ClickHouse",
        remedy: "choose one of them, or run the backend as a Node script with @duckdb/node-api installed",
      },
      { cause: error },
    );
  }
}

function isMissingLibrary(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
}
