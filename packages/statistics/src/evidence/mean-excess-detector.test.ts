import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meanExcessDetector } from "./mean-excess-detector.js";
import { createMemoryEstimate } from "./window-memory.js";

const BLOCK = 7;
const values = fc
  .array(fc.integer({ min: -1000, max: 1000 }), { minLength: 8, maxLength: 60 })
  .map((list) => Float64Array.from(list, (value) => value / 8));
const detect = (list: Float64Array, limit = 0, unitDays = 1) =>
  meanExcessDetector({ values: list, limit, unitDays, block: BLOCK });

describe("a detector of means above a limit", () => {
  it("is the sum over starts of the products since, averaged over stakes", () => {
    fc.assert(
      fc.property(values, (list) => {
        const { logDetector } = detect(list, 3, 0.5);
        const memory = createMemoryEstimate(list, BLOCK);
        const news = Array.from(list, (value, t) => {
          if (t < BLOCK) return 0;
          const { rho, innovationSd } = memory(t);
          if (innovationSd === 0) return 0;
          return Math.min(4, (value - 3 - rho * (list[t - 1]! - 3)) / innovationSd);
        });
        const ofStake = (stake: number, t: number): number => {
          let sum = 0;
          for (let start = BLOCK; start <= t; start++) {
            sum += news.slice(start, t + 1).reduce((e, r) => e * Math.exp(stake * r - stake ** 2 / 2), 0.5);
          }
          return sum;
        };
        for (let t = BLOCK; t < list.length; t++) {
          const m = (ofStake(0.1, t) + ofStake(0.2, t) + ofStake(0.4, t)) / 3;
          expect(logDetector[t]).toBeCloseTo(Math.log(m), 6);
        }
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  it("does not look ahead, and does not see unit or origin", () => {
    fc.assert(
      fc.property(values, (list) => {
        const { logDetector } = detect(list, 3);
        expect(logDetector.slice(0, -1)).toEqual(detect(list.slice(0, -1), 3).logDetector);
        const moved = list.map((value) => 1000 * value + 5000);
        detect(moved, 8000).logDetector.forEach((log, t) => {
          if (t >= BLOCK) expect(log).toBeCloseTo(logDetector[t]!, 6);
        });
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  it("finds a step of the level in a few windows, wherever it comes", () => {
    for (let step = 30; step < 44; step++) {
      const list = Float64Array.from({ length: 60 }, (_, t) => [0, 2, 1, 3, 1][t % 5]! + (t < step ? 0 : 5));
      const { logDetector, strongestStart } = detect(list, 2);
      const found = logDetector.findIndex((log) => log >= Math.log(90));
      expect(found - step).toBeGreaterThan(0);
      expect(found - step).toBeLessThan(10);
      expect(Math.abs(strongestStart[found]! - step)).toBeLessThanOrEqual(1);
    }
  });

  it("stays finite where nothing varies, and however long and large the excess is", () => {
    const constant = detect(new Float64Array(20).fill(0.3), 0.2).logDetector;
    const endless = detect(
      Float64Array.from({ length: 9000 }, (_, t) => (t % 2) + (t < 99 ? 0 : 1e6)),
      0.5,
    ).logDetector;
    for (const log of [...constant.slice(BLOCK), ...endless.slice(BLOCK)])
      expect(Number.isFinite(log)).toBe(true);
  });

  it.each([
    [{ values: Float64Array.of(1, Number.NaN) }, /values\[1\] is NaN/],
    [{ limit: Number.POSITIVE_INFINITY }, /limit is Infinity/],
    [{ unitDays: 0 }, /unitDays is 0/],
    [{ block: 6 }, /block is 6/],
    [{ firstBet: -1 }, /firstBet is -1/],
  ])("refuses %j", (wrong, message) => {
    const right = { values: new Float64Array(9), limit: 0, unitDays: 1, block: 7 };
    expect(() => meanExcessDetector({ ...right, ...wrong })).toThrow(message);
  });

  it("says nothing about no values", () => {
    expect(detect(new Float64Array(0)).logDetector).toHaveLength(0);
  });
});
