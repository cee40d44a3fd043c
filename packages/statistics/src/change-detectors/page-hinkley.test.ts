import { array, assert as assertProperty, double, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { detectWithPageHinkley } from "./page-hinkley.js";

const values = array(double({ min: -10, max: 10, noNaN: true }), { maxLength: 300 });
const options = { minInstances: 5, threshold: 3 } as const;

describe("Page–Hinkley", () => {
  it("reports a rise as up, a fall as down, either as both", () => {
    const rise = Array.from({ length: 200 }, (_, index) => (index < 100 ? 0 : 1));
    const fall = rise.map((value) => -value);
    expect(detectWithPageHinkley(rise, { ...options, mode: "up" })[0]).toBeGreaterThanOrEqual(100);
    expect(detectWithPageHinkley(rise, { ...options, mode: "down" })).toEqual([]);
    expect(detectWithPageHinkley(fall, { ...options, mode: "down" })[0]).toBeGreaterThanOrEqual(100);
    expect(detectWithPageHinkley(fall, { ...options, mode: "up" })).toEqual([]);
    expect(detectWithPageHinkley(rise, options)).toEqual(detectWithPageHinkley(fall, options));
  });

  it("up on a stream is down on its mirror image", () => {
    assertProperty(
      property(values, (stream) => {
        const mirrored = stream.map((value) => -value);
        expect(detectWithPageHinkley(mirrored, { ...options, mode: "down" })).toEqual(
          detectWithPageHinkley(stream, { ...options, mode: "up" }),
        );
      }),
    );
  });

  it("decides nothing before it has enough values, and forgets them after each report", () => {
    assertProperty(
      property(values, (stream) => {
        let previous = -1;
        for (const index of detectWithPageHinkley(stream, options)) {
          expect(index - previous).toBeGreaterThanOrEqual(options.minInstances);
          previous = index;
        }
      }),
    );
  });

  it("refuses what cannot be", () => {
    expect(() => detectWithPageHinkley([1, NaN])).toThrow("values[1] is NaN");
    expect(() => detectWithPageHinkley([], { threshold: 0 })).toThrow("threshold is 0");
    expect(() => detectWithPageHinkley([], { alpha: 2 })).toThrow("alpha is 2");
    expect(() => detectWithPageHinkley([], { minInstances: 0 })).toThrow("minInstances is 0");
  });
});
