import { describe, expect, it } from "vitest";
import {
  classes,
  createModelwatch,
  defineModel,
  numeric,
  probability,
  type ModelDefinition,
} from "../index.js";
import { collectPoints, pointsOf, totalOf } from "../testing/collected-points.js";

const parts = {
  features: { amount: numeric() },
  business: { profit: { covariate: {} } },
  strata: { region: ["north"] },
  arms: ["control"],
} as const;

/** The watch as untyped code sees it. */
interface Untyped {
  predict(input?: unknown): void;
  outcome(input?: unknown): void;
  business(...input: unknown[]): void;
}

const trap = (): never => {
  throw new Error("from the caller's object");
};
const circular: Record<string, unknown> = { score: 0.5, class: "cat" };
circular["features"] = circular;

const HOSTILE: readonly (readonly [string, unknown])[] = [
  ["nothing", undefined],
  ["null", null],
  ["a string of 10 MB", "x".repeat(10_000_000)],
  ["a symbol", Symbol("s")],
  ["a bigint", 10n ** 1000n],
  ["a function", () => 0.5],
  ["a class instance without a prototype", Object.create(null)],
  ["a circular object", circular],
  ["a frozen object", Object.freeze({ score: 0.5, class: "cat", features: Object.freeze({ amount: 1 }) })],
  ["an array of a million", Array.from({ length: 1_000_000 }, () => 0.5)],
  ["keys that are symbols", { [Symbol("score")]: 0.5, [Symbol.toPrimitive]: trap, [Symbol.iterator]: trap }],
  ["conversions that throw", { valueOf: trap, toString: trap, toJSON: trap }],
  [
    "a proxy that throws at everything",
    new Proxy({}, { get: trap, has: trap, ownKeys: trap, getPrototypeOf: trap }),
  ],
  ["a revoked proxy", revoked()],
  ["an error whose name throws", Object.defineProperty(new Error("e"), "name", { get: trap })],
  ["a key of the prototype", JSON.parse('{"__proto__": {"score": 0.5}, "constructor": 1}')],
];

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** The value itself, and in every place of a call. */
function placesOf(value: unknown): readonly unknown[] {
  const call = { score: 0.5, class: "cat", truth: 1, ageMs: 1, id: 1, features: { amount: 1 } };
  const keys = [...Object.keys(call), "strata", "arm", "covariate"];
  return [
    value,
    ...keys.map((key) => ({ ...call, [key]: value })),
    { ...call, features: { amount: value } },
    { ...call, strata: { region: value } },
  ];
}

describe.each([
  ["a probability", defineModel({ name: "p", version: "1", prediction: probability(), ...parts })],
  ["classes", defineModel({ name: "c", version: "1", prediction: classes(["cat", "dog"]), ...parts })],
] as const)("a model of %s", (_, model: ModelDefinition) => {
  it.each(HOSTILE)(
    "takes %s in every place of a call without throwing, and counts every call",
    async (_name, value) => {
      let nowMs = 0;
      const modelwatch = createModelwatch({ clock: () => (nowMs += 1) });
      const producer = modelwatch.createProducer({ temporality: "delta" });
      const watch = modelwatch.watch(model, { join: { maxEntries: 4 } }) as unknown as Untyped;
      const places = placesOf(value);
      for (const place of places) {
        watch.predict(place);
        watch.outcome(place);
        watch.business("profit", 1, place);
        watch.business("profit", place);
        watch.business(place, 1);
      }
      const points = await collectPoints(producer);
      const lost = (call: string) =>
        pointsOf(points, "ml.modelwatch.dropped")
          .filter(({ attributes }) => String(attributes["ml.dropped.reason"]).startsWith(call))
          .reduce((total, point) => total + Number(point.value), 0);
      const counted = (...metrics: string[]) =>
        metrics.reduce((total, metric) => total + totalOf(points, metric), 0);
      const isClasses = model.prediction.kind === "classes";
      expect(
        counted(isClasses ? "ml.prediction.decision" : "ml.prediction.value") + lost("prediction-"),
      ).toBe(places.length);
      expect(counted(isClasses ? "ml.outcome.decision" : "ml.outcome.prediction") + lost("outcome-")).toBe(
        places.length,
      );
      expect(counted("ml.feature.value", "ml.feature.invalid")).toBe(places.length);
      expect(counted("ml.business.value") + lost("business-") + lost("undeclared-business")).toBe(
        3 * places.length,
      );
    },
  );
});
