import {
  AggregationTemporalityPreference,
  OTLPMetricExporter as JsonExporter,
} from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPMetricExporter as ProtobufExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import type { ViewOptions } from "@opentelemetry/sdk-metrics";

export interface OtelClientOptions {
  /** A receiver's url. */
  readonly url: string;
  readonly encoding: "protobuf" | "json";
  readonly temporality: "delta" | "cumulative";
  readonly instance: string;
  readonly views?: ViewOptions[];
}

/** OpenTelemetry's own SDK and exporter, as a service would set them up; exports only when it is flushed. */
export function createOtelClient(options: OtelClientOptions): MeterProvider {
  const settings = {
    url: `${options.url}/v1/metrics`,
    temporalityPreference:
      options.temporality === "delta"
        ? AggregationTemporalityPreference.DELTA
        : AggregationTemporalityPreference.CUMULATIVE,
  };
  const exporter =
    options.encoding === "protobuf" ? new ProtobufExporter(settings) : new JsonExporter(settings);
  return new MeterProvider({
    resource: resourceFromAttributes({
      "service.name": "flights",
      "service.instance.id": options.instance,
      "process.command_args": ["node", "serve.js"],
      "telemetry.sdk.language": "nodejs",
    }),
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2_147_483_647 })],
    ...(options.views && { views: options.views }),
  });
}
