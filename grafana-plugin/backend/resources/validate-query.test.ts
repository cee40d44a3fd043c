import { ANALYSES, WINDOW_WIDTHS, monitorSchema } from "@modelwatch/conventions/query";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QUERY_JSON_SCHEMA } from "./query-json-schema.js";
import { parseValidationRequest, validateQuery, type QueryValidation } from "./validate-query.js";

const NOW = Date.parse("2026-01-02T00:00:00Z");
const NEVER = new AbortController().signal;
const MONITORS = [monitorSchema.parse({ id: "m", model: "m", anchor: "2025-12-01T00:00:00Z" })];

function validate(query: unknown, range: object = {}): Promise<QueryValidation> {
  const body = new TextEncoder().encode(JSON.stringify({ query, ...range }));
  return validateQuery(parseValidationRequest(body, NOW), MONITORS, NEVER);
}

const SUBJECT = { model: "m" };

describe("validation of a query", () => {
  it("gives a valid query back with every default, and names what it ignored", async () => {
    expect(await validate({ subject: SUBJECT, refId: "A", windo: "1d" })).toMatchObject({
      valid: true,
      query: { analysis: "drift", guard: { alpha: 0.05 }, range: { to: "2026-01-02T00:00:00.000Z" } },
      ignoredFields: ["windo"],
    });
  });

  it.each([
    [{ subject: SUBJECT, guard: { alpha: 7 } }, ["guard", "alpha"]],
    [{ subject: { model: "" } }, ["subject", "model"]],
    [{ subject: { model: "m", matchers: [{ attribute: "a" }] } }, ["subject", "matchers", 0, "value"]],
    [{ subject: SUBJECT, analysis: "magic" }, ["analysis"]],
    [{}, ["subject"]],
  ])("%j is wrong at %j", async (query, path) => {
    expect(await validate(query)).toMatchObject({ valid: false, problems: [{ path }] });
  });

  it.each([
    [{ subject: SUBJECT, analysis: "lift" }, {}, /lift/],
    [{ subject: SUBJECT, analysis: "verdict", monitor: "none" }, {}, /none/],
    [{ subject: SUBJECT, window: { timeZone: "Mars/Base" } }, {}, /Mars\/Base.*not a time zone/],
    [
      { subject: SUBJECT, window: { width: "5m" } },
      { from: 0, to: NOW },
      /more than 20000 windows.*wider window/,
    ],
    [{ subject: SUBJECT }, { from: 5, to: 5 }, /before it starts/],
    [{ subject: SUBJECT, version: 99 }, {}, /version 99/],
    [[], {}, /not an object/],
  ])("%j in %j is wrong as a whole", async (query, range, message) => {
    const answer = await validate(query, range);
    expect(answer).toMatchObject({ valid: false, problems: [{ path: [] }] });
    expect(answer.valid ? "" : answer.problems[0]?.message).toMatch(message);
  });

  it("answers every analysis, width and range with valid or with problems, and never fails", async () => {
    const query = fc.record(
      {
        analysis: fc.constantFrom(...ANALYSES),
        subject: fc.constant(SUBJECT),
        window: fc.record({ width: fc.constantFrom(...WINDOW_WIDTHS) }),
        monitor: fc.constantFrom("m", "none"),
        compare: fc.constant({ attribute: "ml.arm", treated: "a", control: "b" }),
        strata: fc.constantFrom([], ["origin"]),
      },
      { requiredKeys: ["analysis", "subject", "window"] },
    );
    const days = fc.constantFrom(1, 40, 3_650);
    await fc.assert(
      fc.asyncProperty(query, days, async (model, length) => {
        const answer = await validate(model, { from: NOW - length * 86_400_000 });
        if (!answer.valid) for (const { message } of answer.problems) expect(message).not.toBe("");
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it.each([
    ["not json", /not valid JSON/],
    ['{"query":{},"nonsense":1}', /nonsense/],
    ['{"query":{},"from":"yesterday"}', /from/],
    [JSON.stringify({ query: "x".repeat(1_100_000) }), /at most 1048576/],
  ])("refuses the body %.40s", (body, message) => {
    expect(() => parseValidationRequest(new TextEncoder().encode(body), NOW)).toThrow(message);
  });
});

describe("the query's JSON schema", () => {
  it("knows the fields and the closed sets of the query, and leaves the dashboard's range out", () => {
    expect(QUERY_JSON_SCHEMA).toMatchObject({
      type: "object",
      required: ["subject"],
      additionalProperties: false,
      properties: {
        analysis: { enum: [...ANALYSES], default: "drift" },
        window: { properties: { width: { enum: [...WINDOW_WIDTHS] } } },
      },
    });
    expect(JSON.stringify(QUERY_JSON_SCHEMA)).not.toContain('"range":{"type":"object"');
  });
});
