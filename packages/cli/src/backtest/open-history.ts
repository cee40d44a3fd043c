import { ModelwatchError } from "@modelwatch/conventions";
import type { Source } from "@modelwatch/sources";

/** A replay asks for the whole history at once, and no dashboard waits for it. */
const HISTORY_TIMEOUT_MS = 300_000;

/** Where the history is: exactly one of both. */
export interface HistoryLocation {
  /** A DuckDB file of Modelwatch. */
  readonly store?: string;
  /** The HTTP API of a Prometheus. */
  readonly prometheus?: string;
}

/**
 * Opens the history for reading.
 * @throws ModelwatchError `invalid-argument` unless exactly one place is given, and what opening it rejects with.
 */
export async function openHistory({ store, prometheus }: HistoryLocation): Promise<Source> {
  // each brings a library of its own, and one is enough
  if (store !== undefined && prometheus === undefined) {
    const { openDuckDbStore } = await import("@modelwatch/sources/duckdb");
    return (await openDuckDbStore({ path: store, readOnly: true })).source;
  }
  if (prometheus !== undefined && store === undefined) {
    const { createPrometheusSource } = await import("@modelwatch/sources/prometheus");
    return createPrometheusSource({ url: prometheus, timeoutMs: HISTORY_TIMEOUT_MS });
  }
  throw new ModelwatchError("invalid-argument", {
    problem: store === undefined ? "no history is named" : "two histories are named",
    allowed: "either --store FILE or --prometheus URL",
  });
}
