import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { categorical, createModelwatch, defineModel, numeric, probability, type Watch } from "../index.js";
import {
  collectPoints,
  histogramOf,
  seriesKey,
  totalOf,
  type CollectedPoint,
} from "../testing/collected-points.js";

const declaration = {
  name: "any",
  version: "1",
  prediction: probability({ threshold: 0.5 }),
  features: {
    amount: numeric({ bounds: [-10, 0, 10], min: -1000, max: 1000 }),
    kind: categorical({ categories: ["a", "b"] }),
  },
  business: { profit: { bounds: [-1, 0, 1] } },
  strata: { region: ["north", "south"] },
  arms: ["control", "treated"],
} as const;
const model = defineModel(declaration);

const anyNumber = fc.oneof(
  fc.double(),
  fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 1e300, 0.5),
  fc.integer(),
);
const anyValue = fc.oneof(
  anyNumber,
  fc.string(),
  fc.constantFrom("a", "b", null, undefined, true, 1n, Symbol("s")),
  fc.object(),
);
const anyStrata = fc.oneof(
  anyValue,
  fc.record({ region: fc.oneof(fc.constantFrom("north", "south"), anyValue) }),
);
const anyFeatures = fc.oneof(
  anyValue,
  fc.record({ amount: anyValue, kind: anyValue }, { requiredKeys: [] }),
  fc.dictionary(fc.string(), anyValue),
);
const anyInput = fc.oneof(
  { weight: 1, arbitrary: anyValue },
  {
    weight: 9,
    arbitrary: fc.record(
      {
        score: fc.oneof(fc.double({ min: 0, max: 1 }), anyValue),
        features: anyFeatures,
        strata: anyStrata,
        arm: anyValue,
        truth: anyValue,
        ageMs: anyValue,
      },
      { requiredKeys: [] },
    ),
  },
);

/** The watch as untyped code sees it. */
type Untyped = {
  predict(input: unknown): void;
  outcome(input: unknown): void;
  business(name: unknown, value: unknown, placement: unknown): void;
};

const trap = (): never => {
  throw new Error("from the caller's object");
};

function start() {
  let nowMs = 0;
  const modelwatch = createModelwatch({ clock: () => (nowMs += 1000) });
  const watch: Watch<typeof declaration> = modelwatch.watch(model);
  return { modelwatch, watch: watch as unknown as Untyped };
}

describe("for any input whatever", () => {
  it("predict calls = counted + dropped, and for each feature = counted + invalid", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyInput, { maxLength: 30 }), async (inputs) => {
        const { modelwatch, watch } = start();
        const producer = modelwatch.createProducer({ temporality: "delta" });
        for (const input of inputs) watch.predict(input);
        const points = await collectPoints(producer);
        const dropped = sum(points, (point) =>
          String(point.attributes["ml.dropped.reason"]).startsWith("prediction-"),
        );
        expect(totalOf(points, "ml.prediction.value") + dropped).toBe(inputs.length);
        for (const name of ["amount", "kind"]) {
          const of = { "ml.feature.name": name };
          const counted =
            totalOf(points, "ml.feature.value", of) + totalOf(points, "ml.feature.category", of);
          expect(counted + totalOf(points, "ml.feature.invalid", of)).toBe(inputs.length);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("outcome and business calls = counted + dropped", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyInput, { maxLength: 20 }),
        fc.array(anyValue, { maxLength: 20 }),
        async (outcomes, values) => {
          const { modelwatch, watch } = start();
          const producer = modelwatch.createProducer({ temporality: "delta" });
          for (const outcome of outcomes) watch.outcome(outcome);
          for (const value of values) watch.business("profit", value, value);
          const points = await collectPoints(producer);
          const lost = (call: string) =>
            sum(points, (point) => String(point.attributes["ml.dropped.reason"]).startsWith(call));
          expect(totalOf(points, "ml.outcome.prediction") + lost("outcome-")).toBe(outcomes.length);
          expect(totalOf(points, "ml.business.value") + lost("business-")).toBe(values.length);
        },
      ),
      { seed: 2, numRuns: 300 },
    );
  });

  it("a getter or proxy that throws is counted, never thrown", async () => {
    const { modelwatch, watch } = start();
    const producer = modelwatch.createProducer({ temporality: "delta" });
    watch.predict(new Proxy({}, { get: trap, ownKeys: trap }));
    watch.predict({ score: 0.5, features: new Proxy({}, { ownKeys: trap }), strata: { region: "north" } });
    watch.predict({
      score: 0.5,
      features: Object.defineProperty({ kind: "a" }, "amount", { enumerable: true, get: trap }),
    });
    watch.outcome(new Proxy({}, { get: trap }));
    watch.business("profit", 1, new Proxy({}, { get: trap }));
    const points = await collectPoints(producer);
    expect(totalOf(points, "ml.prediction.value")).toBe(2);
    expect(totalOf(points, "ml.feature.invalid", { "ml.feature.name": "amount" })).toBe(3);
    expect(totalOf(points, "ml.feature.category", { "ml.feature.category": "a" })).toBe(1);
    expect(totalOf(points, "ml.modelwatch.dropped", { "ml.dropped.reason": "prediction-wrong-type" })).toBe(
      1,
    );
  });
});

describe("sums", () => {
  it("are exact for integers, of both signs", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 }), async (values) => {
        const { modelwatch, watch } = start();
        const producer = modelwatch.createProducer({ temporality: "cumulative" });
        for (const value of values) watch.business("profit", value, {});
        const points = await collectPoints(producer);
        const positive = totalOf(points, "ml.business.value.positive");
        const negative = totalOf(points, "ml.business.value.negative");
        expect(positive - negative).toBe(values.reduce((total, value) => total + value, 0));
        expect(positive + negative).toBe(values.reduce((total, value) => total + Math.abs(value), 0));
        expect(totalOf(points, "ml.business.value.squares")).toBe(
          values.reduce((total, value) => total + value * value, 0),
        );
        expect(histogramOf(points, "ml.business.value").min).toBe(Math.min(...values));
      }),
      { seed: 3 },
    );
  });
});

describe("temporalities", () => {
  it("merged deltas equal the cumulative counts, however the exports fall", async () => {
    const step = fc.oneof(
      fc.constant("export" as const),
      fc.record({
        score: fc.double({ min: 0, max: 1, noNaN: true }),
        features: anyFeatures,
        strata: anyStrata,
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { modelwatch, watch } = start();
        const delta = modelwatch.createProducer({ temporality: "delta" });
        const cumulative = modelwatch.createProducer({ temporality: "cumulative" });
        const deltas: CollectedPoint[] = [];
        for (const input of steps) {
          if (input === "export") deltas.push(...(await collectPoints(delta)));
          else watch.predict(input);
        }
        deltas.push(...(await collectPoints(delta)));
        expect(mergeDeltas(deltas)).toEqual(lastCumulative(await collectPoints(cumulative)));
      }),
      { seed: 4, numRuns: 200 },
    );
  });
});

function sum(points: readonly CollectedPoint[], isWanted: (point: CollectedPoint) => boolean): number {
  return points.filter(isWanted).reduce((total, point) => total + Number(point.value), 0);
}

/** Buckets and integer counters by series; sums of doubles depend on the order of addition. */
function mergeDeltas(points: readonly CollectedPoint[]): Record<string, number[]> {
  const merged: Record<string, number[]> = {};
  for (const point of points) {
    const counts = countsOf(point);
    const before = merged[seriesKey(point)];
    if (counts)
      merged[seriesKey(point)] = before ? counts.map((count, index) => count + (before[index] ?? 0)) : counts;
  }
  return merged;
}

function lastCumulative(points: readonly CollectedPoint[]): Record<string, number[]> {
  return Object.fromEntries(
    points.flatMap((point) => {
      const counts = countsOf(point);
      return counts ? [[seriesKey(point), counts]] : [];
    }),
  );
}

function countsOf({ metric, value }: CollectedPoint): number[] | undefined {
  if (typeof value !== "number") return value.buckets.counts;
  return /squares|positive|negative/.test(metric) ? undefined : [value];
}
