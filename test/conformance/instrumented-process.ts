import { startReceiver } from "@modelwatch/collector-stage";
import { createModelwatch, type Modelwatch } from "@modelwatch/instrumentation";
import type { Source } from "@modelwatch/sources";
import { openDuckDbStore } from "@modelwatch/sources/duckdb";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";

/** An instrumented process, OpenTelemetry's own SDK and exporter, the receiver and DuckDB behind it, all in event time. */
export interface InstrumentedProcess {
  readonly modelwatch: Modelwatch;
  readonly source: Source;
  /** Exports all that was counted until now, as of `toMs`, which is the time of what is counted next. */
  exportAt(toMs: number): Promise<void>;
  close(): Promise<void>;
}

export async function startInstrumentedProcess(
  startMs: number,
  temporality: "delta" | "cumulative",
): Promise<InstrumentedProcess> {
  let nowMs = startMs;
  const store = await openDuckDbStore({ path: ":memory:" });
  const receiver = await startReceiver({ sink: store.sink, port: 0 });
  const modelwatch = createModelwatch({ clock: () => nowMs });
  const provider = new MeterProvider({
    resource: resourceFromAttributes({ "service.name": "shop", "service.instance.id": "1" }),
    readers: [
      new PeriodicExportingMetricReader({
        exporter: new OTLPMetricExporter({ url: `${receiver.url}/v1/metrics` }),
        metricProducers: [modelwatch.createProducer({ temporality })],
        exportIntervalMillis: 2_147_483_647,
      }),
    ],
  });
  return {
    modelwatch,
    source: store.source,
    exportAt: async (toMs) => {
      nowMs = toMs;
      await provider.forceFlush();
    },
    close: async () => {
      await provider.shutdown();
      await receiver.close();
      await store.source.close();
    },
  };
}
