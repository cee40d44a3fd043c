import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { longRunVariances } from "./long-run-variance.js";

const losses = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 60 });

/** Deterministic values whose lag-1 autocorrelation is about 0. */
const alternating = (n: number) =>
  Float64Array.from({ length: n }, (_, i) => [1, 0, 0, 1, 1, 0, 1, 0][i % 8]!);

describe("long-run variances", () => {
  it("turn with the square of the unit, and do not see the level", () => {
    fc.assert(
      fc.property(losses, (values) => {
        const plain = longRunVariances(Float64Array.from(values));
        const moved = longRunVariances(Float64Array.from(values, (value) => 4 * value + 8));
        plain.forEach((variance, i) => expect(moved[i]).toBeCloseTo(16 * variance, 6));
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  it("never look ahead", () => {
    const values = alternating(40);
    const known = longRunVariances(values.slice(0, 25));
    expect(longRunVariances(values).slice(0, 25)).toEqual(known);
  });

  it("hardly see one step of the level, which the plain variance would take for variation", () => {
    const values = alternating(200);
    const stepped = values.map((value, i) => (i < 100 ? value : value + 5));
    const before = longRunVariances(values).at(-1)!;
    expect(longRunVariances(stepped).at(-1)!).toBeLessThan(1.8 * before);
  });

  it("grow with memory, to a stated limit", () => {
    const constantSteps = Float64Array.from({ length: 50 }, (_, i) => i);
    const variance = longRunVariances(constantSteps).at(-1)!;
    expect(variance).toBeCloseTo((1 / (2 * 0.05)) * (1.95 / 0.05), 9);
  });

  it("are 0 where nothing varies or too little is known", () => {
    expect([...longRunVariances(Float64Array.of(3, 3, 3, 3))]).toEqual([0, 0, 0, 0]);
    expect([...longRunVariances(Float64Array.of(1, 2))]).toEqual([0, 0]);
    expect(longRunVariances(new Float64Array(0))).toHaveLength(0);
  });
});
