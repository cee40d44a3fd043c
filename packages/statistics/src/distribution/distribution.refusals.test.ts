import { describe, expect, it } from "vitest";
import { mergeDistributions, subtractDistributions } from "./combine.js";
import { createCategoricalDistribution, createNumericDistribution } from "./create-distribution.js";
import type { DistributionWindows } from "./distribution.js";
import { distributionFromValues } from "./from-values.js";
import { meanOf, varianceOf } from "./moments.js";
import { quantileInterval } from "./quantile-interval.js";
import { sumWindows, windowDistribution } from "./windows.js";

describe("a distribution refuses", () => {
  it.each([
    ["bounds[1]", { bounds: [1, 1], counts: [0, 0, 0] }],
    ["bounds[0]", { bounds: [Number.NaN], counts: [0, 0] }],
    ["counts[0]", { bounds: [1], counts: [-1, 0] }],
    ["counts[1]", { bounds: [1], counts: [0, 0.5] }],
    ["counts has", { bounds: [1], counts: [1] }],
    ["counts add up to", { bounds: [1], counts: [2 ** 53 - 1, 1] }],
    ["sum is", { bounds: [1], counts: [1, 0], sum: Infinity }],
    ["sumOfSquares", { bounds: [1], counts: [1, 0], sum: 4, sumOfSquares: 1 }],
    ["min is", { bounds: [1], counts: [1, 0], min: 2, max: 1 }],
  ])("a broken argument and names it: %s", (name, input) => {
    expect(() => createNumericDistribution(input)).toThrow(`[invalid-argument] ${name}`);
  });

  it("a category named twice", () => {
    expect(() => createCategoricalDistribution({ categories: ["a", "a"], counts: [1, 2] })).toThrow(/twice/);
  });

  it("NaN and infinite values", () => {
    expect(() => distributionFromValues([1, Number.NaN], [0])).toThrow(/values\[1\] is NaN/);
    expect(() => distributionFromValues([-Infinity], [0])).toThrow(/values\[0\] is -Infinity/);
  });

  it("to merge more values than doubles can count", () => {
    const full = createNumericDistribution({ bounds: [0], counts: [2 ** 53 - 1, 0] });
    const one = createNumericDistribution({ bounds: [0], counts: [0, 1] });
    expect(() => mergeDistributions(full, one)).toThrow(/counts add up to/);
  });

  it("to merge unequal bounds, and to give more than it holds", () => {
    const a = distributionFromValues([1], [0]);
    expect(() => mergeDistributions(a, distributionFromValues([1], [2]))).toThrow(/different layouts/);
    expect(() => subtractDistributions(a, distributionFromValues([1, 1], [0]))).toThrow(/cell 1 holds 1/);
  });
});

describe("a distribution does not know", () => {
  const empty = distributionFromValues([], [0]);

  it("mean, variance or quantile of nothing", () => {
    for (const answer of [meanOf(empty), varianceOf(empty), quantileInterval(empty, 0.5)]) {
      expect(answer).toEqual({ kind: "undetermined", reason: "empty", counts: { current: 0 } });
    }
  });

  it("the mean of values in an open tail without sum, min and max", () => {
    const tail = createNumericDistribution({ bounds: [0], counts: [0, 3] });
    expect(meanOf(tail)).toMatchObject({ kind: "undetermined", reason: "open-tail" });
    expect(quantileInterval(tail, 0.5)).toEqual({ kind: "value", low: 0, high: Infinity });
  });
});

describe("windows", () => {
  const windows: DistributionWindows = {
    layout: { kind: "numeric", bounds: Float64Array.of(0) },
    windows: 3,
    cells: 2,
    counts: Float64Array.of(1, 2, 3, 4, 5, 6),
    totals: Float64Array.of(3, 7, 11),
    sums: Float64Array.of(1, 1, 1),
  };

  it("are views: no copy is made", () => {
    const second = windowDistribution(windows, 1);
    expect([...second.counts]).toEqual([3, 4]);
    expect(second.counts.buffer).toBe(windows.counts.buffer);
    expect(second).toMatchObject({ count: 7, sum: 1 });
  });

  it("sum over a half-open range, down to none", () => {
    expect(sumWindows(windows, 0, 3)).toMatchObject({ count: 21, sum: 3, counts: Float64Array.of(9, 12) });
    expect(sumWindows(windows, 2, 2)).toMatchObject({ count: 0 });
    expect(() => sumWindows(windows, 1, 4)).toThrow(/windows 1 to 4/);
  });
});
