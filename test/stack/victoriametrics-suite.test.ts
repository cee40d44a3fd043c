import { createPrometheusSource } from "@modelwatch/sources/prometheus";
import { describeSource } from "../conformance/source-suite.js";
import type { OpenedSource } from "../conformance/source-suite.js";
import { createLayoutChoice } from "./one-layout-at-a-time.js";
import { createOtlpSender } from "./otlp-exporter.js";
import { startVictoriaMetrics } from "./victoriametrics-server.js";
import type { VictoriaMetricsOptions } from "./victoriametrics-server.js";

/** A real VictoriaMetrics that takes what the suite sends as OTLP, and the Prometheus source that asks it. */
async function open(options: VictoriaMetricsOptions): Promise<OpenedSource> {
  const server = await startVictoriaMetrics(options);
  const sender = createOtlpSender(server.otlpUrl);
  const source = createPrometheusSource({ url: server.url });
  const chooseLayout = createLayoutChoice();
  return {
    source,
    sink: { append: (batch) => sender.send(chooseLayout(batch)) },
    settle: () => server.flush(),
    close: async () => {
      await source.close();
      await sender.close();
      await server.stop();
    },
  };
}

const traits = { temporality: "cumulative", countTolerance: 0, startMs: Date.UTC(2013, 3, 1) } as const;

describeSource("VictoriaMetrics, names as they are", () => open({}), traits);
describeSource("VictoriaMetrics, Prometheus' names", () => open({ prometheusNaming: true }), traits);
