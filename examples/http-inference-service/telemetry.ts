import { createModelwatch } from "@modelwatch/instrumentation";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { envDetector, serviceInstanceIdDetector } from "@opentelemetry/resources";
import { PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { NodeSDK } from "@opentelemetry/sdk-node";

export const modelwatch = createModelwatch();

/** The service's own OpenTelemetry set-up. Modelwatch asks for `metricProducers`, and for an instance id that tells replicas apart. */
export const sdk = new NodeSDK({
  resourceDetectors: [serviceInstanceIdDetector, envDetector],
  metricReaders: [
    new PeriodicExportingMetricReader({
      exporter: new OTLPMetricExporter(),
      metricProducers: [modelwatch.createProducer({ temporality: "cumulative" })],
    }),
  ],
});
