import { describe, expect, it } from "vitest";
import { categorical, classes, createModelwatch, defineModel, numeric, probability } from "./index.js";
import { listenWhile } from "./testing/everything-said.js";

const CANARY = "canary";
const canary = (what: string) => `${CANARY} ${what} of Jane Doe, 1 Main Street`;
const declared = {
  features: { amount: numeric(), kind: categorical({ categories: ["a"] }) },
  business: { profit: { covariate: {} } },
  strata: { region: ["north"] },
  arms: ["control"],
} as const;
const scored = defineModel({ name: "scored", version: "1", prediction: probability(), ...declared });
const decided = defineModel({
  name: "decided",
  version: "1",
  prediction: classes(["cat", "dog"]),
  ...declared,
});

/** The watch as untyped code sees it. */
interface Untyped {
  predict(input: unknown): void;
  outcome(input: unknown): void;
  business(name: unknown, value: unknown, placement?: unknown): void;
  wrap(predict: () => unknown, count: () => unknown): () => unknown;
}

class CanaryError extends Error {
  override readonly name = canary("an error's name");
  constructor() {
    super(canary("an error's message"));
  }
}

const trap = (): never => {
  throw new CanaryError();
};

/** Everything that a caller can give, with text that must not come out again in every place that takes any. */
function giveCanaries(watch: Untyped, salt: string): void {
  const text = canary(salt);
  const placement = { strata: { region: text, [text]: text }, arm: text, [text]: text };
  const features = { amount: text, kind: text, [text]: text, [Symbol(text)]: text };
  for (const id of [text, text.repeat(100)]) {
    watch.predict({ score: 0.25, class: "cat", id, features, ...placement });
    watch.predict({ score: text, class: text, id, features, ...placement });
    watch.outcome({ score: 0.25, class: text, truth: text, ageMs: text, ...placement });
    watch.outcome({ score: text, class: "cat", truth: text, ageMs: 1, ...placement });
    watch.outcome({ id, truth: text, ...placement });
    watch.outcome({ id: `${id}, unknown`, truth: 1 });
  }
  watch.business(text, 1, placement);
  watch.business("profit", text, placement);
  watch.business("profit", 1, { ...placement, covariate: text });
  for (const hostile of [
    text,
    [text],
    Symbol(text),
    new Proxy({}, { get: trap, ownKeys: trap, has: trap }),
  ]) {
    watch.predict(hostile);
    watch.predict({ score: 0.5, class: "cat", features: hostile, strata: hostile });
    watch.outcome(hostile);
    watch.business("profit", 1, hostile);
  }
  watch.predict({
    score: 0.5,
    class: "cat",
    features: Object.defineProperty({}, text, { enumerable: true, get: trap }),
  });
  watch.wrap(() => text, trap)();
}

/** All that leaves a process in which `salts` many callers gave whatever they liked. */
async function allThatLeaves(model: typeof scored, salts: number) {
  let nowMs = 0;
  const modelwatch = createModelwatch({ clock: () => (nowMs += 1) });
  const producers = (["delta", "cumulative"] as const).map((temporality) =>
    modelwatch.createProducer({ temporality }),
  );
  const said = listenWhile(() => {
    const watch = modelwatch.watch(model, { join: { maxEntries: 10 } }) as unknown as Untyped;
    for (let salt = 0; salt < salts; salt++) giveCanaries(watch, `caller ${salt}`);
  });
  const exported = await Promise.all(producers.map((producer) => producer.collect()));
  return { ...said, exported: JSON.stringify(exported.map(({ resourceMetrics }) => resourceMetrics)) };
}

/** How much leaves. */
async function shapeOf(model: typeof scored, salts: number) {
  const { exported, messages } = await allThatLeaves(model, salts);
  return { points: exported.split('"startTime"').length, messages: messages.length };
}

describe.each([scored, decided as unknown as typeof scored])("of what callers give to $name", (model) => {
  it("no id, free text, undeclared name or foreign error leaves the process", async () => {
    const { exported, span, messages } = await allThatLeaves(model, 3);
    for (const left of [exported, span, ...messages]) expect(left).not.toContain(CANARY);
    // what must leave does: a silent process would prove nothing
    expect(exported).toContain("undeclared-feature");
    expect(exported).toContain("outcome-unmatched");
    expect(span).toContain(model.name);
    expect(messages.join("\n")).toContain("undeclared-feature, reported once");
  });

  it("as much leaves, however many callers make up names and texts", async () => {
    const few = await shapeOf(model, 20);
    expect(await shapeOf(model, 2000)).toEqual(few);
    expect(few.points).toBeGreaterThan(20);
  });
});
