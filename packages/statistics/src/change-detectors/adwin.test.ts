import { array, assert as assertProperty, double, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { Adwin } from "./adwin.js";
import { adaptiveWindows, detectWithAdwin } from "./detect-with-adwin.js";

const values = array(double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 400 });

/** 200 values around 0.2, then 200 around 0.8, without any chance. */
const step = Array.from({ length: 400 }, (_, index) => (index < 200 ? 0.2 : 0.8) + 0.05 * Math.sin(index));

const sumsOf = (rows: readonly number[][]) => ({
  counts: rows.map((row) => row.length),
  sums: rows.map((row) => row.reduce((sum, x) => sum + x, 0)),
  sumsOfSquares: rows.map((row) => row.reduce((sum, x) => sum + x * x, 0)),
});

describe("the adaptive window", () => {
  it("keeps count, mean and rows of exactly the values that it did not drop", () => {
    assertProperty(
      property(values, (stream) => {
        const detector = new Adwin({ clock: 1 });
        for (const value of stream) detector.add({ count: 1, sum: value, squaredDeviations: 0 });
        const kept = stream.slice(stream.length - detector.batches);
        expect(detector.width).toBe(kept.length);
        expect(detector.mean).toBeCloseTo(kept.reduce((sum, value) => sum + value, 0) / kept.length, 9);
      }),
    );
  });

  it("never cuts a constant stream", () => {
    expect(detectWithAdwin(new Float64Array(5000).fill(0.3), { clock: 1 })).toMatchObject({
      detectedAt: [],
      finalWidth: 5000,
    });
  });

  it("drops what came before a step, and nothing after it", () => {
    const { detectedAt, widthAtDetection } = detectWithAdwin(step, { clock: 1 });
    expect(detectedAt[0]).toBeGreaterThanOrEqual(200);
    expect(detectedAt[0]).toBeLessThan(220);
    expect(widthAtDetection[0]).toBeLessThan(detectedAt[0]!);
  });

  it("answers the same in any unit when it is told the range", () => {
    const inUnits = step.map((value) => value * 1000);
    expect(detectWithAdwin(inUnits, { range: 1000 }).detectedAt).toEqual(detectWithAdwin(step).detectedAt);
  });

  it("is empty before the first value and says so", () => {
    expect(detectWithAdwin([])).toEqual({
      detectedAt: [],
      widthAtDetection: [],
      finalWidth: 0,
      finalMean: null,
    });
  });
});

describe("adaptive windows", () => {
  it("of one row each are those of the stream without its restarts", () => {
    const windows = adaptiveWindows(sumsOf(step.map((value) => [value])));
    const detector = new Adwin({ clock: 1 });
    step.forEach((value, index) => {
      detector.add({ count: 1, sum: value, squaredDeviations: 0 });
      expect(windows.first[index]).toBe(index + 1 - detector.batches);
    });
    expect(windows.cuts[0]!.window).toBe(detectWithAdwin(step, { clock: 1 }).detectedAt[0]);
  });

  it("begin after the step, whatever empty windows lie between", () => {
    const rows = Array.from({ length: 40 }, (_, window) =>
      window % 7 === 3 ? [] : step.slice(window * 10, window * 10 + 10),
    );
    const { first, cuts } = adaptiveWindows(sumsOf(rows));
    expect(cuts.length).toBeGreaterThan(0);
    expect(first[39]).toBeGreaterThanOrEqual(18);
    expect(first[39]).toBeLessThanOrEqual(21);
    expect(rows[first[39]!]!.length).toBeGreaterThan(0);
  });

  it("refuses what cannot be", () => {
    const windows = { counts: [1], sums: [1], sumsOfSquares: [1] };
    expect(() => adaptiveWindows({ ...windows, sums: [] })).toThrow("1, 0 and 1 windows");
    expect(() => adaptiveWindows({ ...windows, counts: [1.5] })).toThrow("count is 1.5");
    expect(() => detectWithAdwin([NaN])).toThrow("sum is NaN");
    expect(() => detectWithAdwin([], { delta: 0 })).toThrow("delta is 0");
    expect(() => detectWithAdwin([], { clock: 0.5 })).toThrow("clock is 0.5");
    expect(() => detectWithAdwin([], { range: 0 })).toThrow("range is 0");
  });
});
