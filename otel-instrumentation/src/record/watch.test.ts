import { describe, expect, it } from "vitest";
import { categorical, createModelwatch, defineModel, number, numeric, probability } from "../index.js";
import { collectPoints, histogramOf, pointsOf, totalOf } from "../testing/collected-points.js";

const HOUR_MS = 3_600_000;

const model = defineModel({
  name: "flight-delay",
  version: "1",
  prediction: probability({ threshold: 0.3 }),
  features: {
    distance: numeric({ bounds: [100, 500, 1000], unit: "mi", min: 0, max: 5000 }),
    temperature: numeric({ bounds: [-10, 0, 10] }),
    carrier: categorical({ categories: ["UA", "B6"] }),
  },
  business: { "delay-minutes": { bounds: [-15, 0, 15, 60], unit: "min" } },
  strata: { origin: ["EWR", "JFK"] },
  arms: ["control", "treated"],
});

const given = { distance: 800, temperature: 5, carrier: "UA" };

describe.each(["delta", "cumulative"] as const)("a watch read by a %s producer", (temporality) => {
  function start() {
    let nowMs = HOUR_MS;
    const modelwatch = createModelwatch({ clock: () => nowMs });
    const watch = modelwatch.watch(model);
    const producer = modelwatch.createProducer({ temporality });
    const collect = () => {
      nowMs += HOUR_MS;
      return collectPoints(producer);
    };
    return { watch, collect };
  }

  it("counts a score under its decision, strata and arm", async () => {
    const { watch, collect } = start();
    watch.predict({ score: 0.3, features: given, strata: { origin: "EWR" }, arm: "treated" });
    watch.predict({ score: 0.29, features: given, strata: { origin: "EWR" }, arm: "treated" });
    const points = await collect();
    const at = {
      "ml.stratum.origin": "EWR",
      "ml.arm": "treated",
      "ml.model.name": "flight-delay",
      "ml.model.version": "1",
    };
    expect(totalOf(points, "ml.prediction.value", { ...at, "ml.prediction.class": "1" })).toBe(1);
    expect(totalOf(points, "ml.prediction.value", { ...at, "ml.prediction.class": "0" })).toBe(1);
  });

  it("leaves the arm out where a decision is in no experiment", async () => {
    const { watch, collect } = start();
    watch.predict({ score: 0.5, features: given, strata: { origin: "JFK" } });
    const [point] = pointsOf(await collect(), "ml.prediction.value");
    expect(Object.keys(point?.attributes ?? {}).toSorted()).toEqual([
      "ml.model.name",
      "ml.model.version",
      "ml.prediction.class",
      "ml.stratum.origin",
    ]);
  });

  it("keeps strata and arms away from features", async () => {
    const { watch, collect } = start();
    watch.predict({ score: 0.5, features: given, strata: { origin: "JFK" }, arm: "control" });
    const [point] = pointsOf(await collect(), "ml.feature.value", { "ml.feature.name": "distance" });
    expect(point?.attributes).toEqual({
      "ml.model.name": "flight-delay",
      "ml.model.version": "1",
      "ml.feature.name": "distance",
      "ml.unit": "mi",
    });
  });

  it("puts a value that equals a bound into the bucket below it", async () => {
    const { watch, collect } = start();
    for (const distance of [0, 100, 100.5, 500, 1000, 1001]) {
      watch.predict({ score: 0.5, features: { ...given, distance }, strata: { origin: "EWR" } });
    }
    const { buckets } = histogramOf(await collect(), "ml.feature.value", { "ml.feature.name": "distance" });
    expect(buckets).toEqual({ boundaries: [100, 500, 1000], counts: [2, 2, 1, 1] });
  });

  it("keeps negative values, with the sum as two counters in place of the histogram's own", async () => {
    const { watch, collect } = start();
    for (const value of [-20, -2.5, 0, 90])
      watch.business("delay-minutes", value, { strata: { origin: "EWR" } });
    const points = await collect();
    const histogram = histogramOf(points, "ml.business.value", { "ml.business.name": "delay-minutes" });
    expect(histogram.buckets.counts).toEqual([1, 2, 0, 0, 1]);
    expect([histogram.count, histogram.sum, histogram.min, histogram.max]).toEqual([4, undefined, -20, 90]);
    expect(totalOf(points, "ml.business.value.positive")).toBe(90);
    expect(totalOf(points, "ml.business.value.negative")).toBe(22.5);
    expect(totalOf(points, "ml.business.value.squares")).toBe(400 + 6.25 + 8100);
  });

  it("gives a histogram its own sum where the declaration rules negative values out", async () => {
    const { watch, collect } = start();
    watch.predict({ score: 0.5, features: { ...given, distance: 250 }, strata: { origin: "EWR" } });
    const points = await collect();
    expect(histogramOf(points, "ml.feature.value", { "ml.feature.name": "distance" }).sum).toBe(250);
    expect(pointsOf(points, "ml.feature.value.positive", { "ml.feature.name": "distance" })).toEqual([]);
    expect(totalOf(points, "ml.feature.value.squares", { "ml.feature.name": "distance" })).toBe(62_500);
  });

  it("counts an unseen category as __other__ and a missing one as invalid", async () => {
    const { watch, collect } = start();
    for (const carrier of ["UA", "UA", "ZZ", "YY", null]) {
      watch.predict({ score: 0.5, features: { ...given, carrier }, strata: { origin: "EWR" } });
    }
    const points = await collect();
    const of = (category: string) =>
      totalOf(points, "ml.feature.category", { "ml.feature.category": category });
    expect([of("UA"), of("B6"), of("__other__")]).toEqual([2, 0, 2]);
    expect(
      totalOf(points, "ml.feature.invalid", { "ml.feature.name": "carrier", "ml.invalid.reason": "missing" }),
    ).toBe(1);
  });

  it.each([
    ["missing", undefined],
    ["missing", null],
    ["nan", Number.NaN],
    ["infinite", Number.POSITIVE_INFINITY],
    ["infinite", Number.NEGATIVE_INFINITY],
    ["out-of-range", 5000.1],
    ["out-of-range", -1],
    ["wrong-type", "800" as unknown as number],
    ["wrong-type", { valueOf: () => 800 } as unknown as number],
  ])("counts a feature as %s for %s", async (reason, distance) => {
    const { watch, collect } = start();
    watch.predict({ score: 0.5, features: { ...given, distance }, strata: { origin: "EWR" } });
    const points = await collect();
    expect(
      totalOf(points, "ml.feature.invalid", { "ml.feature.name": "distance", "ml.invalid.reason": reason }),
    ).toBe(1);
    expect(totalOf(points, "ml.feature.invalid")).toBe(1);
  });

  it("counts the features of a prediction whose score is invalid", async () => {
    const { watch, collect } = start();
    watch.predict({ score: Number.NaN, features: given, strata: { origin: "EWR" } });
    watch.predict({ score: 1.1, features: given, strata: { origin: "EWR" } });
    const points = await collect();
    expect(totalOf(points, "ml.prediction.value")).toBe(0);
    expect(totalOf(points, "ml.modelwatch.dropped", { "ml.dropped.reason": "prediction-nan" })).toBe(1);
    expect(totalOf(points, "ml.modelwatch.dropped", { "ml.dropped.reason": "prediction-out-of-range" })).toBe(
      1,
    );
    expect(totalOf(points, "ml.feature.value", { "ml.feature.name": "distance" })).toBe(2);
  });

  it("counts undeclared strata and arms as __other__, and says how many", async () => {
    const { watch, collect } = start();
    watch.predict({ score: 0.5, features: given, strata: { origin: "LAX" }, arm: "third" as "control" });
    watch.predict({ score: 0.5, features: given });
    const points = await collect();
    expect(totalOf(points, "ml.prediction.value", { "ml.stratum.origin": "__other__" })).toBe(2);
    expect(totalOf(points, "ml.prediction.value", { "ml.arm": "__other__" })).toBe(1);
    expect(totalOf(points, "ml.modelwatch.dropped", { "ml.dropped.reason": "undeclared-stratum" })).toBe(2);
    expect(totalOf(points, "ml.modelwatch.dropped", { "ml.dropped.reason": "undeclared-arm" })).toBe(1);
  });

  it("counts an undeclared feature or business metric as a fault only", async () => {
    const { watch, collect } = start();
    const features = { ...given, altitude: 3 };
    watch.predict({ score: 0.5, features, strata: { origin: "EWR" } });
    watch.business("profit" as "delay-minutes", 3);
    const points = await collect();
    expect(totalOf(points, "ml.modelwatch.dropped", { "ml.dropped.reason": "undeclared-feature" })).toBe(1);
    expect(totalOf(points, "ml.modelwatch.dropped", { "ml.dropped.reason": "undeclared-business" })).toBe(1);
    expect(pointsOf(points, "ml.feature.value", { "ml.feature.name": "altitude" })).toEqual([]);
  });

  it("splits outcomes by truth, decision and age", async () => {
    const { watch, collect } = start();
    watch.outcome({ score: 0.8, truth: 1, strata: { origin: "EWR" }, arm: "control", ageMs: 2 * HOUR_MS });
    watch.outcome({ score: 0.1, truth: true, strata: { origin: "EWR" }, arm: "control", ageMs: HOUR_MS });
    watch.outcome({ score: 0.2, truth: 0, strata: { origin: "JFK" }, ageMs: Number.POSITIVE_INFINITY });
    const points = await collect();
    const at = (attributes: Record<string, string>) => totalOf(points, "ml.outcome.prediction", attributes);
    expect(
      at({
        "ml.outcome.class": "1",
        "ml.prediction.class": "1",
        "ml.outcome.age": "3h",
        "ml.arm": "control",
      }),
    ).toBe(1);
    expect(at({ "ml.outcome.class": "1", "ml.prediction.class": "0", "ml.outcome.age": "1h" })).toBe(1);
    expect(at({ "ml.outcome.class": "0", "ml.prediction.class": "0", "ml.outcome.age": "inf" })).toBe(1);
    expect(at({})).toBe(3);
  });

  it("drops an outcome without a usable truth, and counts one of unknown age without an age", async () => {
    const { watch, collect } = start();
    watch.outcome({ score: 0.8, truth: undefined, strata: { origin: "EWR" }, ageMs: 1 });
    watch.outcome({ score: 0.8, truth: 2 as 1, strata: { origin: "EWR" }, ageMs: 1 });
    watch.outcome({ score: null, truth: 1, strata: { origin: "EWR" }, ageMs: 1 });
    watch.outcome({ score: 0.8, truth: 1, strata: { origin: "EWR" }, ageMs: Number.NaN });
    const points = await collect();
    const dropped = (reason: string) =>
      totalOf(points, "ml.modelwatch.dropped", { "ml.dropped.reason": reason });
    expect([dropped("outcome-truth-missing"), dropped("outcome-truth-out-of-range")]).toEqual([1, 1]);
    expect([dropped("outcome-score-missing"), dropped("invalid-age")]).toEqual([1, 1]);
    const outcomes = pointsOf(points, "ml.outcome.prediction");
    expect(totalOf(points, "ml.outcome.prediction")).toBe(1);
    expect(outcomes.at(-1)?.attributes["ml.outcome.age"]).toBeUndefined();
  });

  it("counts the residual of a regression, and no class", async () => {
    let nowMs = HOUR_MS;
    const modelwatch = createModelwatch({ clock: () => nowMs });
    const regression = defineModel({
      name: "eta",
      version: "1",
      prediction: number({ bounds: [0, 50, 100], unit: "min" }),
    });
    const watch = modelwatch.watch(regression);
    const producer = modelwatch.createProducer({ temporality });
    watch.predict({ score: 40 });
    watch.outcome({ score: 40, truth: 55, ageMs: HOUR_MS });
    nowMs += HOUR_MS;
    const points = await collectPoints(producer);
    expect(pointsOf(points, "ml.prediction.value").at(-1)?.attributes).toEqual({
      "ml.model.name": "eta",
      "ml.model.version": "1",
      "ml.unit": "min",
    });
    expect(totalOf(points, "ml.outcome.error", { "ml.outcome.age": "1h" })).toBe(1);
    expect(totalOf(points, "ml.outcome.error.negative")).toBe(15);
    expect(pointsOf(points, "ml.outcome.prediction")).toEqual([]);
  });
});
