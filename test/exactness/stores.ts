import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startReceiver } from "@modelwatch/collector-stage";
import type { Source } from "@modelwatch/sources";
import { openDuckDbStore } from "@modelwatch/sources/duckdb";
import { createPrometheusSource } from "@modelwatch/sources/prometheus";
import { startPrometheus } from "../stack/prometheus-server.js";
import { startVictoriaMetrics } from "../stack/victoriametrics-server.js";
import type { Target } from "./instrumented-process.js";
import { HOUR } from "./life.js";
import { BEYOND_LOOK_BACK } from "./scenarios.js";

/** A store with its OTLP endpoint, and the ways in which it is asked. */
export interface Store {
  readonly target: Target;
  readonly sources: readonly AskedSource[];
  /** What was sent is found from then on. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface AskedSource {
  readonly name: string;
  readonly source: Source;
  /** The one scenario that it is asked about; all by default. */
  readonly only?: string;
}

/** A machine that is busy with the replay must not decide what is measured. */
const TIMEOUT_MS = 300_000;
export const LONGER_LOOK_BACK = "Prometheus, anchored, look-back of four hours";
const OUT_OF_ORDER_WINDOW = "30m";

export async function openPrometheus(nativeHistograms: boolean): Promise<Store> {
  const server = await startPrometheus({ nativeHistograms, outOfOrderWindow: OUT_OF_ORDER_WINDOW });
  const options = { url: server.url, timeoutMs: TIMEOUT_MS };
  const anchored = createPrometheusSource(options);
  const extrapolated = createPrometheusSource({ ...options, increments: "extrapolated" });
  const patient = createPrometheusSource({ ...options, lookBackMs: 4 * HOUR });
  return {
    target: { url: server.otlpUrl, temporality: "cumulative" },
    sources: nativeHistograms
      ? [{ name: "Prometheus, native custom buckets", source: anchored }]
      : [
          { name: "Prometheus, anchored", source: anchored },
          { name: LONGER_LOOK_BACK, source: patient, only: BEYOND_LOOK_BACK },
          { name: "Prometheus, extrapolated", source: extrapolated },
        ],
    settle: async () => {},
    close: () => server.stop(),
  };
}

export async function openVictoriaMetrics(): Promise<Store> {
  const server = await startVictoriaMetrics();
  const source = createPrometheusSource({ url: server.url, timeoutMs: TIMEOUT_MS });
  return {
    target: { url: server.otlpUrl, temporality: "cumulative" },
    sources: [{ name: "VictoriaMetrics, pure", source }],
    settle: () => server.flush(),
    close: () => server.stop(),
  };
}

/** A DuckDB file behind our receiver. */
export async function openDuckDb(temporality: Target["temporality"]): Promise<Store> {
  const folder = await mkdtemp(join(tmpdir(), "modelwatch-exactness-"));
  const store = await openDuckDbStore({ path: join(folder, "store.duckdb") });
  const receiver = await startReceiver({ sink: store.sink, port: 0, maxInFlight: 1000 });
  return {
    target: { url: `${receiver.url}/v1/metrics`, temporality },
    sources: [{ name: `DuckDB, ${temporality}`, source: store.source }],
    settle: async () => {},
    close: async () => {
      await receiver.close();
      await store.source.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Servers that are asked in their own language. */
export function openServers(): Promise<readonly Store[]> {
  return Promise.all([openPrometheus(false), openPrometheus(true), openVictoriaMetrics()]);
}

/** Our own store, fed with what was counted since the last export, and with what was counted at all. */
export function openFiles(): Promise<readonly Store[]> {
  return Promise.all([openDuckDb("delta"), openDuckDb("cumulative")]);
}
