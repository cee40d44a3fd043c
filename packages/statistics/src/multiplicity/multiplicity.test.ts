import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { benjaminiHochberg, benjaminiYekutieli, holm } from "./adjust.js";
import { eBenjaminiHochberg } from "./e-benjamini-hochberg.js";

const SEED = { seed: 1995, numRuns: 300 };
const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 25 });
const count = (reject: readonly boolean[]): number => reject.filter(Boolean).length;

describe("corrections for many tests", () => {
  it("reject no more the more they promise: Holm ≤ Benjamini–Hochberg, Benjamini–Yekutieli ≤ Benjamini–Hochberg", () => {
    fc.assert(
      fc.property(pValues, (p) => {
        const found = count(benjaminiHochberg(p, 0.1).reject);
        expect(count(holm(p, 0.1).reject)).toBeLessThanOrEqual(found);
        expect(count(benjaminiYekutieli(p, 0.1).reject)).toBeLessThanOrEqual(found);
      }),
      SEED,
    );
  });

  it.each([
    ["holm", holm],
    ["benjaminiHochberg", benjaminiHochberg],
    ["benjaminiYekutieli", benjaminiYekutieli],
  ] as const)("keep the order of the p-values and never lower one: %s", (_name, adjust) => {
    fc.assert(
      fc.property(pValues, (p) => {
        const { adjusted } = adjust(p, 0.05);
        p.forEach((each, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(each * (1 - 1e-15));
          p.forEach((other, j) => {
            if (each <= other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!);
          });
        });
      }),
      SEED,
    );
  });

  it("of e-values reject what Benjamini–Hochberg rejects for p = 1/e", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -3, max: 12, noNaN: true }), { maxLength: 20 }), (logs) => {
        const p = logs.map((log) => Math.min(1, Math.exp(-log)));
        expect(eBenjaminiHochberg(logs, 0.1)).toEqual(benjaminiHochberg(p, 0.1).reject);
      }),
      SEED,
    );
  });

  it("take evidence far beyond what numbers can hold, and refuse NaN", () => {
    expect(eBenjaminiHochberg([5000, -Infinity, 2], 0.05)).toEqual([true, false, false]);
    expect(() => eBenjaminiHochberg([Number.NaN], 0.05)).toThrow(/logEvidence\[0\] is NaN/u);
    expect(() => holm([0.5, 1.2], 0.05)).toThrow(/pValues\[1\] is 1.2/u);
    expect(() => benjaminiHochberg([0.5], 0)).toThrow(/alpha is 0/u);
  });
});
