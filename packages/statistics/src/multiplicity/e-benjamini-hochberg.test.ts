import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adjustPValues } from "./adjust.js";
import { adjustLogEValues, eBenjaminiHochberg } from "./e-benjamini-hochberg.js";

const logs = fc.array(fc.double({ min: -3, max: 12, noNaN: true }), { maxLength: 20 });

describe("e-BH", () => {
  it("rejects what Benjamini–Hochberg rejects for p = 1/e, and adjusts alike", () => {
    fc.assert(
      fc.property(logs, (logEvidence) => {
        const p = logEvidence.map((log) => Math.min(1, Math.exp(-log)));
        const plain = adjustPValues("bh", p, 0.1);
        expect(eBenjaminiHochberg(logEvidence, 0.1)).toEqual(plain.reject);
        const adjusted = adjustLogEValues(logEvidence);
        plain.adjusted.forEach((level, index) => expect(adjusted[index]).toBeCloseTo(level, 12));
      }),
      { seed: 1995, numRuns: 300 },
    );
  });

  it("takes evidence far beyond what numbers can hold, and refuses NaN", () => {
    expect(eBenjaminiHochberg([5000, -Infinity, 2], 0.05)).toEqual([true, false, false]);
    expect(Array.from(adjustLogEValues([5000, -Infinity, 0]))).toEqual([0, 1, 1]);
    expect(() => eBenjaminiHochberg([Number.NaN], 0.05)).toThrow(/logEvidence\[0\] is NaN/u);
    expect(() => eBenjaminiHochberg([3], 1)).toThrow(/alpha is 1/u);
  });
});
