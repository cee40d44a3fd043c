import { describe, expect, it } from "vitest";
import { createModelwatch, defineModel, score } from "../index.js";
import { collectPoints, histogramOf, pointsOf, totalOf } from "../testing/collected-points.js";

const ranking = score({ bounds: [-1, 0, 1], threshold: 0 });

function start() {
  let nowMs = 0;
  const modelwatch = createModelwatch({ clock: () => (nowMs += 1000) });
  const producer = modelwatch.createProducer({ temporality: "delta" });
  const watch = modelwatch.watch(defineModel({ name: "search", version: "1", prediction: ranking }));
  return { watch, collect: () => collectPoints(producer) };
}

describe("a model whose score only ranks", () => {
  it("counts scores of any size and sign, and says that they are no probabilities", async () => {
    const { watch, collect } = start();
    for (const value of [-7, 0, 0.5, 700]) watch.predict({ score: value });
    const points = await collect();
    expect(histogramOf(points, "ml.prediction.value", { "ml.prediction.class": "1" }).buckets.counts).toEqual(
      [0, 1, 1, 1],
    );
    for (const { attributes } of pointsOf(points, "ml.prediction.value"))
      expect(attributes["ml.prediction.kind"]).toBe("score");
    expect(totalOf(points, "ml.prediction.value.negative")).toBe(7);
  });

  it("counts a binary relevance as the outcome, split by truth and decision", async () => {
    const { watch, collect } = start();
    watch.outcome({ score: 3, truth: 1, ageMs: 1 });
    watch.outcome({ score: -3, truth: false, ageMs: 1 });
    const points = await collect();
    const at = (truth: string, decision: string) =>
      totalOf(points, "ml.outcome.prediction", {
        "ml.outcome.class": truth,
        "ml.prediction.class": decision,
        "ml.prediction.kind": "score",
      });
    expect([at("1", "1"), at("0", "0")]).toEqual([1, 1]);
    expect(pointsOf(points, "ml.outcome.error")).toEqual([]);
  });
});
