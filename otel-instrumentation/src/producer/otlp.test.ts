import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { parse } from "protobufjs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fitReference } from "../fit/index.js";
import { createModelwatch, defineModel, numeric, probability } from "../index.js";
import type { Temporality } from "./metric-set.js";

/** The part of the published OTLP metrics schema that is read here, with its field numbers. */
const ExportMetricsServiceRequest = parse(`
  syntax = "proto3";
  message ExportMetricsServiceRequest { repeated ResourceMetrics resource_metrics = 1; }
  message ResourceMetrics { Resource resource = 1; repeated ScopeMetrics scope_metrics = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeMetrics { Scope scope = 1; repeated Metric metrics = 2; }
  message Scope { string name = 1; string version = 2; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue { string string_value = 1; }
  message Metric { string name = 1; string unit = 3; Sum sum = 7; Histogram histogram = 9; }
  message Sum { repeated NumberPoint data_points = 1; int32 aggregation_temporality = 2; bool is_monotonic = 3; }
  message NumberPoint {
    fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3; oneof value { double as_double = 4; sfixed64 as_int = 6; }
    repeated KeyValue attributes = 7;
  }
  message Histogram { repeated HistogramPoint data_points = 1; int32 aggregation_temporality = 2; }
  message HistogramPoint {
    fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3; fixed64 count = 4; optional double sum = 5;
    repeated fixed64 bucket_counts = 6; repeated double explicit_bounds = 7; repeated KeyValue attributes = 9;
    optional double min = 11; optional double max = 12;
  }`).root.lookupType("ExportMetricsServiceRequest");

interface WirePoint {
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue: string } }[];
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
  readonly count?: string;
  readonly sum?: number;
  readonly bucketCounts?: readonly string[];
  readonly explicitBounds?: readonly number[];
  readonly asInt?: string;
  readonly asDouble?: number;
}

interface WireSeries {
  readonly dataPoints: readonly WirePoint[];
  readonly aggregationTemporality: number;
}

interface WireMetric {
  readonly name: string;
  readonly unit?: string;
  readonly sum?: WireSeries & { readonly isMonotonic: boolean };
  readonly histogram?: WireSeries;
}

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2013, 3, 1);
const DELTA = 1;
const CUMULATIVE = 2;

const model = defineModel({
  name: "flight-delay",
  version: "1",
  prediction: probability({ threshold: 0.3, bounds: [0.25, 0.5, 0.75] }),
  features: { temperature: numeric({ bounds: [-10, 0, 10] }) },
});
const reference = await fitReference({
  declaration: model,
  description: "test rows",
  rows: Array.from({ length: 40 }, (_row, index) => ({
    score: index / 40,
    features: { temperature: index - 20 },
  })),
});

/** An OTLP endpoint that keeps the bodies it gets. */
let server: Server;
let bodies: Buffer[];
let url: string;

beforeEach(async () => {
  bodies = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      bodies.push(request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body);
      response.writeHead(200, { "content-type": "application/x-protobuf" }).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/metrics`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

/** Two hours of counting, exported by the SDK's own reader and exporter. */
async function exportTwice(temporality: Temporality): Promise<WireMetric[][]> {
  let nowMs = START_MS;
  const modelwatch = createModelwatch({ clock: () => nowMs });
  const watch = modelwatch.watch(model, { reference });
  const reader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter({ url }),
    exportIntervalMillis: 2 ** 30,
    metricProducers: [modelwatch.createProducer({ temporality })],
  });
  const provider = new MeterProvider({
    resource: resourceFromAttributes({ "service.name": "test" }),
    readers: [reader],
  });
  for (const temperature of [-20, -5, 5]) watch.predict({ score: 0.4, features: { temperature } });
  nowMs += HOUR_MS;
  await provider.forceFlush();
  watch.predict({ score: 0.4, features: { temperature: 30 } });
  nowMs += HOUR_MS / 2;
  await provider.shutdown();
  return bodies.map(decode);
}

function decode(body: Buffer): WireMetric[] {
  const message = ExportMetricsServiceRequest.decode(body);
  const request = ExportMetricsServiceRequest.toObject(message, { longs: String }) as {
    readonly resourceMetrics: readonly {
      readonly scopeMetrics: readonly { readonly metrics: readonly WireMetric[] }[];
    }[];
  };
  return request.resourceMetrics
    .flatMap((resource) => resource.scopeMetrics)
    .flatMap((scope) => scope.metrics);
}

const named = (metrics: readonly WireMetric[] | undefined, name: string) =>
  metrics?.find((metric) => metric.name === name);
const toMs = (nanos: string) => Number(BigInt(nanos) / 1_000_000n) - START_MS;

describe("through the SDK's reader and OTLP exporter", () => {
  it("cumulative histograms arrive with a zero point, bounds, counts and times", async () => {
    const [first, second] = await exportTwice("cumulative");
    const histogram = named(first, "ml.feature.value")?.histogram;
    expect(histogram?.aggregationTemporality).toBe(CUMULATIVE);
    expect(
      histogram?.dataPoints.map((point) => [
        toMs(point.timeUnixNano),
        point.count,
        point.bucketCounts,
        point.sum,
      ]),
    ).toEqual([
      [0, "0", ["0", "0", "0", "0"], undefined],
      [HOUR_MS, "3", ["1", "1", "1", "0"], undefined],
    ]);
    expect(histogram?.dataPoints[1]?.explicitBounds).toEqual([-10, 0, 10]);
    const [point, ...more] = named(second, "ml.feature.value")?.histogram?.dataPoints ?? [];
    expect(more).toEqual([]);
    expect([point?.count, toMs(point?.startTimeUnixNano ?? "0"), toMs(point?.timeUnixNano ?? "0")]).toEqual([
      "4",
      0,
      1.5 * HOUR_MS,
    ]);
    expect(named(second, "ml.feature.value.negative")?.sum).toMatchObject({
      isMonotonic: true,
      dataPoints: [{ asDouble: 25 }],
    });
    expect(named(second, "ml.reference.feature.value")?.histogram?.dataPoints).toHaveLength(1);
  });

  it("deltas arrive as increments, with the reference as a cumulative series beside them", async () => {
    const [first, second] = await exportTwice("delta");
    expect(named(first, "ml.prediction.value")?.histogram).toMatchObject({
      aggregationTemporality: DELTA,
      dataPoints: [
        {
          count: "3",
          sum: 1.2000000000000002,
          bucketCounts: ["0", "3", "0", "0"],
          explicitBounds: [0.25, 0.5, 0.75],
        },
      ],
    });
    expect(named(second, "ml.prediction.value")?.histogram?.dataPoints[0]?.count).toBe("1");
    expect(named(first, "ml.reference.prediction.value")?.histogram).toMatchObject({
      aggregationTemporality: CUMULATIVE,
      dataPoints: [{ count: "40" }],
    });
    expect(named(second, "ml.reference.prediction.value")).toBeUndefined();
  });

  it("no metric has a unit of OpenTelemetry, and only declared attributes leave the process", async () => {
    const metrics = (await exportTwice("cumulative")).flat();
    const allowed = [
      "ml.model.name",
      "ml.model.version",
      "ml.prediction.class",
      "ml.feature.name",
      "ml.reference.id",
      "ml.dropped.reason",
    ];
    expect(metrics.length).toBeGreaterThan(5);
    for (const metric of metrics) {
      expect(metric.unit ?? "").toBe("");
      const points = (metric.histogram ?? metric.sum)?.dataPoints ?? [];
      for (const { key } of points.flatMap((point) => point.attributes)) expect(allowed).toContain(key);
    }
  });
});
