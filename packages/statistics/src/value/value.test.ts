import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CrossMoments } from "./cross-moments.js";
import { computeCuped } from "./cuped.js";
import { computeRatioOfSums } from "./ratio-of-sums.js";
import {
  contrastMeans,
  contrastRatio,
  contrastWithinStrata,
  standardErrorOf,
  toPseudoValues,
} from "./window-contrast.js";

interface Case {
  readonly family: string;
  readonly input: {
    readonly num: number[];
    readonly den: number[];
    readonly y: number[];
    readonly x_pre: number[];
    readonly group: number[];
  };
  readonly expected: Readonly<Record<string, number>>;
}

// Results of numpy and scipy; sources and versions stand in the file.
const cases: Case[] = JSON.parse(readFileSync(new URL("fixtures/cases.json", import.meta.url), "utf8")).cases;

function momentsOf(x: readonly number[], y: readonly number[]): CrossMoments {
  const add = (pick: (i: number) => number) => x.reduce((sum, _, i) => sum + pick(i), 0);
  return {
    count: x.length,
    sumX: add((i) => x[i]!),
    sumY: add((i) => y[i]!),
    sumXX: add((i) => x[i]! ** 2),
    sumYY: add((i) => y[i]! ** 2),
    sumXY: add((i) => x[i]! * y[i]!),
  };
}

describe("value statistics against independent implementations", () => {
  it("agrees with numpy on a ratio of sums and its error", () => {
    const { input, expected } = cases.find((one) => one.family === "ratio-delta")!;
    const ratio = computeRatioOfSums(momentsOf(input.num, input.den))!;
    expect(ratio.value).toBeCloseTo(expected["ratio"]!, 12);
    expect(ratio.standardError).toBeCloseTo(expected["se"]!, 12);
  });

  it("agrees with scipy on CUPED from sums", () => {
    const { input, expected } = cases.find((one) => one.family === "cuped")!;
    const arm = (group: number) => {
      const own = (values: readonly number[]) => values.filter((_, i) => input.group[i] === group);
      return momentsOf(own(input.y), own(input.x_pre));
    };
    const cuped = computeCuped(arm(1), arm(0))!;
    expect(cuped.theta).toBeCloseTo(expected["theta"]!, 9);
    expect(cuped.effect).toBeCloseTo(expected["effect"]!, 9);
    expect(cuped.rawEffect).toBeCloseTo(expected["raw_effect"]!, 9);
    expect(cuped.varianceReduction).toBeCloseTo(expected["var_reduction"]!, 9);
    expect(cuped.effect / cuped.standardError).toBeCloseTo(expected["t"]!, 9);
  });
});

const groupsOf = (rows: readonly { a: number; b: number; x: number; y: number }[]) => ({
  treated: {
    counts: Float64Array.from(rows, (row) => row.a),
    sums: Float64Array.from(rows, (row) => (row.a === 0 ? 0 : row.x)),
  },
  control: {
    counts: Float64Array.from(rows, (row) => row.b),
    sums: Float64Array.from(rows, (row) => (row.b === 0 ? 0 : row.y)),
  },
});

describe("contrasts of windows", () => {
  const windows = fc.array(
    fc.record({
      a: fc.integer({ min: 0, max: 30 }),
      b: fc.integer({ min: 0, max: 30 }),
      x: fc.integer({ min: -900, max: 900 }),
      y: fc.integer({ min: -900, max: 900 }),
    }),
    { minLength: 2, maxLength: 20 },
  );
  it("turns a contrast into one number per window whose mean is the contrast", () => {
    fc.assert(
      fc.property(windows, (rows) => {
        const { treated, control } = groupsOf(rows);
        const contrast = contrastMeans(treated, control);
        if (contrast === null) return;
        const values = toPseudoValues(contrast);
        expect(values.length).toBe(contrast.windows);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        expect(mean).toBeCloseTo(contrast.value, 8);
      }),
      { seed: 10, numRuns: 300 },
    );
  });

  it("equals the plain difference within one stratum", () => {
    fc.assert(
      fc.property(windows, (rows) => {
        const groups = groupsOf(rows);
        expect(contrastWithinStrata([groups])?.value).toEqual(
          contrastMeans(groups.treated, groups.control)?.value,
        );
      }),
      { seed: 11, numRuns: 100 },
    );
  });

  it("does not see an effect of the window that both groups share", () => {
    const shared = [0, 5, -3, 20, 7];
    const group = (effect: number) => ({
      counts: Float64Array.from(shared, () => 10),
      sums: Float64Array.from(shared, (day) => 10 * (day + effect)),
    });
    const contrast = contrastMeans(group(2), group(0))!;
    expect(contrast.value).toBeCloseTo(2, 12);
    expect(standardErrorOf(contrast)).toBeCloseTo(0, 12);
  });

  it("gives the error of a mean of independent windows, and none for one window", () => {
    const treated = { counts: Float64Array.of(1, 1, 1, 1), sums: Float64Array.of(1, 2, 3, 6) };
    const control = { counts: Float64Array.of(1, 1, 1, 1), sums: Float64Array.of(0, 0, 0, 0) };
    expect(standardErrorOf(contrastMeans(treated, control)!)).toBeCloseTo(Math.sqrt(14 / 3 / 4), 12);
    const one = { counts: Float64Array.of(3), sums: Float64Array.of(3) };
    expect(standardErrorOf(contrastMeans(one, one)!)).toBeNull();
    expect(contrastMeans(one, { counts: Float64Array.of(0), sums: Float64Array.of(0) })).toBeNull();
    expect(contrastRatio(treated, control)).toBeNull();
    expect(contrastRatio(one, one)!.value).toBe(1);
  });
});
