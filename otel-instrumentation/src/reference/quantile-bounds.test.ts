import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quantileBounds } from "./quantile-bounds.js";

const anySample = fc.oneof(
  fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 400 }),
  fc.array(fc.double({ min: -1e100, max: 1e100, noNaN: true }), { minLength: 1, maxLength: 400 }),
  fc.array(fc.double({ min: 0, max: 1e-6, noNaN: true }), { minLength: 1, maxLength: 400 }),
);

describe("quantile bounds", () => {
  it("ascend, are finite and at most 32", () => {
    fc.assert(
      fc.property(anySample, (sample) => {
        const bounds = quantileBounds(Float64Array.from(sample).sort());
        expect(bounds.length).toBeGreaterThan(0);
        expect(bounds.length).toBeLessThanOrEqual(32);
        expect(
          bounds.every(
            (bound, index) => Number.isFinite(bound) && (index === 0 || bound > (bounds[index - 1] ?? bound)),
          ),
        ).toBe(true);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it("hold no more than twice a quantile's share in one bucket of a continuous sample", () => {
    const sample = Float64Array.from({ length: 6400 }, (_value, index) =>
      Math.exp(((index % 6400) / 6400) * 12 - 3),
    );
    const bounds = quantileBounds(sample.toSorted());
    const largest = Math.max(
      ...bounds.map(
        (bound, index) =>
          sample.filter((value) => value <= bound && value > (bounds[index - 1] ?? -1)).length,
      ),
    );
    expect(bounds).toHaveLength(32);
    expect(largest).toBeLessThanOrEqual(2 * (6400 / 32));
  });

  it("are readable", () => {
    const distances = Float64Array.from({ length: 1000 }, (_value, index) => 80 + index * 4.917);
    expect(quantileBounds(distances).slice(0, 6)).toEqual([160, 320, 480, 620, 780, 940]);
  });

  it("give each of a few distinct values its own bucket", () => {
    expect(quantileBounds(Float64Array.from([0, 0, 0, 0.5, 0.5, 7]))).toEqual([0, 0.5, 7]);
  });

  it("keep an atom in a bucket of its own quantile", () => {
    const precipitation = Float64Array.from(
      { length: 1000 },
      (_value, index) => Math.max(0, index - 899) / 100,
    );
    expect(quantileBounds(precipitation)[0]).toBe(0);
  });
});
