import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adjustPValues } from "./adjust.js";
import { criticalLogPValue } from "./critical-p-value.js";
import { eBenjaminiHochberg } from "./e-benjamini-hochberg.js";
import fixture from "./fixtures/statsmodels-corrections.json" with { type: "json" };

const CORRECTIONS = ["bonferroni", "holm", "hommel", "bh", "by"] as const;
const logs = fc.array(fc.double({ min: -2000, max: 0, noNaN: true }), { minLength: 1, maxLength: 30 });
const rejects = (log: readonly number[], correction: (typeof CORRECTIONS)[number], alpha: number) => {
  const critical = criticalLogPValue(log, correction, alpha);
  return log.map((own) => own <= critical);
};

describe("the critical p-value of a correction", () => {
  it.each(CORRECTIONS)("rejects what statsmodels rejects: %s", (correction) => {
    for (const { p, corrected } of fixture.cases) {
      for (const alpha of [0.0101, 0.0501, 0.1301, 0.3501]) {
        expect(rejects(p.map(Math.log), correction, alpha)).toEqual(
          corrected[correction].map((own) => own <= alpha),
        );
      }
    }
  });

  it("rejects what the corrections of plain p-values reject", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9999 }), { minLength: 1 }), (tenthousandths) => {
        const p = tenthousandths.map((one) => (one / 10_000) ** 2);
        const log = p.map(Math.log);
        for (const each of CORRECTIONS) {
          expect(rejects(log, each, 0.0501), each).toEqual(adjustPValues(each, p, 0.0501).reject);
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it("rejects the e-values that e-BH rejects where their reciprocals are corrected", () => {
    const evidence = fc.array(fc.integer({ min: -400, max: 400 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(evidence, (tenths) => {
        const logEvidence = tenths.map((tenth) => tenth / 10 + 0.01);
        const reciprocals = logEvidence.map((log) => -log);
        expect(rejects(reciprocals, "bh", 0.05)).toEqual(eBenjaminiHochberg(logEvidence, 0.05));
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it("lies between alpha/K and alpha, and is lower the more the correction promises", () => {
    fc.assert(
      fc.property(logs, (p) => {
        const of = (correction: (typeof CORRECTIONS)[number]) => criticalLogPValue(p, correction, 0.05);
        const slack = 1e-9;
        expect(of("by")).toBeLessThanOrEqual(of("bh") + slack);
        expect(of("bonferroni")).toBeLessThanOrEqual(of("holm") + slack);
        for (const correction of ["bonferroni", "holm", "hommel", "bh"] as const) {
          expect(of(correction)).toBeGreaterThanOrEqual(of("bonferroni") - slack);
          expect(of(correction)).toBeLessThanOrEqual(Math.log(0.05) + slack);
        }
        const found = (correction: (typeof CORRECTIONS)[number]) =>
          rejects(p, correction, 0.05).filter(Boolean).length;
        expect(found("holm")).toBeLessThanOrEqual(found("hommel"));
        expect(found("hommel")).toBeLessThanOrEqual(found("bh"));
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it("is alpha for one test and where nothing is tested", () => {
    for (const correction of CORRECTIONS) {
      expect(criticalLogPValue([-5000], correction, 0.05)).toBeCloseTo(Math.log(0.05), 12);
      expect(criticalLogPValue([], correction, 0.05)).toBeCloseTo(Math.log(0.05), 12);
    }
  });

  it("refuses NaN and an alpha that is no probability", () => {
    expect(() => criticalLogPValue([0, Number.NaN], "bh", 0.05)).toThrow(/a p-value is NaN/);
    expect(() => criticalLogPValue([0], "bh", 1)).toThrow(/alpha is 1/);
  });
});
