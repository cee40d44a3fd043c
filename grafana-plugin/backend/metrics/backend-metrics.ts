import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { registerProcessMetrics } from "./process-metrics.js";

/** How one query went. */
export interface QueryObservation {
  readonly analysis: string;
  /** `ok`, `no-data` or an error's code. */
  readonly outcome: string;
  /** From the query's start to its frames. */
  readonly totalMs: number;
  /** The part of it in which a question to the store was open. */
  readonly sourceMs: number;
}

/** What the sources of one kind of store report. */
export interface StoreObserver {
  readonly onRequestEnd: (end: { readonly status: number | undefined; readonly bytes: number }) => void;
  readonly onWindowsRead: (windows: { readonly kept: number; readonly asked: number }) => void;
}

export interface BackendMetrics {
  /** Runs a call of Grafana's, and keeps its time and outcome. */
  timeCall<T>(method: string, call: () => Promise<T>, toOutcome: (error: unknown) => string): Promise<T>;
  observeQuery(query: QueryObservation): void;
  observeStore(store: string): StoreObserver;
  /** An instance has been opened (1) or closed (-1). */
  countInstance(change: 1 | -1): void;
  /** Everything in Prometheus' text format. */
  text(): Promise<string>;
}

const SECONDS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30];

/** What Grafana's server collects of this process. Label values come from closed sets, so that the number of series is bounded. */
export function createBackendMetrics(): BackendMetrics {
  const registry = new Registry();
  const registers = [registry];
  registerProcessMetrics(registry);
  const duration = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Histogram<Label>({
      name: `modelwatch_${name}`,
      help,
      labelNames: [...labelNames],
      buckets: SECONDS,
      registers,
    });
  const total = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter<Label>({ name: `modelwatch_${name}`, help, labelNames: [...labelNames], registers });

  const calls = duration(
    "request_duration_seconds",
    "Time of a query, health check or resource request, opening its data source included",
    ["method", "outcome"],
  );
  const running = new Gauge({
    name: "modelwatch_requests_running",
    help: "Queries, health checks and resource requests being worked on",
    labelNames: ["method"],
    registers,
  });
  const queries = duration("query_duration_seconds", "Time from a query's start to its frames", [
    "analysis",
    "outcome",
  ]);
  const waiting = duration(
    "query_source_seconds",
    "Part of a query's time in which a question to its store was open",
    ["analysis"],
  );
  const evaluating = duration(
    "query_evaluation_seconds",
    "The rest of a query's time: statistics and frames, and other queries' turns",
    ["analysis"],
  );
  const requests = total(
    "source_requests_total",
    "Requests sent to stores over HTTP, repetitions one by one, by class of status",
    ["store", "status"],
  );
  const bytes = total(
    "source_received_bytes_total",
    "Bytes of answers read from stores over HTTP, after decompression",
    ["store"],
  );
  const windows = total(
    "source_windows_total",
    "Closed and open windows read, by whether memory kept them (hit) or the store was asked (miss)",
    ["store", "result"],
  );
  const instances = new Gauge({
    name: "modelwatch_instances",
    help: "Data sources that are open",
    registers,
  });

  return {
    timeCall: async (method, call, toOutcome) => {
      const stop = calls.startTimer({ method });
      running.inc({ method });
      let outcome = "ok";
      try {
        return await call();
      } catch (error) {
        outcome = toOutcome(error);
        throw error;
      } finally {
        running.dec({ method });
        stop({ outcome });
      }
    },
    observeQuery: ({ analysis, outcome, totalMs, sourceMs }) => {
      queries.observe({ analysis, outcome }, totalMs / 1000);
      waiting.observe({ analysis }, sourceMs / 1000);
      evaluating.observe({ analysis }, Math.max(0, totalMs - sourceMs) / 1000);
    },
    observeStore: (store) => ({
      onRequestEnd: ({ status, bytes: read }) => {
        requests.inc({ store, status: status === undefined ? "none" : `${Math.floor(status / 100)}xx` });
        bytes.inc({ store }, read);
      },
      onWindowsRead: ({ kept, asked }) => {
        windows.inc({ store, result: "hit" }, kept);
        windows.inc({ store, result: "miss" }, asked);
      },
    }),
    countInstance: (change) => instances.inc(change),
    text: () => registry.metrics(),
  };
}
