import { createPrometheusSource } from "@modelwatch/sources/prometheus";
import { afterEach, describe, expect, it } from "vitest";
import { createOtlpSender } from "./otlp-exporter.js";
import type { Points } from "./otlp-exporter.js";
import { START, counter, histogram } from "./points.js";
import { startPrometheus } from "./prometheus-server.js";
import { startVictoriaMetrics } from "./victoriametrics-server.js";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const stores = {
  Prometheus: async () => ({ ...(await startPrometheus()), flush: async () => {} }),
  VictoriaMetrics: () => startVictoriaMetrics(),
};

/** The health of a real store that holds these points and nothing else. */
async function healthOf(
  name: keyof typeof stores,
  ...exports: readonly Points[]
): Promise<{ readonly ok: boolean; readonly message: string }> {
  const store = await stores[name]();
  stops.push(() => store.stop());
  const sender = createOtlpSender(store.otlpUrl);
  for (const points of exports) await sender.send(points);
  await sender.close();
  await store.flush();
  return createPrometheusSource({ url: store.url }).health();
}

const predictions = (timeMs: number): Points => ({
  histograms: [{ ...histogram({}, timeMs, { counts: [1, 2, 3] }), metric: "ml.prediction.value" }],
  sums: [],
});

describe.each(["Prometheus", "VictoriaMetrics"] as const)("the health of a real %s names", (name) => {
  it("the exports, where it holds no metric of models", async () => {
    const { ok, message } = await healthOf(name, {
      histograms: [],
      sums: [counter("requests", {}, START, 1)],
    });
    expect(ok).toBe(false);
    expect(message).toMatch(
      new RegExp(`^${name} .*holds no metric whose name begins with ml.*OTLP receiver`),
    );
  });

  it("the buckets, where histograms arrived without them", async () => {
    // what a relabelling rule that drops *_bucket leaves of a histogram
    const sums = ["count", "sum"].map((part) => counter(`ml.prediction.value_${part}`, {}, START, 1));
    const { ok, message } = await healthOf(name, {
      histograms: [],
      sums: sums.map((sum) => ({ ...sum, monotonic: false })),
    });
    expect(ok).toBe(false);
    expect(message).toMatch(/holds ml.prediction.value without buckets.*relabelling/);
  });

  it("the predictions, where there is nothing to make a distribution of", async () => {
    const dropped = counter("ml.modelwatch.dropped", {}, START, 1);
    const { ok, message } = await healthOf(name, { histograms: [], sums: [dropped] });
    expect(ok).toBe(false);
    expect(message).toMatch(/but no distribution.*record predictions/);
  });

  it("what it holds, and that nothing came lately", async () => {
    const { ok, message } = await healthOf(name, predictions(START));
    expect(ok).toBe(true);
    expect(message).toMatch(/counts are exact; no sample came in the last 2 h: do the instrumented services/);
  });

  it("the age of the newest sample", async () => {
    const { ok, message } = await healthOf(name, predictions(Date.now() - 90_000));
    expect(ok).toBe(true);
    const age = Number(/the newest sample is (\d+) s old/.exec(message)?.[1]);
    expect(age).toBeGreaterThanOrEqual(89);
    expect(age).toBeLessThan(600);
  });
});

describe("the health of nothing", () => {
  it("names the network", async () => {
    const store = await startVictoriaMetrics();
    await store.stop();
    const { ok, message } = await createPrometheusSource({ url: store.url, maxAttempts: 1 }).health();
    expect(ok).toBe(false);
    expect(message).toMatch(/cannot be reached.*ECONNREFUSED/);
  });
});
