import { ModelwatchError } from "@modelwatch/conventions";
import type { Source } from "@modelwatch/sources";
import type { ServerFlags } from "../server/server-flags.js";
import { toConnectionOptions } from "../server/server-options.js";

/** A replay asks for the whole history at once, and no dashboard waits for it. */
const HISTORY_TIMEOUT_MS = 300_000;

/** Where the history is: exactly one of them. */
export interface HistoryLocation extends ServerFlags {
  /** A DuckDB file of Modelwatch. */
  readonly store?: string;
}

/**
 * Opens the history for reading.
 * @throws ModelwatchError `invalid-argument` unless exactly one place is given, and what opening it rejects with.
 */
export async function openHistory({ store, ...flags }: HistoryLocation): Promise<Source> {
  const { prometheus, clickhouse, tenant, database } = flags;
  const named = [store, prometheus, clickhouse].filter((place) => place !== undefined);
  if (named.length !== 1) {
    throw new ModelwatchError("invalid-argument", {
      problem: named.length === 0 ? "no history is named" : `${named.length} histories are named`,
      allowed: "one of --store FILE, --prometheus URL and --clickhouse URL",
    });
  }
  // each brings a library of its own, and one is enough
  if (prometheus !== undefined) {
    const { createPrometheusSource } = await import("@modelwatch/sources/prometheus");
    const options = await toConnectionOptions(prometheus, flags, process.env, "MODELWATCH_PROMETHEUS");
    const timeoutMs = HISTORY_TIMEOUT_MS;
    return createPrometheusSource({ ...options, ...(tenant !== undefined && { tenant }), timeoutMs });
  }
  if (clickhouse !== undefined) {
    const { createClickHouseSource } = await import("@modelwatch/sources/clickhouse");
    const options = await toConnectionOptions(clickhouse, flags, process.env, "MODELWATCH_CLICKHOUSE");
    const timeoutMs = HISTORY_TIMEOUT_MS;
    return createClickHouseSource({ ...options, ...(database !== undefined && { database }), timeoutMs });
  }
  const { openDuckDbStore } = await import("@modelwatch/sources/duckdb");
  return (await openDuckDbStore({ path: store ?? "", readOnly: true })).source;
}
