import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { poissonRateInterval } from "./poisson-rate-interval.js";

describe("the exact interval of a Poisson rate", () => {
  // Garwood's table, 95 %
  it.each([
    { count: 0, low: 0, high: 3.6889 },
    { count: 1, low: 0.0253, high: 5.5716 },
    { count: 5, low: 1.6235, high: 11.6683 },
    { count: 30, low: 20.2409, high: 42.8269 },
  ])("of $count events is the published one", ({ count, low, high }) => {
    const interval = poissonRateInterval(count, 1, 0.05);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it("holds its count per exposure, and counts exposure inversely", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500 }),
        fc.double({ min: 0.01, max: 1e4, noNaN: true }),
        fc.double({ min: 0.001, max: 0.5, noNaN: true }),
        (count, exposure, alpha) => {
          const { low, high } = poissonRateInterval(count, exposure, alpha);
          const unit = poissonRateInterval(count, 1, alpha);
          expect(low).toBeLessThanOrEqual(count / exposure);
          expect(high).toBeGreaterThan(count / exposure);
          expect((low * exposure) / Math.max(1, unit.low)).toBeCloseTo(unit.low / Math.max(1, unit.low), 9);
          expect((high * exposure) / unit.high).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  it("covers at least as often as it says", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 20, noNaN: true }), (rate) => {
        let covered = 0;
        let mass = Math.exp(-rate);
        for (let count = 0; count < 120; count++) {
          const { low, high } = poissonRateInterval(count, 1, 0.1);
          if (low <= rate && rate <= high) covered += mass;
          mass *= rate / (count + 1);
        }
        expect(covered).toBeGreaterThanOrEqual(0.9 - 1e-9);
      }),
      { numRuns: 20 },
    );
  });

  it("refuses what cannot be", () => {
    expect(() => poissonRateInterval(-1, 1, 0.05)).toThrow("count is -1");
    expect(() => poissonRateInterval(1, 0, 0.05)).toThrow("exposure is 0");
    expect(() => poissonRateInterval(1, 1, 1)).toThrow("alpha is 1");
  });
});
