import { ModelwatchError } from "@modelwatch/conventions";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  applyReference,
  categorical,
  classes,
  createModelwatch,
  defineModel,
  number,
  numeric,
  parseReferenceFile,
  probability,
  score as rankingScore,
} from "../index.js";
import { collectPoints, totalOf } from "../testing/collected-points.js";
import { fitReference } from "./index.js";
import { RowBuffer } from "./row-buffer.js";

const model = defineModel({
  name: "m",
  version: "1",
  prediction: probability(),
  features: { amount: numeric({ unit: "EUR", min: -1e6, max: 1e6 }), kind: categorical({ top: 2 }) },
});

const anyRow = fc.record({
  score: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(null, Number.NaN, 2)),
  truth: fc.constantFrom<(0 | 1 | boolean | null)[]>(0, 1, true, false, null),
  features: fc.record(
    {
      amount: fc.oneof(fc.integer({ min: -50, max: 50 }), fc.double(), fc.constant(null)),
      kind: fc.constantFrom("a", "b", "c", null),
    },
    { requiredKeys: [] },
  ),
});
const anchor = { score: 0.5, truth: 1 as const, features: { amount: -3, kind: "a" } };
const anyRows = fc.array(anyRow, { maxLength: 200 });

const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);

describe("a fitted reference", () => {
  it("accounts for every row in every feature and in the score", async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, async (given) => {
        const rows = [...given, anchor];
        const { prediction, features } = await fitReference({ declaration: model, description: "", rows });
        for (const part of [prediction, ...Object.values(features)]) {
          expect(total(part?.counts ?? []) + total(Object.values(part?.invalid ?? {}))).toBe(rows.length);
        }
      }),
      { seed: 1 },
    );
  });

  it("splits exactly the valid scores with a truth by their class", async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, async (given) => {
        const rows = [...given, anchor];
        const { outcomes } = await fitReference({ declaration: model, description: "", rows });
        for (const [name, truths] of [
          ["1", [1, true]],
          ["0", [0, false]],
        ] as const) {
          const expected = rows.filter(
            ({ score, truth }) => score !== null && score <= 1 && truths.some((one) => one === truth),
          );
          expect(total(outcomes?.[name]?.counts ?? [])).toBe(expected.length);
        }
      }),
      { seed: 2 },
    );
  });

  it("survives its file, and its id changes with its content only", async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, async (given) => {
        const rows = [...given, anchor];
        const reference = await fitReference({ declaration: model, description: "rows", rows });
        const result = parseReferenceFile(JSON.stringify(reference));
        expect(result).toEqual({
          kind: "reference",
          reference: JSON.parse(JSON.stringify(reference)) as unknown,
        });
        expect((await fitReference({ declaration: model, description: "rows", rows })).id).toBe(reference.id);
        expect((await fitReference({ declaration: model, description: "others", rows })).id).not.toBe(
          reference.id,
        );
      }),
      { seed: 3 },
    );
  });

  it("has the exact sum and sum of squares, and the magnitude of the negative part", async () => {
    const amounts = [1e6, 1e-7, -1e6, 3, -2.5];
    const rows = amounts.map((amount) => ({ score: 0.1, features: { amount, kind: "a" } }));
    const { amount } = (await fitReference({ declaration: model, description: "", rows })).features;
    expect(amount).toMatchObject({
      sum: 0.5 + 1e-7,
      negativeSum: 1_000_002.5,
      min: -1e6,
      max: 1e6,
      unit: "EUR",
    });
    expect(amount?.kind === "numeric" && amount.sumOfSquares).toBe(2e12 + 15.25);
  });

  it("keeps the most frequent categories, ties in alphabetical order, and counts the rest as one", async () => {
    const kinds = ["z", "z", "z", "b", "b", "a", "a", "c"];
    const rows = kinds.map((kind) => ({ score: 0.1, features: { amount: 1, kind } }));
    const { features } = await fitReference({ declaration: model, description: "", rows });
    expect(features["kind"]).toEqual({
      kind: "categorical",
      categories: ["z", "a"],
      counts: [3, 2, 3],
      invalid: {},
    });
  });

  it("keeps declared bounds, for scores the logit-spaced ones", async () => {
    const declared = defineModel({
      ...model.declaration,
      features: { amount: numeric({ bounds: [0, 10] }) },
    });
    const rows = [-1, 0, 5, 10, 11].map((amount) => ({ score: 0.3, features: { amount } }));
    const reference = await fitReference({ declaration: declared, description: "", rows });
    expect(reference.features["amount"]).toMatchObject({ bounds: [0, 10], counts: [2, 2, 1] });
    expect(reference.prediction?.bounds).toHaveLength(38);
  });

  it("gives production its bounds and categories", async () => {
    const rows = Array.from({ length: 100 }, (_row, index) => ({
      score: 0.3,
      features: { amount: index, kind: index % 3 === 0 ? "a" : "b" },
    }));
    const reference = await fitReference({ declaration: model, description: "", rows });
    const applied = applyReference(model, reference);
    expect(applied.features.get("amount")).toMatchObject({
      bounds: reference.features["amount"]?.kind === "numeric" && reference.features["amount"].bounds,
    });
    expect(applied.features.get("kind")).toMatchObject({ categories: ["b", "a"] });
    expect((await fitReference({ declaration: applied, description: "", rows })).id).toBe(reference.id);
  });

  it("has no outcome classes for a regression", async () => {
    const regression = defineModel({ name: "eta", version: "1", prediction: number() });
    const rows = Array.from({ length: 100 }, (_row, index) => ({ score: index, truth: index + 1 }));
    const reference = await fitReference({ declaration: regression, description: "", rows });
    expect(reference.outcomes).toBeUndefined();
    expect(reference.prediction?.bounds).toHaveLength(32);
  });

  it("splits a score that ranks by the class of its truth, on quantiles", async () => {
    const ranking = defineModel({ name: "ranking", version: "1", prediction: rankingScore() });
    const rows = Array.from({ length: 1000 }, (_row, index) => ({ score: index - 500, truth: index > 800 }));
    const { prediction, outcomes } = await fitReference({ declaration: ranking, description: "", rows });
    expect(prediction?.bounds).toHaveLength(32);
    expect([total(outcomes?.["0"]?.counts ?? []), total(outcomes?.["1"]?.counts ?? [])]).toEqual([801, 199]);
  });

  it("counts what a model of several classes chose, with its probability where there is one", async () => {
    const animals = defineModel({ name: "animals", version: "1", prediction: classes(["cat", "dog"]) });
    const chosen = ["dog", "dog", "cat", "horse", null] as unknown as ("cat" | "dog")[];
    const rows = chosen.map((name) => ({ class: name }));
    const bare = await fitReference({ declaration: animals, description: "", rows });
    expect(bare).toMatchObject({
      decisions: { categories: ["dog", "cat"], counts: [2, 1, 1], invalid: { missing: 1 } },
    });
    expect(bare.prediction).toBeUndefined();
    expect(parseReferenceFile(JSON.stringify(bare)).kind).toBe("reference");
    const scored = rows.map((row, index) => ({ ...row, score: index / 10 }));
    const { prediction } = await fitReference({ declaration: animals, description: "", rows: scored });
    expect(total(prediction?.counts ?? [])).toBe(5);
    const modelwatch = createModelwatch({ clock: () => 0 });
    modelwatch.watch(animals, { reference: bare });
    const points = await collectPoints(modelwatch.createProducer({ temporality: "cumulative" }));
    expect(totalOf(points, "ml.reference.prediction.decision", { "ml.prediction.class": "dog" })).toBe(2);
  });

  it("has an id that depends on the content alone: not on the order of keys, nor on the machine", async () => {
    const rows = [0.1, 0.30000000000000004, -1e-7, 1e21].map((amount) => ({
      score: 0.5,
      truth: 1 as const,
      features: { kind: "é 1", amount },
    }));
    const wide = defineModel({ ...model.declaration, features: { kind: categorical(), amount: numeric() } });
    const fitted = await fitReference({ declaration: wide, description: "Ω", rows });
    expect(fitted.id).toBe("ad743131b1298169");
    const reordered = JSON.stringify(fitted, keysOf(fitted).sort().toReversed());
    const parsed = parseReferenceFile(reordered);
    expect(parsed.kind === "reference" && parsed.reference.id).toBe(fitted.id);
  });

  it("holds features only where no model has scored the rows", async () => {
    const rows = [{ score: undefined, features: { amount: 3, kind: "a" } }];
    const fitted = await fitReference({ declaration: model, description: "", rows, withoutScores: true });
    expect([fitted.prediction, fitted.outcomes]).toEqual([undefined, undefined]);
    expect(fitted.features["amount"]).toMatchObject({ bounds: [3], counts: [1, 0] });
    expect(parseReferenceFile(JSON.stringify(fitted)).kind).toBe("reference");
  });

  it.each([
    ["no rows", [], "there are no rows"],
    [
      "no valid score",
      [{ score: Number.NaN, features: { amount: 1 } }],
      'the score has no valid value in the reference rows ({"nan":1})',
    ],
    ["a feature without a value", [{ score: 0.5, features: {} }], 'feature "amount" has no valid value'],
  ])("cannot be fitted to %s", async (_what, rows, message) => {
    const fitted = fitReference({ declaration: model, description: "", rows });
    await expect(fitted).rejects.toThrow(ModelwatchError);
    await expect(fitted).rejects.toThrow(message);
  });

  describe("does not depend on how its rows are read", () => {
    const rows = Array.from({ length: 20_000 }, (_row, index) => ({
      score: ((index * 7919) % 20_000) / 20_000,
      truth: index % 3 === 0,
      features: { amount: Math.tan((((index * 7919) % 20_000) / 20_000 - 0.5) * 3), kind: `k${index % 7}` },
    }));
    const streamed = async function* () {
      yield* rows;
    };

    it.each([
      ["an array", rows],
      ["a set", new Set(rows)],
      ["a generator", rows.values()],
      ["an async stream", streamed()],
      ["a function that opens them", () => rows.values()],
      ["a function that opens a stream", streamed],
    ])("%s", async (_how, source) => {
      const fitted = await fitReference({ declaration: model, description: "", rows: source });
      expect(fitted).toEqual(await fitReference({ declaration: model, description: "", rows }));
      const { amount } = fitted.features;
      const bounds = amount?.kind === "numeric" ? amount.bounds : [];
      expect(amount?.counts).toEqual(
        [...bounds, Infinity].map(
          (upper, b) =>
            rows.filter(
              ({ features: own }) => own.amount <= upper && !(own.amount <= (bounds[b - 1] ?? -Infinity)),
            ).length,
        ),
      );
    });
  });

  it("refuses rows that change between their readings", async () => {
    let opened = 0;
    const rows = () => Array.from({ length: 3 + opened++ }, () => anchor);
    await expect(fitReference({ declaration: model, description: "", rows })).rejects.toThrow(
      "the rows changed between their two readings: there were 3, then 4",
    );
    let score = 0.2;
    const others = () => [anchor, { ...anchor, score: (score += 0.5) }];
    await expect(fitReference({ declaration: model, description: "", rows: others })).rejects.toThrow(
      "the score had 2 valid values, then 1",
    );
  });

  it("keeps no more of a stream than it says, and names the way out", () => {
    const buffer = new RowBuffer(["f0", "f1"], 1024);
    const row = { score: 0.5, truth: 1, features: { f0: 7 } } as const;
    for (let rows = 0; rows < 256; rows++) buffer.add(row);
    expect(() => buffer.add(row)).toThrow(
      expect.objectContaining({
        code: "limit-exceeded",
        message: expect.stringContaining("pass a function") as unknown,
      }),
    );
    const [first] = buffer;
    expect(first).toMatchObject({ score: 0.5, truth: 1, features: { f0: 7, f1: Number.NaN } });
  });

  it("reads a stream of any length where bounds are declared", async () => {
    const declared = defineModel({
      name: "declared",
      version: "1",
      prediction: probability({ bounds: [0.5] }),
      features: { amount: numeric({ bounds: [0] }) },
    });
    let opened = 0;
    const rows = () => (opened++, [{ score: 0.7, truth: 1 as const, features: { amount: 1 } }].values());
    const { outcomes } = await fitReference({ declaration: declared, description: "", rows });
    expect(opened).toBe(1);
    expect(outcomes?.["1"]?.counts).toEqual([0, 1]);
  });

  it("refuses a category column of ids", async () => {
    await expect(fitReference({ declaration: model, description: "", rows: rowsWithIds() })).rejects.toThrow(
      'feature "kind" has more than 100000 distinct values',
    );
  });
});

function* rowsWithIds() {
  for (let id = 0; ; id++) yield { score: 0.5, features: { amount: 1, kind: `id-${id}` } };
}

/** Every key at any depth: a list of them makes JSON.stringify write objects in its order. */
function keysOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
}
