// What users write, compiled and run against the OpenTelemetry that is installed beside it: predicts in each of the three ways.
import {
  createModelwatch,
  createPlainModelwatch,
  defineModel,
  numeric,
  probability,
  startModelwatch,
  type Modelwatch,
} from "@modelwatch/instrumentation";
import { fitReference } from "@modelwatch/instrumentation/fit";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";

async function predict(
  { watch }: Pick<Modelwatch, "watch">,
  name: string,
  predictions: number,
): Promise<void> {
  const model = defineModel({
    name,
    version: "7",
    prediction: probability({ threshold: 0.5 }),
    features: { age: numeric({ min: 0 }) },
  });
  const rows = Array.from({ length: 1000 }, (_, row) => ({ score: row / 1000, features: { age: row % 90 } }));
  const reference = await fitReference({ declaration: model, description: "a test", rows });
  const watched = watch(model, { reference });
  for (let i = 0; i < predictions; i++) watched.predict({ score: 0.3, features: { age: i % 90 } });
}

const started = await startModelwatch();
await predict(started, "started", 100);

const constructed = createModelwatch();
const exporter = new OTLPMetricExporter();
const producer = constructed.createProducer({ temporality: "cumulative" });
const provider = new MeterProvider({
  resource: resourceFromAttributes({ "service.name": "churn-api", "service.instance.id": "constructed" }),
  readers: [new PeriodicExportingMetricReader({ exporter, metricProducers: [producer] })],
});
await predict(constructed, "constructed", 200);
await predict(createPlainModelwatch({ meterProvider: provider }), "plain", 300);
await provider.shutdown();

// the started one is flushed when the event loop runs dry
