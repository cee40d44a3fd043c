import { ModelwatchError } from "@modelwatch/conventions";
import { describe, expect, it } from "vitest";
import { classes, defineModel, probability, score, type PredictionDeclaration } from "../index.js";

const define = (prediction: PredictionDeclaration) =>
  defineModel({ name: "m", version: "1", prediction }).prediction;

describe("the prediction of a model", () => {
  it("keeps its classes in the declared order, with the bounds of a probability", () => {
    const { kind, classes: names, bounds, min, max } = define(classes(["dog", "cat"]));
    expect({ kind, names, min, max }).toEqual({ kind: "classes", names: ["dog", "cat"], min: 0, max: 1 });
    expect(bounds?.length).toBeGreaterThan(10);
  });

  it("ranks with any number, and decides at a threshold of any size", () => {
    expect(define(score({ threshold: 600, min: 0, max: 999 }))).toEqual({
      kind: "score",
      threshold: 600,
      min: 0,
      max: 999,
    });
  });

  it.each([
    ["one class", classes(["only"]), /1 classes; .*2 to 50/],
    ["51 classes", classes(Array.from({ length: 51 }, (_, index) => `class-${index}`)), /51 classes/],
    ["a class named twice", classes(["a", "b", "a"]), /repeats a value/],
    ["the reserved class", classes(["a", "__other__"]), /this one is reserved/],
    ["a class that is named like a binary outcome", classes(["0", "2"]), /"0" or "1".*digit-0/],
    ["a class that is no text", classes(["a", 3 as unknown as string]), /a value of the classes is 3/],
    ["no classes", classes(undefined as unknown as string[]), /the classes is missing/],
    ["a threshold out of the range", score({ threshold: 1000, max: 999 }), /threshold is 1000/],
    ["a threshold that is no probability", probability({ threshold: 2 }), /threshold is 2.*\[0, 1\]/],
    ["an unknown kind", { kind: "vibes" } as unknown as PredictionDeclaration, /kind is unknown.*classes/],
  ])("refuses %s, saying what is allowed", (_, prediction, message) => {
    expect(() => define(prediction)).toThrow(ModelwatchError);
    expect(() => define(prediction)).toThrow(message);
  });
});
