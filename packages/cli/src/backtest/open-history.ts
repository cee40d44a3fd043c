import { ModelwatchError } from "@modelwatch/conventions";
import type { Source } from "@modelwatch/sources";
import type { PrometheusFlags } from "../prometheus/prometheus-flags.js";
import { toPrometheusOptions } from "../prometheus/prometheus-options.js";

/** A replay asks for the whole history at once, and no dashboard waits for it. */
const HISTORY_TIMEOUT_MS = 300_000;

/** Where the history is: exactly one of both. */
export interface HistoryLocation extends PrometheusFlags {
  /** A DuckDB file of Modelwatch. */
  readonly store?: string;
}

/**
 * Opens the history for reading.
 * @throws ModelwatchError `invalid-argument` unless exactly one place is given, and what opening it rejects with.
 */
export async function openHistory({ store, ...flags }: HistoryLocation): Promise<Source> {
  const { prometheus } = flags;
  // each brings a library of its own, and one is enough
  if (store !== undefined && prometheus === undefined) {
    const { openDuckDbStore } = await import("@modelwatch/sources/duckdb");
    return (await openDuckDbStore({ path: store, readOnly: true })).source;
  }
  if (prometheus !== undefined && store === undefined) {
    const { createPrometheusSource } = await import("@modelwatch/sources/prometheus");
    const options = await toPrometheusOptions(prometheus, flags, process.env);
    return createPrometheusSource({ ...options, timeoutMs: HISTORY_TIMEOUT_MS });
  }
  throw new ModelwatchError("invalid-argument", {
    problem: store === undefined ? "no history is named" : "two histories are named",
    allowed: "either --store FILE or --prometheus URL",
  });
}
