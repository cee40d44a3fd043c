import { diag } from "@opentelemetry/api";
import type { PushMetricExporter } from "@opentelemetry/sdk-metrics";
import { ModelwatchError } from "@modelwatch/conventions/error";
import type { OtlpProtocol } from "./export-settings.js";

/** Optional peers: who constructs readers without `startModelwatch` does not need them. */
const LOADERS: Readonly<Record<OtlpProtocol, () => Promise<PushMetricExporter>>> = {
  "http/protobuf": async () =>
    new (await import("@opentelemetry/exporter-metrics-otlp-proto")).OTLPMetricExporter(),
  "http/json": async () =>
    new (await import("@opentelemetry/exporter-metrics-otlp-http")).OTLPMetricExporter(),
};

/**
 * OpenTelemetry's OTLP exporter, which reads its own variables: endpoint, headers, timeout, compression, certificates and
 * temporality preference. Where only the other protocol's package is installed it is taken, with a warning: receivers
 * take both.
 *
 * @throws ModelwatchError `not-found` where neither package is installed
 */
export async function loadOtlpExporter(protocol: OtlpProtocol): Promise<PushMetricExporter> {
  const other = protocol === "http/protobuf" ? "http/json" : "http/protobuf";
  try {
    return await LOADERS[protocol]();
  } catch (cause) {
    const exporter = await LOADERS[other]().catch(() => undefined);
    if (exporter === undefined) throw notInstalled(cause);
    diag.warn(`modelwatch: the exporter for ${protocol} cannot be loaded; exports go by ${other}`, cause);
    return exporter;
  }
}

function notInstalled(cause: unknown): ModelwatchError {
  return new ModelwatchError(
    "not-found",
    {
      problem: "no OTLP metrics exporter can be loaded",
      remedy:
        "run `npm install @opentelemetry/exporter-metrics-otlp-proto`, or set OTEL_METRICS_EXPORTER=none",
    },
    { cause },
  );
}
