import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classes, createModelwatch, defineModel } from "../index.js";
import {
  collectPoints,
  histogramOf,
  pointsOf,
  totalOf,
  type CollectedPoint,
} from "../testing/collected-points.js";

const HOUR_MS = 3_600_000;
const NAMES = ["cat", "dog", "bird"] as const;
const model = defineModel({
  name: "animals",
  version: "1",
  prediction: classes(NAMES),
  strata: { site: ["north", "south"] },
});

function start(maxSeries = 5000) {
  let nowMs = 0;
  const modelwatch = createModelwatch({ clock: () => (nowMs += 1000), maxSeries });
  const producer = modelwatch.createProducer({ temporality: "delta" });
  return { watch: modelwatch.watch(model), collect: () => collectPoints(producer) };
}

/** Reasons of the faults that a call can lead to. */
function faultsOf(points: readonly CollectedPoint[]): unknown[] {
  const reasons = pointsOf(points, "ml.modelwatch.dropped").map(
    ({ attributes }) => attributes["ml.dropped.reason"],
  );
  return reasons
    .map(String)
    .filter((reason) => reason !== "no-reference")
    .toSorted((a, b) => (a < b ? -1 : 1));
}

const site = { strata: { site: "north" } };

describe("a model of several classes", () => {
  it("counts decisions without a score, and gives none", async () => {
    const { watch, collect } = start();
    watch.predict({ class: "cat", ...site });
    watch.predict({ class: "cat", ...site });
    watch.predict({ class: "dog", ...site });
    const points = await collect();
    const decided = (name: string) =>
      totalOf(points, "ml.prediction.decision", { "ml.prediction.class": name, "ml.stratum.site": "north" });
    expect(NAMES.map(decided)).toEqual([2, 1, 0]);
    expect(totalOf(points, "ml.prediction.decision", { "ml.prediction.kind": "classes" })).toBe(3);
    expect(pointsOf(points, "ml.prediction.value")).toEqual([]);
  });

  it("counts the score of the chosen class beside the decision, where there is one", async () => {
    const { watch, collect } = start();
    watch.predict({ class: "cat", score: 0.75, ...site });
    watch.predict({ class: "cat", score: null, ...site });
    const points = await collect();
    const { count, sum } = histogramOf(points, "ml.prediction.value", { "ml.prediction.class": "cat" });
    expect([count, sum]).toEqual([1, 0.75]);
    expect(totalOf(points, "ml.prediction.decision")).toBe(2);
    expect(faultsOf(points)).toEqual([]);
  });

  it("keeps a decision whose score is invalid, and counts the score as a fault", async () => {
    const { watch, collect } = start();
    for (const score of [Number.NaN, 1.5, "0.5" as unknown as number])
      watch.predict({ class: "dog", score, ...site });
    const points = await collect();
    expect(totalOf(points, "ml.prediction.decision", { "ml.prediction.class": "dog" })).toBe(3);
    expect(pointsOf(points, "ml.prediction.value")).toEqual([]);
    expect(faultsOf(points)).toEqual([
      "class-score-nan",
      "class-score-out-of-range",
      "class-score-wrong-type",
    ]);
  });

  it("counts an undeclared class as __other__, and drops what is no class", async () => {
    const { watch, collect } = start();
    watch.predict({ class: "horse" as "cat", ...site });
    watch.predict({ class: null, ...site });
    watch.predict({ class: 1 as unknown as "cat", ...site });
    const points = await collect();
    expect(totalOf(points, "ml.prediction.decision", { "ml.prediction.class": "__other__" })).toBe(1);
    const dropped = (reason: string) =>
      totalOf(points, "ml.modelwatch.dropped", { "ml.dropped.reason": reason });
    expect(["undeclared-class", "prediction-missing", "prediction-wrong-type"].map(dropped)).toEqual([
      1, 1, 1,
    ]);
  });

  it("counts outcomes by truth, decision and label delay: the confusion matrix", async () => {
    const { watch, collect } = start();
    watch.outcome({ class: "cat", truth: "dog", ageMs: 2 * HOUR_MS, ...site });
    watch.outcome({ class: "cat", truth: "cat", score: 0.9, ageMs: 2 * HOUR_MS, ...site });
    const points = await collect();
    const at = (metric: string, truth: string) =>
      totalOf(points, metric, {
        "ml.prediction.class": "cat",
        "ml.outcome.class": truth,
        "ml.outcome.age": "3h",
        "ml.stratum.site": "north",
      });
    expect([at("ml.outcome.decision", "dog"), at("ml.outcome.decision", "cat")]).toEqual([1, 1]);
    expect([at("ml.outcome.prediction", "dog"), at("ml.outcome.prediction", "cat")]).toEqual([0, 1]);
  });

  it("counts every call once or as dropped, whatever the series limit folds", async () => {
    const anyClass = fc.oneof(
      fc.constantFrom<unknown>(...NAMES),
      fc.string(),
      fc.constantFrom(null, 3, true),
    );
    const call = fc.record({
      class: anyClass,
      truth: anyClass,
      score: fc.oneof(fc.double(), fc.constant(undefined)),
      strata: fc.record({ site: fc.constantFrom("north", "south", "east") }),
      ageMs: fc.integer(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(call), fc.constantFrom(0, 60, 5000), async (calls, maxSeries) => {
        const { watch, collect } = start(maxSeries);
        for (const given of calls) {
          watch.predict(given as Parameters<typeof watch.predict>[0]);
          watch.outcome(given as Parameters<typeof watch.outcome>[0]);
        }
        const points = await collect();
        const dropped = (part: string) =>
          pointsOf(points, "ml.modelwatch.dropped")
            .filter(({ attributes }) => String(attributes["ml.dropped.reason"]).startsWith(part))
            .reduce((total, { value }) => total + Number(value), 0);
        expect(totalOf(points, "ml.prediction.decision") + dropped("prediction-")).toBe(calls.length);
        expect(totalOf(points, "ml.outcome.decision") + dropped("outcome-")).toBe(calls.length);
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});
