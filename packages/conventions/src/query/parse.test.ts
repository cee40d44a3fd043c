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
