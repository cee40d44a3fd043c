import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitReference } from "../fit/index.js";
import {
  categorical,
  createModelwatch,
  defineModel,
  numeric,
  parseReferenceFile,
  probability,
} from "../index.js";
import { collectPoints, totalOf } from "../testing/collected-points.js";
import { toReferenceId } from "./canonical-json.js";
import { checkReference } from "./check-reference.js";

const model = defineModel({
  name: "m",
  version: "1",
  prediction: probability(),
  features: { amount: numeric(), kind: categorical({ top: 2 }) },
});
const rows = Array.from({ length: 50 }, (_row, index) => ({
  score: index / 50,
  truth: index % 2 === 0,
  features: { amount: index, kind: index % 3 === 0 ? "a" : "b" },
}));
const reference = await fitReference({ declaration: model, description: "rows", rows });
const text = JSON.stringify(reference);

/** The reference with one part replaced and its id made to fit, so that only structure can be wrong. */
function withPart(part: object): unknown {
  const changed = { ...reference, ...part };
  return { ...changed, id: toReferenceId(changed) };
}

const amount = reference.features["amount"];

describe("parseReferenceFile", () => {
  it("refuses every truncation of a file, and never throws", () => {
    for (let length = 0; length < text.length; length += 7) {
      expect(parseReferenceFile(text.slice(0, length)).kind).toBe("invalid");
    }
  });

  it("refuses a changed count by the id", () => {
    const result = parseReferenceFile(text.replace('"rows":50', '"rows":51'));
    expect(result.kind === "invalid" && result.reason).toContain("it was changed after fitting");
  });

  it("does not mind white space or the order of keys", () => {
    const reordered = Object.fromEntries(Object.entries(reference).toReversed());
    expect(parseReferenceFile(JSON.stringify(reordered, null, 2)).kind).toBe("reference");
  });

  it.each([
    ["another format", { format: "other" }, "its format is"],
    ["a newer version", { version: 2 }, "this build reads version 1"],
    ["no model", { model: null }, "model has no name"],
    ["no features", { features: [] }, "features is missing"],
    [
      "descending bounds",
      { features: { amount: { ...amount, bounds: [2, 1], counts: [1, 1, 1] } } },
      "no ascending bounds",
    ],
    ["a missing count", { features: { amount: { ...amount, counts: [1] } } }, "counts"],
    [
      "a fractional count",
      { features: { amount: { ...amount, bounds: [1], counts: [1.5, 1] } } },
      "not a non-negative integer",
    ],
    ["a sum that is null", { prediction: { ...reference.prediction, sum: null } }, "no finite sum"],
    [
      "a repeated category",
      { features: { kind: { kind: "categorical", categories: ["a", "a"], counts: [1, 1, 1], invalid: {} } } },
      "repeats a category",
    ],
    [
      "10,000 bounds",
      {
        features: {
          amount: {
            ...amount,
            bounds: Array.from({ length: 10_000 }, (_b, i) => i),
            counts: Array.from({ length: 10_001 }, () => 1),
          },
        },
      },
      "has 10000 bounds",
    ],
  ])("refuses %s", (_what, part, reason) => {
    const result = checkReference(withPart(part));
    expect(result.kind === "invalid" && result.reason).toContain(reason);
  });

  it("refuses values that no file can hold", () => {
    const result = checkReference({ ...reference, rows: 1n });
    expect(result.kind === "invalid" && result.reason).toContain("not JSON");
  });

  it("never throws for any value", () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (value) => {
        expect(checkReference(value).kind).toBe("invalid");
      }),
      { seed: 1 },
    );
  });
});

describe("watching with a broken reference", () => {
  it("counts on with the declared layout, and counts the fault", async () => {
    const modelwatch = createModelwatch({ clock: () => 0 });
    const watch = modelwatch.watch(model, { reference: { ...reference, rows: 51 } });
    const producer = modelwatch.createProducer({ temporality: "delta" });
    for (const row of rows) watch.predict(row);
    const points = await collectPoints(producer);
    expect(totalOf(points, "ml.modelwatch.dropped", { "ml.dropped.reason": "invalid-reference" })).toBe(1);
    expect(totalOf(points, "ml.prediction.value")).toBe(50);
    expect(points.some((point) => point.metric.startsWith("ml.reference."))).toBe(false);
  });
});
