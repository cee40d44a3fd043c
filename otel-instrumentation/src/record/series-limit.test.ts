import { describe, expect, it } from "vitest";
import { createModelwatch, defineModel, numeric, probability } from "../index.js";
import { collectPoints, pointsOf, seriesKey, totalOf } from "../testing/collected-points.js";

const model = defineModel({
  name: "wide",
  version: "1",
  prediction: probability({ threshold: 0.5 }),
  features: { amount: numeric() },
  strata: { shop: Array.from({ length: 40 }, (_shop, index) => `shop-${index}`) },
});

async function countAllShops(maxSeries: number) {
  const modelwatch = createModelwatch({ clock: () => 0, maxSeries });
  const watch = modelwatch.watch(model);
  const producer = modelwatch.createProducer({ temporality: "delta" });
  for (let shop = 0; shop < 40; shop++) {
    for (const score of [0.1, 0.9])
      watch.predict({ score, features: { amount: 1 }, strata: { shop: `shop-${shop}` } });
  }
  return { watch, points: await collectPoints(producer) };
}

describe("the series limit", () => {
  it("folds strata beyond it into __other__, keeps every count and says how many were folded", async () => {
    const { points } = await countAllShops(70);
    const folded = totalOf(points, "ml.modelwatch.dropped", { "ml.dropped.reason": "series-limit" });
    expect(folded).toBeGreaterThan(0);
    expect(totalOf(points, "ml.prediction.value")).toBe(80);
    expect(totalOf(points, "ml.prediction.value", { "ml.stratum.shop": "__other__" })).toBe(folded);
    expect(totalOf(points, "ml.feature.value", { "ml.feature.name": "amount" })).toBe(80);
  });

  it("is not reached where the estimate fits", async () => {
    const { watch, points } = await countAllShops(5000);
    expect(totalOf(points, "ml.modelwatch.dropped", { "ml.dropped.reason": "series-limit" })).toBe(0);
    expect(pointsOf(points, "ml.prediction.value")).toHaveLength(80);
    expect(new Set(points.map(seriesKey)).size).toBeLessThanOrEqual(watch.seriesEstimate);
  });
});
