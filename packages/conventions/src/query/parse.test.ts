import { describe, expect, it } from "vitest";
import { ModelwatchError } from "../error.js";
import { ANALYSES, STATUSES, STATUS_NUMBERS, parseMonitor, parseQuery } from "./index.js";

const range = { from: "2013-04-01T00:00:00Z", to: "2014-01-01T00:00:00Z" };

function failure(value: unknown): ModelwatchError {
  try {
    parseQuery(value);
  } catch (error) {
    if (error instanceof ModelwatchError) return error;
  }
  throw new Error("the query was accepted");
}

describe("parseQuery", () => {
  it("fills a short query with documented defaults", () => {
    expect(parseQuery({ subject: { model: "m" }, range })).toMatchObject({
      version: 1,
      analysis: "drift",
      subject: { target: { kind: "inputs" }, matchers: [] },
      window: { width: "1d", timeZone: "UTC" },
      reference: { kind: "emitted" },
      guard: { alpha: 0.05, budgetDays: 90, tolerance: 0.05, minimumCount: 100 },
      alertOn: "state",
    });
  });

  it("refuses an object that claims a length, which zod compared and threw", () => {
    const model = { length: { toString: 1, valueOf: 1 } };
    expect(failure({ subject: { model }, range })).toMatchObject({ code: "invalid-argument" });
  });

  it("is idempotent: a parsed query parses to itself", () => {
    const query = parseQuery({ subject: { model: "m" }, range });
    expect(parseQuery(JSON.parse(JSON.stringify(query)))).toEqual(query);
  });

  it.each(ANALYSES)("takes the analysis %s", (analysis) => {
    expect(parseQuery({ analysis, subject: { model: "m" }, range }).analysis).toBe(analysis);
  });

  it("names the field that is wrong, and not the whole query", () => {
    const error = failure({ subject: { model: "m", secret: "hush" }, range, guard: { alpha: 7 } });
    expect(error.code).toBe("invalid-argument");
    expect(error.message).toContain("guard.alpha");
    expect(error.message).not.toContain("hush");
  });

  it("refuses a query of a newer version with what to do", () => {
    expect(failure({ version: 2, subject: { model: "m" }, range }).message).toContain("upgrade");
  });

  it("refuses a range that ends before it starts", () => {
    expect(failure({ subject: { model: "m" }, range: { from: range.to, to: range.from } }).message).toContain(
      "before it starts",
    );
  });

  it.each([null, undefined, 3, "drift", [], {}])("refuses %j", (value) => {
    expect(failure(value).code).toBe("invalid-argument");
  });

  it("takes no prototype from outside", () => {
    const error = failure(
      JSON.parse(
        '{"subject":{"model":"m","__proto__":{"polluted":1}},"range":{},"__proto__":{"polluted":1}}',
      ),
    );
    expect(error.code).toBe("invalid-argument");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

const windowOf = (window: unknown) => parseQuery({ subject: { model: "m" }, range, window }).window;

describe("windows", () => {
  it("slide by a step shorter than themselves", () => {
    expect(windowOf({ width: "1w", step: "1d" })).toEqual({ width: "1w", timeZone: "UTC", step: "1d" });
    expect(windowOf({ width: "adaptive", step: "1w" }).step).toBe("1w");
  });

  it.each([
    { width: "1h", step: "1h" },
    { width: "5m", step: "1d" },
    { width: "range", step: "1d" },
  ])("refuse %j and name the step", (window) => {
    expect(failure({ subject: { model: "m" }, range, window }).message).toContain("window.step");
  });
});

const referenceOf = (reference: unknown) =>
  parseQuery({ subject: { model: "m" }, range, reference }).reference;
const refuse = (members: unknown[]) =>
  failure({ subject: { model: "m" }, range, reference: { kind: "distribution", members } }).message;

describe("references", () => {
  const score = { target: "prediction", bounds: [0.25, 0.5], counts: [7, 0, 3] };
  const colour = { target: "feature:colour", categories: ["red", "__other__"], counts: [4, 6] };

  it("are seasons of the last four weeks unless another number is given", () => {
    expect(referenceOf({ kind: "season" })).toEqual({ kind: "season", weeks: 4 });
  });

  it("travel inline as numbers and as categories, unchanged", () => {
    const reference = { kind: "distribution", id: "march", members: [{ ...score, sum: 2.1 }, colour] };
    expect(referenceOf(reference)).toEqual(reference);
  });

  it.each([
    ["counts that are not whole numbers", { ...score, counts: [1.5, 0, 3] }],
    ["negative counts", { ...score, counts: [-1, 0, 3] }],
    ["no rows at all", { ...score, counts: [0, 0, 0] }],
    ["as many counts as bounds", { ...score, counts: [1, 2] }],
    ["bounds that do not ascend", { ...score, bounds: [0.5, 0.5] }],
    ["a bound that is no number", { ...score, bounds: [0.5, Number.POSITIVE_INFINITY] }],
    ["a category twice", { ...colour, categories: ["red", "red"] }],
    ["a name that no member has", { ...score, target: "score" }],
    ["bounds and categories", { ...score, categories: ["a", "b", "c"] }],
  ])("refuse %s", (_, member) => {
    const error = failure({
      subject: { model: "m" },
      range,
      reference: { kind: "distribution", members: [member] },
    });
    expect(error.message).toContain("reference.members");
  });

  it("refuse a member twice, and more than a query can carry", () => {
    expect(refuse([score, score])).toContain("a member is there twice");
    const counts = Array.from({ length: 400 }, () => 1);
    const many = Array.from({ length: 60 }, (_, i) => ({
      target: `feature:${i}`,
      categories: counts.map((_one, cell) => String(cell)),
      counts,
    }));
    expect(refuse(many)).toContain("more than 20000 cells");
  });
});

describe("a query saved before windows could slide", () => {
  const saved = {
    version: 1,
    analysis: "lift",
    subject: { model: "m", modelVersion: "2", target: { kind: "business", name: "margin" }, matchers: [] },
    window: { width: "1w", timeZone: "Europe/Berlin" },
    range,
    reference: { kind: "range", from: range.from, to: range.to },
    strata: ["site"],
    compare: { attribute: "ml.arm", treated: "a", control: "b", treatedShare: 0.5 },
    guard: {
      alpha: 0.01,
      budgetDays: 30,
      tolerance: 0,
      lossTolerance: 0.02,
      liftTolerance: 1,
      minimumCount: 5,
    },
    statistics: ["psi"],
    alertOn: "margin",
  };

  it("reads as it was written", () => {
    expect(parseQuery(saved)).toMatchObject(saved);
  });
});

describe("parseMonitor", () => {
  it("fills the guard and keeps the owner", () => {
    const monitor = parseMonitor({ id: "a", model: "m", anchor: range.from, owner: "ml" });
    expect(monitor).toMatchObject({
      owner: "ml",
      guard: { budgetDays: 90 },
      ignoredFeatures: [],
      excluded: [],
    });
  });
});

describe("statuses", () => {
  it("give alert rules a number, except where nothing is known", () => {
    expect(STATUSES.filter((status) => STATUS_NUMBERS[status] === undefined)).toEqual([
      "undetermined",
      "missing",
    ]);
  });
});
