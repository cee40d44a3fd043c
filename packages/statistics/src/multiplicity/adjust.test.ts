import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adjustLog10PValues, adjustPValues } from "./adjust.js";
import { ADJUSTMENTS, type Adjustment } from "./adjustments.js";
import fixture from "./fixtures/statsmodels-corrections.json" with { type: "json" };

const SEED = { seed: 1995, numRuns: 300 };
const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 25 });
const ALL = Object.keys(ADJUSTMENTS) as Adjustment[];

const count = (name: Adjustment, p: readonly number[]): number =>
  adjustPValues(name, p, 0.1).reject.filter(Boolean).length;

describe.each(ALL)("p-values adjusted by %s", (name) => {
  it("are statsmodels', and so are the rejections", () => {
    for (const { p, corrected, rejected } of fixture.cases) {
      const { adjusted, reject } = adjustPValues(name, p, fixture.alpha);
      corrected[name].forEach((expected, index) => {
        const value = adjusted[index] ?? Number.NaN;
        expect(Math.abs(value - expected), `${value}, expected ${expected}`).toBeLessThanOrEqual(
          1e-9 * Math.max(expected, 1e-300),
        );
      });
      expect(reject).toEqual(rejected[name]);
    }
  });

  it("keep the order of the p-values and stay probabilities", () => {
    fc.assert(
      fc.property(pValues, (p) => {
        const { adjusted } = adjustPValues(name, p, 0.05);
        p.forEach((each, i) => {
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          p.forEach((other, j) => {
            if (each <= other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] ?? Number.NaN);
          });
        });
      }),
      SEED,
    );
  });

  it("are the same from logarithms, and go on where numbers end", () => {
    const logs = fc.array(fc.double({ min: -250, max: 0, noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(logs, (log10) => {
        const byLogs = adjustLog10PValues(name, log10, 0.05);
        const plain = adjustPValues(
          name,
          log10.map((log) => 10 ** log),
          0.05,
        );
        expect(byLogs.reject).toEqual(plain.reject);
        plain.adjusted.forEach((p, index) => {
          expect(byLogs.log10Adjusted[index]).toBeCloseTo(Math.log10(p), 9);
        });
      }),
      SEED,
    );
    const { log10Adjusted, adjusted, reject } = adjustLog10PValues(name, [-5000, -4000, -0.1], 0.05);
    expect(adjusted[0]).toBe(0);
    expect(reject).toEqual([true, true, false]);
    expect(log10Adjusted[0]).toBeGreaterThan(-5000.001);
    expect(log10Adjusted[0]).toBeLessThan(-4999);
    expect(log10Adjusted[1]).toBeLessThan(-3999);
  });

  it("need one p-value for one test, and none for none", () => {
    const price = name === "two-stage-bky" ? 1.05 : 1;
    expect(adjustPValues(name, [0.03], 0.05).adjusted[0]).toBeCloseTo(0.03 * price, 12);
    expect(adjustPValues(name, [], 0.05)).toEqual({ reject: [], adjusted: new Float64Array(0) });
  });
});

describe("adjusting p-values", () => {
  it.each([
    ["bonferroni", "holm"],
    ["bonferroni", "sidak"],
    ["holm", "holm-sidak"],
    ["holm", "hochberg"],
    ["hochberg", "hommel"],
    ["hommel", "bh"],
    ["by", "bh"],
    ["bh", "two-stage-bh"],
  ] as const)("rejects no more by %s than by %s", (stricter, looser) => {
    fc.assert(
      fc.property(pValues, (p) => {
        expect(count(stricter, p)).toBeLessThanOrEqual(count(looser, p));
      }),
      SEED,
    );
  });

  it("refuses what is no probability, and says which", () => {
    expect(() => adjustPValues("holm", [0.5, 1.2], 0.05)).toThrow(/pValues\[1\] is 1.2/u);
    expect(() => adjustPValues("bh", [Number.NaN], 0.05)).toThrow(/pValues\[0\] is NaN/u);
    expect(() => adjustPValues("bh", [0.5], 0)).toThrow(/alpha is 0/u);
    expect(() => adjustLog10PValues("bh", [-3, 0.1], 0.05)).toThrow(/log10PValues\[1\] is 0.1/u);
    expect(() => adjustLog10PValues("bh", [-Infinity], 0.05)).toThrow(/log10PValues\[0\] is -Infinity/u);
    // @ts-expect-error an adjustment that does not exist
    expect(() => adjustPValues("tukey", [0.5], 0.05)).toThrow(/adjustment is "tukey".*bonferroni/u);
  });
});
