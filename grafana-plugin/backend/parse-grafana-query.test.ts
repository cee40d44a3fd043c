import { describe, expect, it } from "vitest";
import { parseGrafanaQuery } from "./parse-grafana-query.js";

const RANGE = { fromMs: 1_767_225_600_000, toMs: 1_767_312_000_000 };

function parse(model: unknown, range = RANGE) {
  return parseGrafanaQuery({ refId: "A", queryType: "", maxDataPoints: 100, intervalMs: 1000, range, model });
}

const SUBJECT = { model: "flight-delay" };

describe("parseGrafanaQuery", () => {
  it("takes the range from the dashboard or rule, whatever the saved query says", () => {
    const saved = { subject: SUBJECT, range: { from: "2000-01-01T00:00:00Z", to: "2000-01-02T00:00:00Z" } };
    expect(parse(saved).query.range).toEqual({
      from: "2026-01-01T00:00:00.000Z",
      to: "2026-01-02T00:00:00.000Z",
    });
  });

  it("leaves Grafana's own fields aside, and names others that it does not know", () => {
    const saved = {
      subject: SUBJECT,
      refId: "A",
      datasource: { uid: "x" },
      hide: false,
      intervalMs: 1,
      windo: "1d",
    };
    const { query, ignoredFields } = parse(saved);
    expect(query).toMatchObject({ analysis: "drift", window: { width: "1d" } });
    expect(ignoredFields).toEqual(["windo"]);
  });

  it("is strict inside: a typing error in a nested field is named", () => {
    expect(() => parse({ subject: SUBJECT, window: { widht: "1d" } })).toThrow(/widht/);
  });

  it.each([
    ["an unknown analysis", { analysis: "magic", subject: SUBJECT }, /analysis/],
    ["no model", {}, /subject/],
    ["a list", [], /not an object/],
    ["a text", "drift", /not an object/],
    ["null", null, /not an object/],
    ["a later version", { version: 99, subject: SUBJECT }, /version 99/],
  ])("refuses %s", (_name, model, message) => {
    expect(() => parse(model)).toThrow(message);
  });

  it("refuses a reversed range and times that are no dates", () => {
    expect(() => parse({ subject: SUBJECT }, { fromMs: 2, toMs: 1 })).toThrow(/before it starts/);
    expect(() => parse({ subject: SUBJECT }, { fromMs: 0, toMs: 9e15 })).toThrow(/not a date/);
  });

  it("does not let a prototype be set, at the top or inside", () => {
    const top = JSON.parse('{"subject":{"model":"m"},"__proto__":{"analysis":"verdict","polluted":true}}');
    const { query, ignoredFields } = parse(top);
    expect(query.analysis).toBe("drift");
    expect(ignoredFields).toEqual(["__proto__"]);
    expect(() => parse(JSON.parse('{"subject":{"model":"m","__proto__":{"x":1}}}'))).toThrow(/__proto__/);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});
