import { DiagLogLevel, diag } from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type DataPoint,
  type Histogram,
  type ViewOptions,
} from "@opentelemetry/sdk-metrics";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  categorical,
  createModelwatch,
  createPlainModelwatch,
  defineModel,
  number,
  numeric,
  probability,
} from "../index.js";
import { fitReference } from "../fit/index.js";
import { collectPoints, seriesKey, type CollectedPoint } from "../testing/collected-points.js";

const said: string[] = [];
beforeEach(() => {
  said.length = 0;
  const say = (message: string): void => void said.push(message);
  const logger = { error: say, warn: say, info: say, debug: say, verbose: say };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
});
afterEach(() => diag.disable());

/** OpenTelemetry's SDK as an application has it, which exports into memory. */
function startSdk(temporality: AggregationTemporality, views: ViewOptions[] = []) {
  const exporter = new InMemoryMetricExporter(temporality);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2_147_483_647 });
  const provider = new MeterProvider({ readers: [reader], views });
  return {
    provider,
    /** The points of one more export. */
    collect: async (): Promise<readonly CollectedPoint[]> => {
      exporter.reset();
      await provider.forceFlush();
      return exporter.getMetrics().flatMap(({ scopeMetrics }) =>
        scopeMetrics.flatMap(({ metrics }) =>
          metrics.flatMap(({ descriptor, dataPoints }) =>
            (dataPoints as DataPoint<number | Histogram>[]).map((point) => ({
              metric: descriptor.name,
              temporality: temporality === AggregationTemporality.DELTA ? "delta" : "cumulative",
              attributes: point.attributes,
              startMs: 0,
              timeMs: 0,
              value: point.value,
            })),
          ),
        ),
      );
    },
  };
}

const model = defineModel({
  name: "churn",
  version: "7",
  prediction: probability({ threshold: 0.5 }),
  features: {
    age: numeric({ min: 0, bounds: [20, 40, 60] }),
    income: numeric({ min: 0, bounds: [1000, 5000] }),
    plan: categorical({ categories: ["free", "paid"] }),
  },
});

const age = fc.oneof(fc.integer({ min: 0, max: 90 }), fc.constantFrom(Number.NaN, Infinity, -1, null));
const call = fc.record({
  score: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(Number.NaN, 2)),
  features: fc.record({
    age,
    income: fc.integer({ min: 0, max: 10_000 }),
    plan: fc.constantFrom("free", "paid", "other", undefined),
  }),
});

/** What the stores get, without order and times. Only min and max differ between the two ways: the SDK knows them by export. */
function summary(points: readonly CollectedPoint[]): ReadonlyMap<string, unknown> {
  return new Map(
    points.map((point): [string, unknown] => {
      const { value } = point;
      if (typeof value === "number") return [seriesKey(point), Number(value.toPrecision(12))];
      const { buckets, count, sum = 0 } = value;
      return [seriesKey(point), { buckets, count, sum: Number(sum.toPrecision(12)) }];
    }),
  );
}

describe("through the public metrics API", () => {
  it.each([AggregationTemporality.CUMULATIVE, AggregationTemporality.DELTA])(
    "the same is counted as by a producer, with temporality %s",
    async (temporality) => {
      await fc.assert(
        fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 30 }), async (calls) => {
          const { provider, collect } = startSdk(temporality);
          const modelwatch = createModelwatch();
          const producer = modelwatch.createProducer({ temporality: "delta" });
          const watch = modelwatch.watch(model);
          const plain = createPlainModelwatch({ meterProvider: provider }).watch(model);
          for (const prediction of calls) {
            watch.predict(prediction);
            plain.predict(prediction);
          }
          expect(summary(await collect())).toEqual(summary(await collectPoints(producer)));
          await provider.shutdown();
        }),
        { numRuns: 50 },
      );
    },
  );

  it.each([
    [AggregationTemporality.CUMULATIVE, [3, 7]],
    [AggregationTemporality.DELTA, [3, 4]],
  ])("with temporality %s, exports after 3 and 4 predictions hold %o", async (temporality, held) => {
    const { provider, collect } = startSdk(temporality);
    const watch = createPlainModelwatch({ meterProvider: provider }).watch(model);
    for (const [index, predictions] of [3, 4].entries()) {
      for (let i = 0; i < predictions; i++)
        watch.predict({ score: 0.2, features: { age: 10, plan: "free" } });
      const points = await collect();
      const squares = points.find(({ metric }) => metric === "ml.feature.value.squares");
      const plans = points.find(({ metric }) => metric === "ml.feature.category");
      expect([squares?.value, plans?.value]).toEqual([100 * held[index]!, held[index]]);
    }
    await provider.shutdown();
  });

  it("negative values are dropped, counted by what they were, and reported once", async () => {
    const { provider, collect } = startSdk(AggregationTemporality.CUMULATIVE);
    const delay = defineModel({
      name: "delay",
      version: "1",
      prediction: number({ bounds: [0, 10] }),
      features: { temperature: numeric({ bounds: [0, 20] }) },
    });
    const watch = createPlainModelwatch({ meterProvider: provider }).watch(delay);
    for (const score of [-5, -4, 3, 12]) watch.predict({ score, features: { temperature: score } });
    watch.outcome({ score: 3, truth: 5, ageMs: 0 });
    const points = await collect();
    const dropped = points.filter(({ metric }) => metric === "ml.modelwatch.dropped");
    expect(dropped.map(({ attributes, value }) => [attributes["ml.dropped.reason"], value])).toEqual([
      ["no-reference", 1],
      ["prediction-negative", 2],
      ["feature-negative", 2],
      ["outcome-error-negative", 1],
    ]);
    const scores = points.find(({ metric }) => metric === "ml.prediction.value");
    expect(scores?.value).toMatchObject({ count: 2, sum: 15 });
    const squares = points.find(({ metric }) => metric === "ml.prediction.value.squares");
    expect(squares?.value).toBe(9 + 144);
    expect(said.filter((message) => message.includes("negative"))).toHaveLength(3);
    await provider.shutdown();
  });

  it("a view's cardinality limit folds series together, and loses no value", async () => {
    const views = [{ instrumentName: "ml.feature.value", aggregationCardinalityLimit: 3 }];
    const { provider, collect } = startSdk(AggregationTemporality.CUMULATIVE, views);
    const features = Object.fromEntries(
      Array.from({ length: 6 }, (_, i) => [`f${i}`, numeric({ min: 0, bounds: [1, 2] })]),
    );
    const wide = defineModel({ name: "wide", version: "1", prediction: probability(), features });
    const watch = createPlainModelwatch({ meterProvider: provider }).watch(wide);
    watch.predict({
      score: 0.5,
      features: Object.fromEntries(Object.keys(features).map((name) => [name, 1])),
    });
    const values = (await collect()).filter(({ metric }) => metric === "ml.feature.value");
    expect(values).toHaveLength(3);
    const overflow = values.find(({ attributes }) => attributes["otel.metric.overflow"] === true);
    expect(overflow?.value).toMatchObject({ count: 4 });
    await provider.shutdown();
  });

  it("values declared with exponential buckets are counted in the default bounds", async () => {
    const { provider, collect } = startSdk(AggregationTemporality.CUMULATIVE);
    const features = { bytes: numeric({ min: 0, buckets: "exponential" }) };
    const upload = defineModel({ name: "upload", version: "1", prediction: probability(), features });
    const watch = createPlainModelwatch({ meterProvider: provider }).watch(upload);
    for (const bytes of [0.5, 3, 7e5]) watch.predict({ score: 0.5, features: { bytes } });
    const points = await collect();
    const bytes = points.find(({ metric }) => metric === "ml.feature.value")?.value;
    expect(bytes).toMatchObject({ count: 3, buckets: { boundaries: expect.arrayContaining([0.5, 5, 1e6]) } });
    const squares = points.find(({ metric }) => metric === "ml.feature.value.squares")?.value;
    expect(squares).toBe(0.25 + 9 + 49e10);
    await provider.shutdown();
  });

  it("a reference gives its bounds and is not exported", async () => {
    const rows = Array.from({ length: 100 }, (_, row) => ({
      score: row / 100,
      features: { age: row, income: 10 * row, plan: "free" },
    }));
    const declared = defineModel({ ...model.declaration, features: { age: numeric({ min: 0 }) } });
    const reference = await fitReference({ declaration: declared, description: "a test", rows });
    const { provider, collect } = startSdk(AggregationTemporality.CUMULATIVE);
    const watch = createPlainModelwatch({ meterProvider: provider }).watch(declared, { reference });
    watch.predict({ score: 0.5, features: { age: 41 } });
    const points = await collect();
    const ages = points.find(({ metric }) => metric === "ml.feature.value")?.value;
    const fitted = reference.features["age"];
    expect(ages).toMatchObject({ buckets: { boundaries: fitted?.kind === "numeric" ? fitted.bounds : [] } });
    expect(points.filter(({ metric }) => metric.startsWith("ml.reference"))).toEqual([]);
    await provider.shutdown();
  });

  it("says so where no meter provider is registered", () => {
    createPlainModelwatch();
    expect(said).toEqual([expect.stringContaining("no meter provider is registered")]);
  });
});
