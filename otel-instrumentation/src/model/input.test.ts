import { describe, expect, it } from "vitest";
import {
  categorical,
  classes,
  createModelwatch,
  defineModel,
  number,
  numeric,
  probability,
  score,
} from "../index.js";

const model = defineModel({
  name: "typed",
  version: "1",
  prediction: probability(),
  features: { distance: numeric(), carrier: categorical({ categories: ["UA"] }) },
  business: { profit: { unit: "EUR" }, spending: { unit: "EUR", covariate: { min: 0 } } },
  strata: { origin: ["EWR"] },
  arms: ["control", "treated"],
});
const animals = defineModel({ name: "animals", version: "1", prediction: classes(["cat", "dog"]) });
const ranking = defineModel({ name: "ranking", version: "1", prediction: score() });
const bare = defineModel({ name: "bare", version: "1", prediction: number() });

// each line marked as an error fails the type check of the tests if the compiler accepts it
describe("the compiler", () => {
  it("accepts declared names and refuses others", () => {
    const modelwatch = createModelwatch();
    const watch = modelwatch.watch(model);
    watch.predict({
      score: 0.5,
      features: { distance: 1, carrier: "UA" },
      strata: { origin: "any" },
      arm: "control",
    });
    watch.predict({ score: null, features: { distance: null } });
    // @ts-expect-error an undeclared feature
    watch.predict({ score: 0.5, features: { altitude: 1 } });
    // @ts-expect-error a category for a numeric feature
    watch.predict({ score: 0.5, features: { distance: "far" } });
    // @ts-expect-error an undeclared stratum
    watch.predict({ score: 0.5, strata: { destination: "LAX" } });
    // @ts-expect-error an undeclared arm
    watch.predict({ score: 0.5, arm: "third" });
    // @ts-expect-error a truth that is no class
    watch.outcome({ score: 0.5, truth: 2, ageMs: 1 });
    // @ts-expect-error an outcome without its label delay
    watch.outcome({ score: 0.5, truth: 1 });
    // @ts-expect-error an undeclared business metric
    watch.business("revenue", 1);
    watch.business("profit", -1, { strata: { origin: "EWR" }, arm: "treated" });

    watch.business("spending", 12, { covariate: 9, arm: "control" });
    // @ts-expect-error a covariate of a business metric that declares none
    watch.business("profit", 1, { covariate: 9 });
    watch.predict({ score: 0.5, id: "a-1" });
    watch.outcome({ id: "a-1", truth: 1 });
    // @ts-expect-error a class of a model that has a probability
    watch.predict({ score: 0.5, class: "cat" });

    const regression = modelwatch.watch(bare);
    regression.predict({ score: 12 });
    regression.outcome({ score: 12, truth: 9.5, ageMs: 1 });
    // @ts-expect-error features of a model that declares none
    regression.predict({ score: 12, features: { distance: 1 } });
    // @ts-expect-error an arm of a model that declares none
    regression.predict({ score: 12, arm: "control" });
    // @ts-expect-error a class for a regression
    regression.outcome({ score: 12, truth: true, ageMs: 1 });

    const classifier = modelwatch.watch(animals);
    classifier.predict({ class: "cat" });
    classifier.predict({ class: "cat", score: 0.9, id: 7 });
    classifier.outcome({ class: "cat", truth: "dog", ageMs: 1 });
    classifier.outcome({ id: 7, truth: "dog" });
    // @ts-expect-error an undeclared class
    classifier.predict({ class: "bird" });
    // @ts-expect-error an undeclared class as truth
    classifier.outcome({ class: "cat", truth: "bird", ageMs: 1 });
    // @ts-expect-error a score without the class it belongs to
    classifier.predict({ score: 0.9 });

    const ranker = modelwatch.watch(ranking);
    ranker.predict({ score: -3.5 });
    ranker.outcome({ score: -3.5, truth: 1, ageMs: 1 });
    // @ts-expect-error a relevance that is not binary
    ranker.outcome({ score: -3.5, truth: 3, ageMs: 1 });
    expect(regression.seriesEstimate).toBeGreaterThan(0);
  });
});
