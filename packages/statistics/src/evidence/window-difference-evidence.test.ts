import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { windowDifferenceEvidence } from "./window-difference-evidence.js";

const countsOf = (size: number) =>
  fc.array(fc.integer({ min: 0, max: 40 }), { minLength: size, maxLength: size });
const toArm = (counts: readonly number[]) => Float64Array.from(counts);
const shape = { windows: 6, strata: 2, cells: 3 };

describe("evidence from windows' differences", () => {
  it("is the same when the arms change places", () => {
    fc.assert(
      fc.property(countsOf(36), countsOf(36), (a, b) => {
        const there = windowDifferenceEvidence({ ...shape, armA: toArm(a), armB: toArm(b) });
        const back = windowDifferenceEvidence({ ...shape, armA: toArm(b), armB: toArm(a) });
        there.logEvidence.forEach((log, window) => expect(log).toBeCloseTo(back.logEvidence[window]!, 9));
      }),
      { seed: 71, numRuns: 200 },
    );
  });

  it("does not change when every row is counted five times", () => {
    fc.assert(
      fc.property(countsOf(36), countsOf(36), (a, b) => {
        const once = windowDifferenceEvidence({ ...shape, armA: toArm(a), armB: toArm(b) });
        const five = windowDifferenceEvidence({
          ...shape,
          armA: toArm(a).map((count) => 5 * count),
          armB: toArm(b).map((count) => 5 * count),
        });
        five.logEvidence.forEach((log, window) => expect(log).toBeCloseTo(once.logEvidence[window]!, 9));
      }),
      { seed: 72, numRuns: 200 },
    );
  });

  it("averages at most 1 over all ways to flip the signs of the differences", () => {
    // arms of equal size: exchanging them within a window flips that window's difference
    const size = { windows: 5, strata: 1, cells: 3 };
    const half = fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }))
        .map(([x, y]) => [x, y, 40 - x - y]),
      { minLength: 5, maxLength: 5 },
    );
    fc.assert(
      fc.property(half, half, (a, b) => {
        let sum = 0;
        for (let flips = 0; flips < 32; flips++) {
          const pick = (own: number[][], other: number[][]) =>
            toArm(own.flatMap((row, window) => ((flips >> window) & 1 ? other[window]! : row)));
          const { logEvidence } = windowDifferenceEvidence({ ...size, armA: pick(a, b), armB: pick(b, a) });
          sum += Math.exp(logEvidence[4]!);
        }
        expect(sum / 32).toBeLessThanOrEqual(1 + 1e-12);
      }),
      { seed: 73, numRuns: 200 },
    );
  });

  it("grows where the arms differ in the same way in every window", () => {
    const windows = 60;
    const armA = toArm(Array.from({ length: windows }, (_, t) => [50 + (t % 7), 50]).flat());
    const armB = toArm(Array.from({ length: windows }, (_, t) => [40 + ((3 * t) % 5), 60]).flat());
    const { logEvidence } = windowDifferenceEvidence({ windows, strata: 1, cells: 2, armA, armB });
    expect(logEvidence[0]).toBeCloseTo(0, 12);
    expect(logEvidence[windows - 1]).toBeGreaterThan(Math.log(1000));
  });

  it("passes windows by in which an arm is empty, and refuses counts that are none", () => {
    const empty = windowDifferenceEvidence({
      ...shape,
      armA: new Float64Array(36),
      armB: new Float64Array(36).fill(3),
    });
    expect(Array.from(empty.logEvidence)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(() =>
      windowDifferenceEvidence({ ...shape, armA: new Float64Array(36).fill(-1), armB: new Float64Array(36) }),
    ).toThrow(/armA\[0\] is -1/);
    expect(() =>
      windowDifferenceEvidence({ ...shape, armA: new Float64Array(3), armB: new Float64Array(36) }),
    ).toThrow(/3 and 36 counts/);
  });
});
