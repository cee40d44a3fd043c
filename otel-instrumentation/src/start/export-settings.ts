import { diag } from "@opentelemetry/api";

export type MetricsExporterName = "otlp" | "console";
export type OtlpProtocol = "http/protobuf" | "http/json";

/** What the standard `OTEL_*` variables say about metrics, apart from what the OTLP exporter reads itself. */
export interface ExportSettings {
  /** Empty: nothing is exported. */
  readonly exporters: readonly MetricsExporterName[];
  readonly protocol: OtlpProtocol;
  readonly intervalMs: number;
  /** Never more than the interval. */
  readonly timeoutMs: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Node's timers hold no more. */
const MAX_TIMER_MS = 2_147_483_647;

/**
 * Reads OTEL_SDK_DISABLED, OTEL_METRICS_EXPORTER, OTEL_EXPORTER_OTLP_[METRICS_]PROTOCOL and OTEL_METRIC_EXPORT_INTERVAL and
 * _TIMEOUT, with the defaults of OpenTelemetry's specification. A value that cannot be used is reported through
 * OpenTelemetry's `diag`, and the default holds: a bad variable must not keep a service from starting.
 */
export function readExportSettings(environment: Environment): ExportSettings {
  const intervalMs = readMilliseconds(environment, "OTEL_METRIC_EXPORT_INTERVAL", 60_000);
  const timeoutMs = readMilliseconds(environment, "OTEL_METRIC_EXPORT_TIMEOUT", 30_000);
  return {
    exporters:
      readText(environment, "OTEL_SDK_DISABLED")?.toLowerCase() === "true" ? [] : readExporters(environment),
    protocol: readProtocol(environment),
    intervalMs,
    timeoutMs: Math.min(timeoutMs, intervalMs),
  };
}

function readExporters(environment: Environment): readonly MetricsExporterName[] {
  const variable = "OTEL_METRICS_EXPORTER";
  const names = (readText(environment, variable) ?? "otlp").split(",").map((name) => name.trim());
  if (names.includes("none")) return [];
  const known = names.filter((name) => name === "otlp" || name === "console");
  for (const name of names) {
    if (name === "prometheus") {
      warn(variable, name, "a process that is scraped passes createProducer() to its PrometheusExporter");
    } else if (!known.some((other) => other === name)) {
      warn(variable, name, "otlp, console and none are known");
    }
  }
  return known.length > 0 ? [...new Set(known)] : ["otlp"];
}

function readProtocol(environment: Environment): OtlpProtocol {
  const specific = "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL";
  const variable = readText(environment, specific) === undefined ? "OTEL_EXPORTER_OTLP_PROTOCOL" : specific;
  const protocol = readText(environment, variable) ?? "http/protobuf";
  if (protocol === "http/protobuf" || protocol === "http/json") return protocol;
  const remedy =
    protocol === "grpc"
      ? `exports go by http/protobuf: set ${specific}=http/protobuf and OTEL_EXPORTER_OTLP_METRICS_ENDPOINT to the ` +
        "receiver's HTTP port (4318 where gRPC has 4317)"
      : "http/protobuf and http/json are known; exports go by http/protobuf";
  warn(variable, protocol, remedy);
  return "http/protobuf";
}

function readMilliseconds(environment: Environment, variable: string, fallback: number): number {
  const text = readText(environment, variable);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (value > 0 && value <= MAX_TIMER_MS) return value;
  warn(variable, text, `milliseconds above 0 and up to ${MAX_TIMER_MS} are allowed; ${fallback} holds`);
  return fallback;
}

/** The specification reads an empty variable as an unset one. */
function readText(environment: Environment, variable: string): string | undefined {
  const text = environment[variable]?.trim();
  return text === "" ? undefined : text;
}

function warn(variable: string, value: string, remedy: string): void {
  diag.warn(`modelwatch: ${variable}=${value} cannot be used; ${remedy}`);
}
