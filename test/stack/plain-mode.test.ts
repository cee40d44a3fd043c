import { createPlainModelwatch, defineModel, numeric, probability } from "@modelwatch/instrumentation";
import type { Source } from "@modelwatch/sources";
import { createPrometheusSource } from "@modelwatch/sources/prometheus";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startPrometheus, type PrometheusServer } from "./prometheus-server.js";

const STARTED_MS = Date.now();
const AGES = [20, 40, 60];
const INCOMES = [1000, 5000];

const sumOfSquares = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value ** 2, 0);

let server: PrometheusServer;
let source: Source;
let provider: MeterProvider;

beforeAll(async () => {
  server = await startPrometheus();
  source = createPrometheusSource({ url: server.url });
  const exporter = new OTLPMetricExporter({ url: server.otlpUrl });
  provider = new MeterProvider({
    resource: resourceFromAttributes({ "service.name": "churn-api", "service.instance.id": "1" }),
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2_147_483_647 })],
  });
});
afterAll(async () => {
  await provider.shutdown();
  await source.close();
  await server.stop();
});

it("a real Prometheus holds one metric name with bounds for each feature, all of it but the first export", async () => {
  const model = defineModel({
    name: "churn",
    version: "7",
    prediction: probability(),
    features: { age: numeric({ min: 0, bounds: AGES }), income: numeric({ min: 0, bounds: INCOMES }) },
  });
  const watch = createPlainModelwatch({ meterProvider: provider }).watch(model);
  const predict = (count: number): void => {
    for (let i = 0; i < count; i++) watch.predict({ score: 0.5, features: { age: i % 80, income: 100 * i } });
  };
  // without a zero point, what is in a series' first sample is nobody's increment
  predict(30);
  await provider.forceFlush();
  predict(80);
  await provider.forceFlush();
  const groupBy = ["ml.feature.name"];
  const edges = [STARTED_MS - 1000, Date.now()];
  const series = await source.histogramWindows({
    metric: "ml.feature.value",
    matchers: [],
    groupBy,
    edges,
    squares: true,
  });
  const [age, income] = series.map(({ labels, windows, quality }) => ({
    feature: labels["ml.feature.name"],
    layout: windows.layout,
    counts: [...windows.counts],
    sumOfSquares: windows.sumsOfSquares?.[0],
    quality: quality[0],
  }));
  const ages = Array.from({ length: 80 }, (_, i) => i);
  expect(age).toMatchObject({ feature: "age", counts: [21, 20, 20, 19], sumOfSquares: sumOfSquares(ages) });
  expect(income).toMatchObject({
    feature: "income",
    counts: [11, 40, 29],
    sumOfSquares: sumOfSquares(ages.map((i) => 100 * i)),
  });
  // the window says that it lost what came before the first sample
  expect([age?.quality, income?.quality]).toEqual([["incomplete"], ["incomplete"]]);
});
