import { describe, expect, it } from "vitest";
import { fitReference } from "../fit/index.js";
import { categorical, createModelwatch, defineModel, numeric, probability } from "../index.js";
import { bySeries, collectPoints, pointsOf, seriesKey, totalOf } from "../testing/collected-points.js";

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2013, 3, 1);

const model = defineModel({
  name: "flight-delay",
  version: "1",
  prediction: probability({ threshold: 0.3 }),
  features: { distance: numeric({ bounds: [100, 500] }), carrier: categorical({ categories: ["UA", "B6"] }) },
  strata: { origin: ["EWR", "JFK"] },
});
const EWR = { score: 0.2, features: { distance: 400, carrier: "UA" }, strata: { origin: "EWR" } };
const JFK = { score: 0.7, features: { distance: 90, carrier: "B6" }, strata: { origin: "JFK" } };

function start() {
  const clock = { nowMs: START_MS };
  const modelwatch = createModelwatch({ clock: () => clock.nowMs });
  return { clock, modelwatch };
}

const reference = await fitReference({
  declaration: model,
  description: "test rows",
  rows: Array.from({ length: 300 }, (_row, index) => ({
    score: (index % 10) / 10,
    truth: index % 3 === 0,
    features: { distance: index * 4, carrier: index % 2 === 0 ? "UA" : "B6" },
  })),
});

describe("a cumulative producer", () => {
  it("exports zero at the collection before, then the counts, for every series that appears", async () => {
    const { clock, modelwatch } = start();
    const watch = modelwatch.watch(model);
    const producer = modelwatch.createProducer({ temporality: "cumulative" });
    watch.predict(EWR);
    clock.nowMs += HOUR_MS;
    const first = await collectPoints(producer);
    expect(new Set(first.map((point) => point.startMs))).toEqual(new Set([START_MS]));
    for (const series of bySeries(first)) {
      expect(series.map((point) => point.timeMs)).toEqual([START_MS, START_MS + HOUR_MS]);
      expect(
        series.map((point) => (typeof point.value === "number" ? point.value : point.value.count))[0],
      ).toBe(0);
    }
    watch.predict(JFK);
    clock.nowMs += HOUR_MS;
    const second = await collectPoints(producer);
    const times = (origin: string) =>
      pointsOf(second, "ml.prediction.value", { "ml.stratum.origin": origin }).map((point) => [
        point.startMs,
        point.timeMs,
      ]);
    expect(times("EWR")).toEqual([[START_MS, START_MS + 2 * HOUR_MS]]);
    expect(times("JFK")).toEqual([
      [START_MS + HOUR_MS, START_MS + HOUR_MS],
      [START_MS + HOUR_MS, START_MS + 2 * HOUR_MS],
    ]);
  });

  it("puts the zero point half an hour back where the collection before is too old for Prometheus", async () => {
    const { clock, modelwatch } = start();
    const watch = modelwatch.watch(model);
    const producer = modelwatch.createProducer({ temporality: "cumulative" });
    watch.predict(EWR);
    clock.nowMs += 5 * HOUR_MS;
    const [zero] = pointsOf(await collectPoints(producer), "ml.prediction.value");
    expect(zero?.timeMs).toBe(START_MS + 4.5 * HOUR_MS);
  });

  it("never exports two points of a series at one time, also where the clock stands still or goes back", async () => {
    const { clock, modelwatch } = start();
    const watch = modelwatch.watch(model);
    const producer = modelwatch.createProducer({ temporality: "cumulative" });
    const points = [];
    for (const step of [0, 0, -HOUR_MS, Number.NaN]) {
      clock.nowMs += step;
      watch.predict(EWR);
      watch.predict(JFK);
      points.push(...(await collectPoints(producer)));
    }
    for (const series of bySeries(points)) {
      const times = series.map((point) => point.timeMs);
      expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
    }
  });

  it("repeats unchanged series", async () => {
    const { clock, modelwatch } = start();
    const watch = modelwatch.watch(model);
    const producer = modelwatch.createProducer({ temporality: "cumulative" });
    watch.predict(EWR);
    await collectPoints(producer);
    clock.nowMs += HOUR_MS;
    expect(totalOf(await collectPoints(producer), "ml.prediction.value")).toBe(1);
  });
});

describe("a delta producer", () => {
  it("exports only what changed, over the time since its last export", async () => {
    const { clock, modelwatch } = start();
    const watch = modelwatch.watch(model);
    const producer = modelwatch.createProducer({ temporality: "delta" });
    watch.predict(EWR);
    watch.predict(JFK);
    clock.nowMs += HOUR_MS;
    await collectPoints(producer);
    watch.predict(JFK);
    clock.nowMs += HOUR_MS;
    const points = await collectPoints(producer);
    expect(
      pointsOf(points, "ml.prediction.value").map((point) => point.attributes["ml.stratum.origin"]),
    ).toEqual(["JFK"]);
    expect(
      pointsOf(points, "ml.feature.category").map((point) => point.attributes["ml.feature.category"]),
    ).toEqual(["B6"]);
    expect(
      points.every(
        (point) => point.startMs === START_MS + HOUR_MS && point.timeMs === START_MS + 2 * HOUR_MS,
      ),
    ).toBe(true);
    clock.nowMs += HOUR_MS;
    expect(await collectPoints(producer)).toEqual([]);
  });
});

describe("several producers", () => {
  it("each see every count, at their own pace", async () => {
    const { modelwatch } = start();
    const watch = modelwatch.watch(model);
    watch.predict(EWR);
    const hourly = modelwatch.createProducer({ temporality: "delta" });
    const daily = modelwatch.createProducer({ temporality: "cumulative" });
    const hourlyPoints = await collectPoints(hourly);
    watch.predict(JFK);
    hourlyPoints.push(...(await collectPoints(hourly)));
    watch.predict(EWR);
    hourlyPoints.push(...(await collectPoints(hourly)));
    expect(totalOf(hourlyPoints, "ml.prediction.value")).toBe(3);
    expect(totalOf(await collectPoints(daily), "ml.prediction.value")).toBe(3);
  });

  it("a late one starts with what was counted since the last collection", async () => {
    const { clock, modelwatch } = start();
    const watch = modelwatch.watch(model);
    const early = modelwatch.createProducer({ temporality: "delta" });
    watch.predict(EWR);
    clock.nowMs += HOUR_MS;
    await collectPoints(early);
    watch.predict(JFK);
    const late = modelwatch.createProducer({ temporality: "delta" });
    clock.nowMs += HOUR_MS;
    const points = await collectPoints(late);
    expect(totalOf(points, "ml.prediction.value")).toBe(1);
    expect(points[0]?.startMs).toBe(START_MS + HOUR_MS);
  });
});

const isReference = (metric: string) => metric.startsWith("ml.reference.");

describe("the reference", () => {
  it("is constant and cumulative, in every cumulative export, without a zero point", async () => {
    const { clock, modelwatch } = start();
    modelwatch.watch(model, { reference });
    const producer = modelwatch.createProducer({ temporality: "cumulative", metrics: isReference });
    clock.nowMs += 60_000;
    const first = await collectPoints(producer);
    clock.nowMs += 60_000;
    const second = await collectPoints(producer);
    expect(second.map(({ metric, attributes, value }) => ({ metric, attributes, value }))).toEqual(
      first.map(({ metric, attributes, value }) => ({ metric, attributes, value })),
    );
    expect(new Set(first.map(seriesKey)).size).toBe(first.length);
    expect(first.every((point) => point.attributes["ml.reference.id"] === reference.id)).toBe(true);
    expect(totalOf(first, "ml.reference.prediction.value")).toBe(300);
    expect(totalOf(first, "ml.reference.outcome.prediction", { "ml.outcome.class": "1" })).toBe(100);
    expect(totalOf(first, "ml.reference.feature.category", { "ml.feature.name": "carrier" })).toBe(300);
    expect(totalOf(first, "ml.reference.feature.value.positive", { "ml.feature.name": "distance" })).toBe(
      179_400,
    );
  });

  it("goes out with the first delta export, then once an hour, as cumulative series", async () => {
    const { clock, modelwatch } = start();
    modelwatch.watch(model, { reference });
    const producer = modelwatch.createProducer({ temporality: "delta" });
    const exported: boolean[] = [];
    for (const stepMs of [60_000, 60_000, HOUR_MS - 60_000, 60_000]) {
      clock.nowMs += stepMs;
      const points = await collectPoints(producer);
      exported.push(points.length > 0);
      expect(points.every((point) => point.temporality === "cumulative")).toBe(true);
    }
    expect(exported).toEqual([true, false, true, false]);
  });
});

describe("any producer", () => {
  it("hands over only the wanted metrics", async () => {
    const { modelwatch } = start();
    const watch = modelwatch.watch(model);
    const producer = modelwatch.createProducer({
      temporality: "delta",
      metrics: (name) => name === "ml.prediction.value",
    });
    watch.predict(EWR);
    expect((await collectPoints(producer)).map((point) => point.metric)).toEqual(["ml.prediction.value"]);
  });

  it("gives a failing clock to the reader as an error, and loses nothing", async () => {
    let isBroken = false;
    const modelwatch = createModelwatch({
      clock: () => {
        if (isBroken) throw new Error("no clock");
        return START_MS;
      },
    });
    const watch = modelwatch.watch(model);
    const producer = modelwatch.createProducer({ temporality: "delta" });
    watch.predict(EWR);
    isBroken = true;
    expect((await producer.collect()).errors).toHaveLength(1);
    isBroken = false;
    expect(totalOf(await collectPoints(producer), "ml.prediction.value")).toBe(1);
  });
});
