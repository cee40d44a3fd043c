import { createPrometheusSource } from "@modelwatch/sources/prometheus";
import type { PrometheusSourceOptions } from "@modelwatch/sources/prometheus";
import { describeSource } from "../conformance/source-suite.js";
import type { OpenedSource } from "../conformance/source-suite.js";
import { createLayoutChoice } from "./one-layout-at-a-time.js";
import { createOtlpSender } from "./otlp-exporter.js";
import { startPrometheus } from "./prometheus-server.js";
import type { PrometheusServerOptions } from "./prometheus-server.js";

/** A real Prometheus that takes what the suite sends as OTLP, and the source that asks it. */
async function open(
  options: PrometheusServerOptions,
  increments: PrometheusSourceOptions["increments"] = "auto",
): Promise<OpenedSource> {
  const server = await startPrometheus(options);
  const sender = createOtlpSender(server.otlpUrl);
  const source = createPrometheusSource({ url: server.url, increments });
  const chooseLayout = createLayoutChoice();
  return {
    source,
    sink: { append: (batch) => sender.send(chooseLayout(batch)) },
    close: async () => {
      await source.close();
      await sender.close();
      await server.stop();
    },
  };
}

const exact = { temporality: "cumulative", countTolerance: 0, startMs: Date.UTC(2013, 3, 1) } as const;

describeSource("Prometheus, classic buckets", () => open({}), exact);
describeSource("Prometheus, names as they are", () => open({ translationStrategy: "NoTranslation" }), exact);
describeSource(
  "Prometheus, UTF-8 names with suffixes",
  () => open({ translationStrategy: "NoUTF8EscapingWithSuffixes" }),
  exact,
);
describeSource(
  "Prometheus, names without suffixes",
  () => open({ translationStrategy: "UnderscoreEscapingWithoutSuffixes" }),
  exact,
);
describeSource("Prometheus, native histograms", () => open({ nativeHistograms: true }), {
  ...exact,
  joinsLayouts: true,
});

// What a server without `anchored` answers: 60 samples span 59 of a window's 60 minutes, the rest is extrapolated.
describeSource("Prometheus, extrapolated", () => open({}, "extrapolated"), {
  ...exact,
  countTolerance: 0.05,
});
