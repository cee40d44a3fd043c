import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adjustLogPValues } from "./adjust-log-p-values.js";
import { benjaminiHochberg, holm } from "./adjust.js";
import { eBenjaminiHochberg } from "./e-benjamini-hochberg.js";
import fixture from "./fixtures/statsmodels-corrections.json" with { type: "json" };

const CORRECTIONS = ["bonferroni", "holm", "hommel", "bh", "by"] as const;
const logs = fc.array(fc.double({ min: -2000, max: 0, noNaN: true }), { minLength: 1, maxLength: 30 });

describe("corrected logarithms of p-values", () => {
  it.each(CORRECTIONS)("agree with statsmodels: %s", (correction) => {
    for (const { p, corrected } of fixture.cases) {
      const adjusted = adjustLogPValues(p.map(Math.log), correction);
      corrected[correction].forEach((expected, i) => expect(adjusted[i]).toBeCloseTo(Math.log(expected), 9));
    }
  });

  it("agree with the corrections of plain p-values", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1e-9, max: 1, noNaN: true }), { minLength: 1 }), (p) => {
        const log = p.map(Math.log);
        adjustLogPValues(log, "holm").forEach((own, i) =>
          expect(own).toBeCloseTo(Math.log(holm(p, 0.1).adjusted[i]!), 9),
        );
        adjustLogPValues(log, "bh").forEach((own, i) =>
          expect(own).toBeCloseTo(Math.log(benjaminiHochberg(p, 0.1).adjusted[i]!), 9),
        );
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it("reject the same e-values as e-BH where their reciprocals are corrected", () => {
    const evidence = fc.array(fc.integer({ min: -400, max: 400 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(evidence, (tenths) => {
        const logEvidence = tenths.map((tenth) => tenth / 10 + 0.01);
        const adjusted = adjustLogPValues(
          logEvidence.map((log) => -log),
          "bh",
        );
        expect(Array.from(adjusted, (log) => log <= Math.log(0.05))).toEqual(
          eBenjaminiHochberg(logEvidence, 0.05),
        );
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it("are never below the uncorrected ones, keep their order, and promise more at a higher price", () => {
    fc.assert(
      fc.property(logs, (p) => {
        const by = Object.fromEntries(CORRECTIONS.map((name) => [name, adjustLogPValues(p, name)]));
        for (const name of CORRECTIONS) {
          by[name]!.forEach((own, i) => {
            expect(own).toBeGreaterThanOrEqual(p[i]! - 1e-9);
            p.forEach((other, j) => other < p[i]! && expect(by[name]![j]!).toBeLessThanOrEqual(own + 1e-9));
          });
        }
        p.forEach((_, i) => {
          expect(by["hommel"]![i]!).toBeLessThanOrEqual(by["holm"]![i]! + 1e-9);
          expect(by["holm"]![i]!).toBeLessThanOrEqual(by["bonferroni"]![i]! + 1e-9);
          expect(by["bh"]![i]!).toBeLessThanOrEqual(by["hommel"]![i]! + 1e-9);
        });
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it("keep the size of what no number can hold", () => {
    expect(adjustLogPValues([-5000, -1], "holm")[0]).toBeCloseTo(-5000 + Math.LN2, 9);
    expect(adjustLogPValues([], "hommel")).toHaveLength(0);
  });

  it("refuse NaN by its index", () => {
    expect(() => adjustLogPValues([0, Number.NaN], "bh")).toThrow(/logPValues\[1\] is NaN/);
  });
});
