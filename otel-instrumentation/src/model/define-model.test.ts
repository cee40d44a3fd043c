import { ModelwatchError } from "@modelwatch/conventions";
import { describe, expect, it } from "vitest";
import { categorical, defineModel, number, numeric, probability, type ModelDeclaration } from "../index.js";

const base = { name: "m", version: "1", prediction: probability() };

function errorOf(declaration: unknown): ModelwatchError {
  try {
    defineModel(declaration as ModelDeclaration);
  } catch (error) {
    if (error instanceof ModelwatchError) return error;
    throw error;
  }
  throw new Error("defined without an error");
}

describe("defineModel", () => {
  it.each([
    ["an empty name", { ...base, name: "" }, "the model's name"],
    ["no version", { ...base, version: undefined }, "the model's version is missing"],
    ["no prediction", { ...base, prediction: undefined }, "the prediction's kind"],
    [
      "a threshold beyond 1",
      { ...base, prediction: probability({ threshold: 1.5 }) },
      "the threshold is 1.5",
    ],
    [
      "a NaN threshold",
      { ...base, prediction: probability({ threshold: Number.NaN }) },
      "the threshold is NaN",
    ],
    [
      "bounds that do not ascend",
      { ...base, features: { a: numeric({ bounds: [1, 1] }) } },
      "do not ascend: 1, 1",
    ],
    [
      "an infinite bound",
      { ...base, features: { a: numeric({ bounds: [1, Infinity] }) } },
      'bound 1 of feature "a"',
    ],
    ["no bounds at all", { ...base, business: { b: { bounds: [] } } }, 'the bounds of business metric "b"'],
    [
      "too many bounds",
      { ...base, prediction: number({ bounds: Array.from({ length: 161 }, (_b, i) => i) }) },
      "1 to 160",
    ],
    [
      "an empty range",
      { ...base, features: { a: numeric({ min: 2, max: 2 }) } },
      'the range of feature "a" is 2 to 2',
    ],
    [
      "a repeated category",
      { ...base, features: { a: categorical({ categories: ["x", "x"] }) } },
      "repeats a value",
    ],
    [
      "the reserved category",
      { ...base, features: { a: categorical({ categories: ["__other__"] }) } },
      "reserved",
    ],
    ["a top of 0", { ...base, features: { a: categorical({ top: 0 }) } }, 'top of feature "a" is 0'],
    ["an empty stratum", { ...base, strata: { s: [] } }, 'stratum "s"'],
    ["a repeated arm", { ...base, arms: ["x", "x"] }, "arms repeats a value"],
    [
      "an unknown kind of feature",
      { ...base, features: { a: { kind: "text" } } },
      'feature "a" has no known kind',
    ],
  ])("refuses %s", (_what, declaration, message) => {
    const error = errorOf(declaration);
    expect(error.code).toBe("invalid-argument");
    expect(error.message).toContain(message);
  });

  it("refuses strata that cross to more than 50 combinations, unless that is asked for", () => {
    const values = ["1", "2", "3", "4", "5", "6", "7", "8"];
    const declaration = { ...base, strata: { a: values, b: values } };
    const error = errorOf(declaration);
    expect(error.code).toBe("limit-exceeded");
    expect(error.message).toContain("cross to 64 combinations");
    expect(defineModel({ ...declaration, maxCrossedStrata: 64 }).strata.size).toBe(2);
  });

  it("refuses more than eight strata, of however few values", () => {
    const strata = Object.fromEntries(
      Array.from({ length: 9 }, (_stratum, index) => [`s${index}`, ["only"]]),
    );
    expect(errorOf({ ...base, strata }).message).toContain("9 strata are declared; at most 8");
  });

  it("is not changed by later changes of the declaration's arrays", () => {
    const bounds = [1, 2];
    const model = defineModel({ ...base, features: { a: numeric({ bounds }) } });
    bounds.push(0);
    expect(model.features.get("a")).toMatchObject({ bounds: [1, 2] });
  });
});
