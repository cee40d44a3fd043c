import { collectDefaultMetrics, Histogram, Registry } from "prom-client";

export interface BackendMetrics {
  /** Times one query; the outcome is `ok`, `no-data` or an error's code. */
  observeQuery(analysis: string, outcome: string, seconds: number): void;
  /** Everything in Prometheus' text format. */
  text(): Promise<string>;
}

/** What Grafana's server collects of this process: durations of queries, memory, CPU, garbage-collection pauses. */
export function createBackendMetrics(): BackendMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const queries = new Histogram({
    name: "modelwatch_query_duration_seconds",
    help: "Time from a query's start to its frames, by analysis and outcome",
    labelNames: ["analysis", "outcome"],
    buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
    registers: [registry],
  });
  return {
    observeQuery: (analysis, outcome, seconds) => queries.observe({ analysis, outcome }, seconds),
    text: () => registry.metrics(),
  };
}
