import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classes, createModelwatch, defineModel, number, probability, type JoinOptions } from "../index.js";
import { collectPoints, histogramOf, pointsOf, totalOf } from "../testing/collected-points.js";

const HOUR_MS = 3_600_000;
const model = defineModel({
  name: "loans",
  version: "1",
  prediction: probability({ threshold: 0.5 }),
  strata: { branch: ["a", "b"] },
  arms: ["control", "treated"],
});

function start(join: JoinOptions | undefined) {
  let nowMs = HOUR_MS;
  const modelwatch = createModelwatch({ clock: () => nowMs });
  const watch = modelwatch.watch(model, { join });
  const producer = modelwatch.createProducer({ temporality: "delta" });
  const collect = async () => {
    nowMs += 1;
    const points = await collectPoints(producer);
    const faults = (reason: string) =>
      totalOf(points, "ml.modelwatch.dropped", { "ml.dropped.reason": reason });
    return { points, faults };
  };
  return { watch, collect, pass: (ms: number) => (nowMs += ms) };
}

describe("an outcome that names its prediction", () => {
  it("is counted with the prediction's score, decision, strata, arm and age", async () => {
    const { watch, collect, pass } = start({});
    watch.predict({ score: 0.75, id: "loan-1", strata: { branch: "b" }, arm: "treated" });
    pass(2 * HOUR_MS);
    watch.outcome({ id: "loan-1", truth: 1 });
    const { points } = await collect();
    const { sum } = histogramOf(points, "ml.outcome.prediction", {
      "ml.outcome.class": "1",
      "ml.prediction.class": "1",
      "ml.outcome.age": "3h",
      "ml.stratum.branch": "b",
      "ml.arm": "treated",
    });
    expect(sum).toBe(0.75);
  });

  it("is counted once: a second outcome of the same id matches nothing", async () => {
    const { watch, collect } = start({});
    watch.predict({ score: 0.75, id: 7 });
    watch.outcome({ id: "7", truth: 1 });
    watch.outcome({ id: 7, truth: 1 });
    const { points, faults } = await collect();
    expect([totalOf(points, "ml.outcome.prediction"), faults("outcome-unmatched")]).toEqual([1, 1]);
  });

  it("matches nothing after the age limit, and is joined until then", async () => {
    const { watch, collect, pass } = start({ maxAgeMs: HOUR_MS });
    watch.predict({ score: 0.75, id: "early" });
    pass(1);
    watch.predict({ score: 0.25, id: "late" });
    pass(HOUR_MS);
    watch.outcome({ id: "early", truth: 1 });
    watch.outcome({ id: "late", truth: 0 });
    const { points, faults } = await collect();
    expect([totalOf(points, "ml.outcome.prediction"), faults("outcome-unmatched")]).toEqual([1, 1]);
  });

  it("matches nothing where the watch has no join, or one whose limits are out of range", async () => {
    for (const join of [undefined, { maxEntries: 0 }, { maxAgeMs: Number.NaN }]) {
      const { watch, collect } = start(join);
      watch.predict({ score: 0.75, id: "x" });
      watch.outcome({ id: "x", truth: 1 });
      const { points, faults } = await collect();
      expect([pointsOf(points, "ml.outcome.prediction").length, faults("outcome-unmatched")]).toEqual([0, 1]);
    }
  });

  it("keeps the class that was decided without a score, and the residual of a number", async () => {
    let nowMs = 0;
    const modelwatch = createModelwatch({ clock: () => (nowMs += 1) });
    const animals = defineModel({ name: "animals", version: "1", prediction: classes(["cat", "dog"]) });
    const eta = defineModel({ name: "eta", version: "1", prediction: number() });
    const classifier = modelwatch.watch(animals, { join: {} });
    const regression = modelwatch.watch(eta, { join: {} });
    const producer = modelwatch.createProducer({ temporality: "delta" });
    classifier.predict({ class: "cat", id: "1" });
    classifier.outcome({ id: "1", truth: "dog" });
    regression.predict({ score: 40, id: "1" });
    regression.outcome({ id: "1", truth: 55 });
    const points = await collectPoints(producer);
    const confused = { "ml.prediction.class": "cat", "ml.outcome.class": "dog" };
    expect(totalOf(points, "ml.outcome.decision", confused)).toBe(1);
    expect(pointsOf(points, "ml.outcome.prediction")).toEqual([]);
    expect(totalOf(points, "ml.outcome.error.negative")).toBe(15);
  });

  it("leaves a prediction that was dropped unmatched", async () => {
    const { watch, collect } = start({});
    watch.predict({ score: Number.NaN, id: "x" });
    watch.outcome({ id: "x", truth: 1 });
    expect((await collect()).faults("outcome-unmatched")).toBe(1);
  });
});

describe("the memory of predictions", () => {
  it("forgets the oldest first, and counts what it forgot before the outcome came", async () => {
    const { watch, collect } = start({ maxEntries: 3 });
    for (const id of ["a", "b", "c"]) watch.predict({ score: 0.5, id });
    watch.outcome({ id: "b", truth: 1 });
    for (const id of ["d", "e"]) watch.predict({ score: 0.5, id });
    for (const id of ["a", "c", "d", "e"]) watch.outcome({ id, truth: 0 });
    const { points, faults } = await collect();
    expect([faults("join-evicted"), faults("outcome-unmatched")]).toEqual([1, 1]);
    expect(totalOf(points, "ml.outcome.prediction", { "ml.outcome.class": "0" })).toBe(3);
  });

  it("replaces a prediction of the same id, and counts that", async () => {
    const { watch, collect } = start({});
    watch.predict({ score: 0.25, id: "x" });
    watch.predict({ score: 0.75, id: "x" });
    watch.outcome({ id: "x", truth: 1 });
    const { points, faults } = await collect();
    expect(histogramOf(points, "ml.outcome.prediction").sum).toBe(0.75);
    expect([faults("join-replaced"), faults("join-evicted")]).toEqual([1, 0]);
  });

  it.each([["", "x".repeat(257), Number.NaN, {}, Symbol("id"), true]])(
    "counts an id that is none, and the prediction all the same",
    async (...ids) => {
      const { watch, collect } = start({});
      for (const id of ids) watch.predict({ score: 0.5, id: id as string });
      const { points, faults } = await collect();
      expect([totalOf(points, "ml.prediction.value"), faults("invalid-id")]).toEqual([
        ids.length,
        ids.length,
      ]);
    },
  );

  it("outlives a clock that tells no time", async () => {
    const modelwatch = createModelwatch({ clock: () => Number.NaN });
    const watch = modelwatch.watch(model, { join: { maxEntries: 2 } });
    for (let id = 0; id < 100; id++) watch.predict({ score: 0.5, id });
    watch.outcome({ id: 99, truth: 1 });
    watch.outcome({ id: 0, truth: 1 });
    const faults = await collectPoints(modelwatch.createProducer({ temporality: "delta" }));
    const of = (reason: string) => totalOf(faults, "ml.modelwatch.dropped", { "ml.dropped.reason": reason });
    expect([of("join-evicted"), of("invalid-age"), of("outcome-unmatched")]).toEqual([98, 1, 1]);
  });

  it("joins exactly as a map of the last predictions would, in any order of calls", async () => {
    const step = fc.record({ isOutcome: fc.boolean(), id: fc.integer({ min: 0, max: 12 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 200 }), async (steps) => {
        const { watch, collect } = start({ maxEntries: 5 });
        const expected = { joined: 0, unmatched: 0, evicted: 0, replaced: 0 };
        const ring: (number | undefined)[] = Array.from({ length: 5 });
        let next = 0;
        for (const { isOutcome, id } of steps) {
          const slot = ring.indexOf(id);
          if (isOutcome) {
            watch.outcome({ id, truth: 1 });
            if (slot < 0) expected.unmatched++;
            else expected.joined++;
          } else {
            watch.predict({ score: 0.5, id });
            if (slot >= 0) expected.replaced++;
          }
          if (slot >= 0) ring[slot] = undefined;
          if (isOutcome) continue;
          if (ring[next] !== undefined) expected.evicted++;
          ring[next] = id;
          next = (next + 1) % 5;
        }
        const { points, faults } = await collect();
        expect({
          joined: totalOf(points, "ml.outcome.prediction"),
          unmatched: faults("outcome-unmatched"),
          evicted: faults("join-evicted"),
          replaced: faults("join-replaced"),
        }).toEqual(expected);
      }),
      { seed: 6, numRuns: 200 },
    );
  });
});
