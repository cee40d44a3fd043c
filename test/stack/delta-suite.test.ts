import { createPrometheusSource } from "@modelwatch/sources/prometheus";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeSource } from "../conformance/source-suite.js";
import type { OpenedSource } from "../conformance/source-suite.js";
import { createOtlpSender } from "./otlp-exporter.js";
import type { OtlpSender } from "./otlp-exporter.js";
import { START, counter } from "./points.js";
import { startPrometheus } from "./prometheus-server.js";
import type { PrometheusServer } from "./prometheus-server.js";
import { startVictoriaMetrics } from "./victoriametrics-server.js";

/** Delta points in stores that keep them as they came. No store tells that, so the source is told. */
async function open(server: {
  readonly url: string;
  readonly otlpUrl: string;
  flush?(): Promise<void>;
  stop(): Promise<void>;
}): Promise<OpenedSource> {
  const sender = createOtlpSender(server.otlpUrl);
  const source = createPrometheusSource({ url: server.url, increments: "summed" });
  return {
    source,
    sink: { append: (batch) => sender.send(batch) },
    settle: async () => server.flush?.(),
    close: async () => {
      await source.close();
      await sender.close();
      await server.stop();
    },
  };
}

const traits = { temporality: "delta", countTolerance: 0, startMs: START } as const;
const native = ["otlp-native-delta-ingestion"];
describeSource(
  "Prometheus, deltas as they came",
  async () => open(await startPrometheus({ features: native })),
  traits,
);
describeSource(
  "VictoriaMetrics, deltas as they came",
  async () => open(await startVictoriaMetrics()),
  traits,
);

const HOUR = 3_600_000;
const METRIC = "ml.feature.category";
const deltas = [5, 7, 9].map((value, hour) => ({
  ...counter(METRIC, {}, START + hour * HOUR, value),
  temporality: "delta" as const,
  startMs: START + (hour - 1) * HOUR,
}));

describe("deltas that a real Prometheus makes cumulative", () => {
  let server: PrometheusServer;
  let sender: OtlpSender;
  beforeAll(async () => {
    server = await startPrometheus({ features: ["otlp-deltatocumulative"] });
    sender = createOtlpSender(server.otlpUrl);
    for (const delta of deltas) await sender.send({ histograms: [], sums: [delta] });
  });
  afterAll(async () => {
    await sender.close();
    await server.stop();
  });

  it("count from the second on: the first of a series is its base", async () => {
    const source = createPrometheusSource({ url: server.url });
    const edges = [START - HOUR, START, START + HOUR, START + 2 * HOUR];
    const [sums] = await source.sumWindows({ metric: METRIC, matchers: [], groupBy: [], edges });
    expect([...sums!.sums]).toEqual([0, 7, 9]);
    expect(sums!.quality[0]).toEqual(["incomplete"]);
  });
});

describe("deltas that a real Prometheus was not told to take", () => {
  it("are refused with the whole request that holds one, cumulative metrics too", async () => {
    const server = await startPrometheus();
    const sender = createOtlpSender(server.otlpUrl);
    const other = counter("ml.feature.invalid", {}, START, 1);
    await expect(sender.send({ histograms: [], sums: [deltas[0]!, other] })).rejects.toThrow(
      "Internal Server Error",
    );
    const source = createPrometheusSource({ url: server.url });
    const range = { fromMs: START - HOUR, toMs: START + HOUR };
    expect(await source.labelNames({ matchers: [], range })).toEqual([]);
    await sender.close();
    await server.stop();
  });
});
