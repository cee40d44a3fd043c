import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeRegex, lastOverTime, overWindow, quote, selector, sumBy } from "./promql.js";

describe("PromQL", () => {
  it("quotes any text so that unquoting gives it back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const stored = new TextDecoder().decode(new TextEncoder().encode(text));
        expect(JSON.parse(quote(text))).toBe(stored);
      }),
    );
  });

  it("has no line break, no bare quote and no U+FFFD inside a literal", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const inside = quote(text).slice(1, -1);
        expect(inside.replace(/\\./g, "")).not.toMatch(/["\n\uFFFD]/);
      }),
    );
  });

  it("puts the name among the matchers", () => {
    const matchers = [{ label: "model", operator: "!=", value: 'a"}\\' }] as const;
    expect(selector(["ml_x"], matchers)).toBe('{__name__="ml_x",model!="a\\"}\\\\"}');
  });

  it("quotes label names that are no identifiers", () => {
    expect(selector(["a.b"], [{ label: "ml.model.name", operator: "=", value: "m" }])).toBe(
      '{__name__="a.b","ml.model.name"="m"}',
    );
    expect(sumBy(["le", "ml.arm"], "x")).toBe('sum by (le,"ml.arm") (x)');
  });

  it("matches several names literally", () => {
    expect(selector(["a.b", "c"], [])).toBe('{__name__=~"a\\\\.b|c"}');
    fc.assert(fc.property(fc.string(), (text) => new RegExp(`^${escapeRegex(text)}$`, "u").test(text)));
  });

  it("writes windows in milliseconds", () => {
    expect(overWindow("increase", "x", 3_600_000, "anchored", 1)).toBe("increase(x[3600000ms] anchored)");
    expect(overWindow("resets", "x", 1, "extrapolated", 1)).toBe("resets(x[1ms])");
    expect(overWindow("increase", "x", 5, "summed", 1)).toBe("sum_over_time(x[5ms])");
    expect(lastOverTime("x", 1000)).toBe("last_over_time(x[1000ms])");
  });
});
