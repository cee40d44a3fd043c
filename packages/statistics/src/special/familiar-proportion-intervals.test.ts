import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wilsonInterval } from "./proportion-interval.js";
import { agrestiCoullInterval, jeffreysInterval, waldInterval } from "./familiar-proportion-intervals.js";

const METHODS = { waldInterval, agrestiCoullInterval, jeffreysInterval, wilsonInterval };

describe.each(Object.entries(METHODS))("%s", (_, interval) => {
  it("lies in [0, 1] around a share, mirrors it, and narrows as alpha grows", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (trials, share) => {
          const count = Math.round(share * trials);
          const { low, high } = interval(count, trials, 0.05);
          const mirrored = interval(trials - count, trials, 0.05);
          const wide = interval(count, trials, 0.01);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(low).toBeLessThanOrEqual(high);
          expect(1 - mirrored.high).toBeCloseTo(low, 9);
          expect(wide.low).toBeLessThanOrEqual(low);
          expect(wide.high).toBeGreaterThanOrEqual(high);
        },
      ),
    );
  });

  it("has ends at the smallest alpha", () => {
    const { low, high } = interval(3, 1000, 1e-300);
    expect(low).toBeGreaterThanOrEqual(0);
    expect(high).toBeLessThanOrEqual(1);
  });

  it("refuses more successes than trials", () => {
    expect(() => interval(3, 2, 0.05)).toThrow("count 3 of 2 trials");
  });
});
