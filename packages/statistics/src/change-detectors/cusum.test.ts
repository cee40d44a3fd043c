import { array, assert as assertProperty, double, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { cusumAverageRunLength } from "./cusum-average-run-length.js";
import { detectWithCusum } from "./cusum.js";

const design = { target: 0, deviation: 1 } as const;

describe("CUSUM", () => {
  it("gives the sums of a worked example, in standard deviations", () => {
    const { up, down, detectedAt } = detectWithCusum([12, 14, 6, 16, 20], {
      target: 10,
      deviation: 2,
      threshold: 3,
    });
    // z = 1, 2, −2, 3, 5
    expect(Array.from(up)).toEqual([0.5, 2, 0, 2.5, 7]);
    expect(Array.from(down)).toEqual([0, 0, 1.5, 0, 0]);
    expect(detectedAt).toEqual([{ index: 4, direction: "up" }]);
  });

  it("sees a fall where its mirror image rises", () => {
    assertProperty(
      property(array(double({ min: -5, max: 5, noNaN: true }), { maxLength: 200 }), (stream) => {
        const here = detectWithCusum(stream, design);
        const mirrored = detectWithCusum(
          stream.map((value) => -value),
          design,
        );
        expect(mirrored.up).toEqual(here.down);
        expect(mirrored.down).toEqual(here.up);
        expect(mirrored.detectedAt.map(({ index }) => index)).toEqual(
          here.detectedAt.map(({ index }) => index),
        );
      }),
    );
  });

  it("refuses what cannot be", () => {
    expect(() => detectWithCusum([0], { target: 0, deviation: 0 })).toThrow("deviation is 0");
    expect(() => detectWithCusum([NaN], design)).toThrow("values[0] is NaN");
    expect(() => cusumAverageRunLength({ referenceValue: 0 })).toThrow("referenceValue is 0");
    expect(() => cusumAverageRunLength({ threshold: Infinity })).toThrow("threshold is Infinity");
  });
});

describe("the average run length of CUSUM", () => {
  // Lucas and Crosier (Technometrics 1982), table 1: k = ½, no head start
  it.each([
    { threshold: 4, shift: 0, published: 168 },
    { threshold: 4, shift: 0.5, published: 26.6 },
    { threshold: 4, shift: 1, published: 8.38 },
    { threshold: 4, shift: 2, published: 3.34 },
    { threshold: 5, shift: 0, published: 465 },
    { threshold: 5, shift: 0.5, published: 38 },
    { threshold: 5, shift: 1, published: 10.4 },
    { threshold: 5, shift: 2, published: 4.01 },
  ])("at h = $threshold and a shift of $shift sd is the published $published", ({ published, ...at }) => {
    expect(Math.abs(cusumAverageRunLength(at) / published - 1)).toBeLessThan(0.004);
  });

  it("is 1/P(|Z| > h + k) where the first value decides almost surely", () => {
    // with a large k no sum survives a value, so that values alarm one by one: P(|Z| > 4.001) from tables
    expect(cusumAverageRunLength({ referenceValue: 4, threshold: 0.001 }) * 6.3073e-5).toBeCloseTo(1, 3);
  });

  it("grows with the threshold and falls with the shift, whatever its sign", () => {
    assertProperty(
      property(
        double({ min: 0.1, max: 1.5, noNaN: true }),
        double({ min: 1, max: 6, noNaN: true }),
        double({ min: 0.1, max: 3, noNaN: true }),
        (referenceValue, threshold, shift) => {
          const at = (more: object) => cusumAverageRunLength({ referenceValue, threshold, ...more });
          expect(at({ threshold: threshold + 0.5 })).toBeGreaterThan(at({}));
          expect(at({ shift })).toBeLessThan(at({}));
          expect(at({ shift: -shift })).toBeCloseTo(at({ shift }), 6);
        },
      ),
      { numRuns: 30 },
    );
  });
});
