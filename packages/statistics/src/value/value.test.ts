import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CrossMoments } from "./cross-moments.js";
import { computeCuped } from "./cuped.js";
import { adjustForCovariate } from "./adjust-for-covariate.js";
import { effectIntervalOf } from "./effect-interval.js";
import { liftOfEntities } from "./entity-lift.js";
import { compareRatiosOfSums, computeRatioOfSums } from "./ratio-of-sums.js";
import {
  contrastInPopulation,
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
    expect(cuped.test!.t).toBeCloseTo(expected["t"]!, 9);
    expect(cuped.test!.pValue).toBeCloseTo(expected["p"]!, 9);
  });
});

/** A contrast that is the mean of these values, one per window. */
function contrastOf(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    value: mean,
    influences: Float64Array.from(values, (value) => (value - mean) / values.length),
    holdsRows: new Uint8Array(values.length).fill(1),
    windows: values.length,
  };
}

/** One window for each row of value and covariate. */
function armOf(rows: readonly (readonly [number, number])[]) {
  return {
    counts: Float64Array.from(rows, () => 1),
    sums: Float64Array.from(rows, ([x]) => x),
    covariateSums: Float64Array.from(rows, ([, y]) => y),
  };
}

function twoWindows(difference: number) {
  return {
    treated: { counts: Float64Array.of(10, 10), sums: Float64Array.of(10 * difference, 10 * difference) },
    control: { counts: Float64Array.of(10, 10), sums: Float64Array.of(0, 0) },
  };
}

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

describe("the interval of an effect", () => {
  const values = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 5, maxLength: 60 });

  it("excludes no effect exactly where the evidence reaches the threshold", () => {
    fc.assert(
      fc.property(values, fc.double({ min: -20, max: 20, noNaN: true }), (raw, noEffect) => {
        const interval = effectIntervalOf(contrastOf(raw), { alpha: 0.05, noEffect });
        if (interval === null) return;
        const excluded = interval.low > noEffect || interval.high < noEffect;
        const nearEdge =
          Math.min(Math.abs(interval.low - noEffect), Math.abs(interval.high - noEffect)) < 1e-9;
        if (!nearEdge) expect(excluded).toBe(interval.logEvidence > -Math.log(0.05));
      }),
      { seed: 14, numRuns: 300 },
    );
  });

  it("is wider where neighbouring windows resemble each other, and says what they are worth", () => {
    const wave = Array.from({ length: 80 }, (_, t) => Math.sin(t / 6) + 0.3 * Math.sin(7 * t));
    const shuffled = wave.map((_, t) => wave[(t * 37) % 80]!);
    const alike = effectIntervalOf(contrastOf(wave), { alpha: 0.05 })!;
    const apart = effectIntervalOf(contrastOf(shuffled), { alpha: 0.05 })!;
    expect(alike.effectiveUnits).toBeLessThan(40);
    expect(apart.effectiveUnits).toBeGreaterThan(60);
    expect(alike.high - alike.low).toBeGreaterThan(1.3 * (apart.high - apart.low));
  });

  it("is not given for four windows or windows that are all the same", () => {
    expect(effectIntervalOf(contrastOf([1, 2, 3, 4]), { alpha: 0.05 })).toBeNull();
    expect(effectIntervalOf(contrastOf([0.1, 0.1, 0.1, 0.1, 0.1]), { alpha: 0.05 })).toBeNull();
    // a memory as long as the series leaves no independent windows to bound anything with
    const slow = Array.from({ length: 80 }, (_, t) => Math.sin(t / 30));
    expect(effectIntervalOf(contrastOf(slow), { alpha: 0.05 })).toBeNull();
  });
});

describe("covariates, populations and entities", () => {
  it("adjusting windows gives the effect of CUPED from sums", () => {
    const { input } = cases.find((one) => one.family === "cuped")!;
    const own = (group: number) =>
      input.y.flatMap((x, i) => (input.group[i] === group ? [[x, input.x_pre[i]!] as const] : []));
    const sums = (group: number) =>
      momentsOf(
        own(group).map(([x]) => x),
        own(group).map(([, y]) => y),
      );
    const cuped = computeCuped(sums(1), sums(0))!;
    const adjusted = adjustForCovariate(armOf(own(1)), armOf(own(0)), cuped.theta);
    expect(contrastMeans(adjusted.treated, adjusted.control)!.value).toBeCloseTo(cuped.effect, 10);
    const raw = contrastMeans(armOf(own(1)), armOf(own(0)))!;
    const reduced = contrastMeans(adjusted.treated, adjusted.control)!;
    expect(standardErrorOf(reduced)!).toBeLessThan(standardErrorOf(raw)!);
  });

  it("weights strata by a stated population, and says null where a part of it lacks a group", () => {
    const empty = { counts: new Float64Array(2), sums: new Float64Array(2) };
    const lonely = { ...twoWindows(9), control: empty };
    const strata = [
      { ...twoWindows(1), share: 3 },
      { ...twoWindows(5), share: 1 },
    ];
    expect(contrastInPopulation(strata)!.value).toBeCloseTo(2, 12);
    expect(contrastInPopulation([...strata, { ...lonely, share: 0 }])!.value).toBeCloseTo(2, 12);
    expect(contrastInPopulation([...strata, { ...lonely, share: 0.1 }])).toBeNull();
  });

  it("compares two arms' ratios of sums by the delta method", () => {
    const a = momentsOf([2, 4, 9], [1, 2, 3]);
    const b = momentsOf([1, 2, 2], [1, 2, 3]);
    const both = compareRatiosOfSums(a, b)!;
    expect(both.difference.value).toBeCloseTo(15 / 6 - 5 / 6, 12);
    expect(both.quotient!.value).toBeCloseTo(3, 12);
    const [first, second] = [computeRatioOfSums(a)!, computeRatioOfSums(b)!];
    // relative errors add in squares
    expect(both.quotient!.standardError / 3).toBeCloseTo(
      Math.hypot(first.standardError / first.value, second.standardError / second.value),
      12,
    );
    expect(compareRatiosOfSums(a, momentsOf([1, -1, 0], [1, 2, 3]))!.quotient).toBeNull();
  });

  it("counts entities, refuses impossible sums, and gives no ratio to a mean that may be 0", () => {
    const treated = { count: 5000, sum: 5500, sumOfSquares: 11_000 };
    const control = { count: 5000, sum: 5000, sumOfSquares: 10_000 };
    const { difference, ratio } = liftOfEntities(treated, control, { alpha: 0.05 })!;
    expect(difference.value).toBeCloseTo(0.1, 12);
    expect(difference).toMatchObject({ unit: "entity", units: 10_000 });
    expect(difference.low).toBeGreaterThan(0);
    // always-valid at the size it is tuned for: between 1.4 and 1.9 times the fixed-size half width of 1.96 standard errors
    const error = Math.sqrt((11_000 - 5500 ** 2 / 5000 + (10_000 - 5000)) / 4999 / 5000);
    const inflation = (difference.high - difference.value) / (1.959964 * error);
    expect(inflation).toBeGreaterThan(1.3);
    expect(inflation).toBeLessThan(1.9);
    expect(ratio!.value).toBeCloseTo(1.1, 12);
    expect(ratio!.low).toBeGreaterThan(1);
    expect(liftOfEntities(treated, { ...control, sum: 10 }, { alpha: 0.05 })!.ratio).toBeNull();
    expect(liftOfEntities(treated, { count: 29, sum: 1, sumOfSquares: 5 }, { alpha: 0.05 })).toBeNull();
    expect(() => liftOfEntities({ ...treated, sumOfSquares: 10 }, control, { alpha: 0.05 })).toThrow(
      /treated has count 5000/,
    );
  });
});
