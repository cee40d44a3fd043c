import { expect, it } from "vitest";
import { createModelwatch, defineModel, numeric, probability } from "../index.js";
import { collectPoints, totalOf } from "../testing/collected-points.js";

const features = { a: numeric({ min: 0 }), b: numeric({ min: 0 }), c: numeric({ min: 0 }) };
const model = defineModel({ name: "any", version: "1", prediction: probability(), features });

/** How often each feature was counted as a value, and as missing. */
async function countsAfter(predict: (watch: ReturnType<typeof start>["watch"]) => void) {
  const { watch, producer } = start();
  predict(watch);
  const points = await collectPoints(producer);
  return Object.keys(features).map((name) => [
    totalOf(points, "ml.feature.value", { "ml.feature.name": name }),
    totalOf(points, "ml.feature.invalid", { "ml.feature.name": name }),
  ]);
}

function start() {
  const modelwatch = createModelwatch();
  return { watch: modelwatch.watch(model), producer: modelwatch.createProducer({ temporality: "delta" }) };
}

it("features in another order than declared, and some of them missing, are each counted once", async () => {
  const counts = await countsAfter((watch) => {
    watch.predict({ score: 0.5, features: { c: 1, a: 1 } });
    watch.predict({ score: 0.5, features: { a: 1, c: 1, b: 1 } });
    watch.predict({ score: 0.5, features: { a: 1 } });
    watch.predict({ score: 0.5 });
  });
  expect(counts).toEqual([
    [3, 1],
    [1, 3],
    [2, 2],
  ]);
});

it("a feature whose getter predicts is counted once, and so is what it predicted", async () => {
  const counts = await countsAfter((watch) => {
    const row = {
      c: 1,
      get b() {
        watch.predict({ score: 0.5, features: { b: 1, a: 1 } });
        return 1;
      },
    };
    watch.predict({ score: 0.5, features: row });
  });
  expect(counts).toEqual([
    [1, 1],
    [2, 0],
    [1, 1],
  ]);
});
