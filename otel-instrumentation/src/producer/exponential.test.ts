import { DataPointType, type ExponentialHistogram, type MetricData } from "@opentelemetry/sdk-metrics";
import type { MetricProducer } from "@opentelemetry/sdk-metrics";
import { describe, expect, it } from "vitest";
import { fitReference } from "../fit/index.js";
import { createModelwatch, defineModel, number, numeric, probability } from "../index.js";

const model = defineModel({
  name: "eta",
  version: "1",
  prediction: number({ buckets: "exponential" }),
  features: { distance: numeric({ buckets: "exponential", min: 0 }), delay: numeric({ bounds: [0, 10] }) },
  business: { profit: { buckets: "exponential" } },
});

function start() {
  let nowMs = Date.UTC(2013, 3, 1);
  const modelwatch = createModelwatch({ clock: () => (nowMs += 60_000) });
  return { modelwatch, watch: modelwatch.watch(model) };
}

async function collect(producer: MetricProducer): Promise<readonly MetricData[]> {
  const { resourceMetrics, errors } = await producer.collect();
  expect(errors).toEqual([]);
  return resourceMetrics.scopeMetrics.flatMap(({ metrics }) => metrics);
}

/** The exponential points of a metric, in the order in which they were sent. */
function pointsOf(metrics: readonly MetricData[], name: string): readonly ExponentialHistogram[] {
  return metrics.flatMap((metric) =>
    metric.descriptor.name === name && metric.dataPointType === DataPointType.EXPONENTIAL_HISTOGRAM
      ? metric.dataPoints.map(({ value }) => value)
      : [],
  );
}

function sumOf(metrics: readonly MetricData[], name: string): unknown {
  return metrics
    .filter(({ descriptor }) => descriptor.name === name)
    .flatMap(({ dataPoints }) => dataPoints.map(({ value }) => value))
    .at(-1);
}

function declare(options: object): () => unknown {
  return () =>
    defineModel({ name: "a", version: "1", prediction: probability(), features: { x: numeric(options) } });
}

describe("exponential buckets", () => {
  it("count features, predictions, residuals and business values of both signs", async () => {
    const { modelwatch, watch } = start();
    const producer = modelwatch.createProducer({ temporality: "delta" });
    watch.predict({ score: -12, features: { distance: 3, delay: 5 } });
    watch.outcome({ score: -12, truth: -10, ageMs: 0 });
    watch.business("profit", -8);
    watch.business("profit", 0);
    const metrics = await collect(producer);
    const [prediction] = pointsOf(metrics, "ml.prediction.value");
    expect(prediction).toMatchObject({ scale: 20, count: 1, min: -12, positive: { bucketCounts: [] } });
    expect(prediction!.negative.bucketCounts).toEqual([1]);
    expect(pointsOf(metrics, "ml.outcome.error")[0]).toMatchObject({ count: 1, max: -2 });
    expect(pointsOf(metrics, "ml.business.value")[0]).toMatchObject({
      count: 2,
      zeroCount: 1,
      negative: { offset: 3 * 2 ** 20 - 1, bucketCounts: [1] },
    });
    // only a histogram whose values are never negative carries its sum; others bring two counters
    expect(pointsOf(metrics, "ml.feature.value")[0]).toMatchObject({ count: 1, sum: 3 });
    expect(prediction).not.toHaveProperty("sum");
    expect(sumOf(metrics, "ml.business.value.negative")).toBe(8);
    expect(sumOf(metrics, "ml.business.value.squares")).toBe(64);
    // a feature with bounds goes out beside it, under the same name
    expect(metrics.filter(({ descriptor }) => descriptor.name === "ml.feature.value")).toHaveLength(2);
  });

  it("of a cumulative series begin with a zero, and only ever become coarser", async () => {
    const { modelwatch, watch } = start();
    const producer = modelwatch.createProducer({ temporality: "cumulative" });
    const seen: ExponentialHistogram[] = [];
    for (const distance of [3, 3.01, 800, 4]) {
      watch.predict({ score: 1, features: { distance, delay: 0 } });
      seen.push(...pointsOf(await collect(producer), "ml.feature.value"));
    }
    expect(seen.map(({ count }) => count)).toEqual([0, 1, 2, 3, 4]);
    const scales = seen.map(({ scale }) => scale);
    expect(scales).toEqual(scales.toSorted((a, b) => b - a));
    expect(scales[0]).toBe(20);
    expect(scales.at(-1)).toBeLessThan(8);
    expect(seen.at(-1)).toMatchObject({ sum: 3 + 3.01 + 800 + 4, min: 3, max: 800 });
  });

  it("of a delta series are as fine in each export as its own values allow", async () => {
    const { modelwatch, watch } = start();
    const producer = modelwatch.createProducer({ temporality: "delta" });
    const scales: number[] = [];
    for (const distances of [
      [1, 1e6],
      [5, 5],
    ]) {
      for (const distance of distances) watch.predict({ score: 1, features: { distance, delay: 0 } });
      scales.push(...pointsOf(await collect(producer), "ml.feature.value").map(({ scale }) => scale));
    }
    expect(scales[0]).toBeLessThan(5);
    expect(scales[1]).toBe(20);
  });

  it("reach every producer whole", async () => {
    const { modelwatch, watch } = start();
    const [one, other] = [
      modelwatch.createProducer({ temporality: "cumulative" }),
      modelwatch.createProducer({ temporality: "cumulative" }),
    ];
    watch.predict({ score: 1, features: { distance: 7, delay: 0 } });
    await collect(one);
    watch.predict({ score: 1, features: { distance: 9e9, delay: 0 } });
    await collect(one);
    const [last, late] = [await collect(one), await collect(other)];
    expect(pointsOf(late, "ml.feature.value").at(-1)).toEqual(pointsOf(last, "ml.feature.value").at(-1));
  });

  it("give way to the bounds of a reference, which production must share", async () => {
    const reference = await fitReference({
      declaration: model,
      description: "test rows",
      rows: Array.from({ length: 50 }, (_, i) => ({ score: i, features: { distance: i, delay: i } })),
    });
    const { modelwatch } = start();
    const watch = modelwatch.watch({ ...model, version: "2" }, { reference });
    const producer = modelwatch.createProducer({ temporality: "delta" });
    watch.predict({ score: 1, features: { distance: 7, delay: 0 } });
    const metrics = await collect(producer);
    expect(pointsOf(metrics, "ml.feature.value")).toEqual([]);
    expect(pointsOf(metrics, "ml.prediction.value")).toEqual([]);
  });

  it("are refused beside bounds, and under another name", () => {
    expect(declare({ bounds: [1], buckets: "exponential" })).toThrow(
      'feature "x" has bounds and exponential buckets; one of the two',
    );
    expect(declare({ buckets: "logarithmic" })).toThrow('buckets of feature "x" are logarithmic');
  });
});
