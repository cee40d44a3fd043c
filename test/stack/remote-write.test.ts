import { createPrometheusSource } from "@modelwatch/sources/prometheus";
import type { Labels } from "@modelwatch/sources";
import { afterEach, describe, expect, it } from "vitest";
import { createOtlpSender } from "./otlp-exporter.js";
import { METRIC, histogram } from "./points.js";
import { startPrometheus } from "./prometheus-server.js";
import type { PrometheusServer } from "./prometheus-server.js";
import { startVictoriaMetrics } from "./victoriametrics-server.js";

const STEP = 10_000;
const MINUTE = 60_000;
/** Prometheus takes samples of up to ten minutes ahead of now; an agent sends on only what is younger than itself. */
const MINUTES = 6;

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const stores = {
  Prometheus: async () => ({
    ...(await startPrometheus({ remoteWriteReceiver: true })),
    flush: async () => {},
  }),
  VictoriaMetrics: () => startVictoriaMetrics(),
};

/** What a series of Prometheus' own metrics says; 0 while it is not there. */
async function readOwnMetric(server: PrometheusServer, name: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const line = text.split("\n").find((each) => each.startsWith(`${name}{`) || each.startsWith(`${name} `));
  return Number(line?.split(" ").at(-1) ?? 0);
}

/** Resolves when the agent has sent on all samples that it took. */
async function untilSent(agent: PrometheusServer): Promise<void> {
  for (;;) {
    const taken = await readOwnMetric(agent, "prometheus_agent_samples_appended_total");
    const sent = await readOwnMetric(agent, "prometheus_remote_storage_samples_total");
    const pending = await readOwnMetric(agent, "prometheus_remote_storage_samples_pending");
    if (taken > 0 && sent >= taken && pending === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe.each(["Prometheus", "VictoriaMetrics"] as const)(
  "remote write from an agent into a real %s",
  (name) => {
    it("keeps every count of two processes, whatever version their instrumentation has", async () => {
      const store = await stores[name]();
      stops.push(() => store.stop());
      const agent = await startPrometheus({ agentOf: store.remoteWriteUrl, scopeLabels: true });
      stops.push(() => agent.stop());
      const startMs = Math.ceil((Date.now() + 2 * STEP) / MINUTE) * MINUTE;
      for (const [instance, scope, each] of [
        ["a", "1.0.0", [2, 0, 1]],
        ["b", "2.0.0", [1, 3, 0]],
      ] as const) {
        const sender = createOtlpSender(agent.otlpUrl, { version: scope });
        const labels: Labels = { "service.instance.id": instance };
        for (let step = 0; step <= (MINUTES * MINUTE) / STEP; step++) {
          const counts = each.map((count) => count * step);
          const point = histogram(labels, startMs + step * STEP, { counts });
          await sender.send({ histograms: [point], sums: [] });
        }
        await sender.close();
      }
      await untilSent(agent);
      await store.flush();
      const source = createPrometheusSource({ url: store.url });
      const edges = Array.from({ length: MINUTES + 1 }, (_, minute) => startMs + minute * MINUTE);
      const ask = { metric: METRIC, matchers: [], edges };
      const [series, ...rest] = await source.histogramWindows({ ...ask, groupBy: [] });
      expect(rest).toEqual([]);
      expect([...series!.windows.counts]).toEqual(Array.from({ length: MINUTES }, () => [18, 18, 6]).flat());
      const versions = await source.histogramWindows({ ...ask, groupBy: ["otel_scope_version"] });
      expect(versions.map(({ labels, windows }) => [labels, windows.totals[0]])).toEqual([
        [{ otel_scope_version: "1.0.0" }, 18],
        [{ otel_scope_version: "2.0.0" }, 24],
      ]);
      const processes = await source.histogramWindows({ ...ask, groupBy: ["service.instance.id"] });
      expect(processes.map(({ labels }) => labels["service.instance.id"])).toEqual(["a", "b"]);
    });
  },
);
