import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeBreslowDay } from "./breslow-day.js";
import { computeCochranMantelHaenszel } from "./cochran-mantel-haenszel.js";
import { decomposeMix } from "./kitagawa.js";
import { detectSimpson } from "./simpson.js";
import { totalOf } from "../value/group-windows.js";
import { postStratify } from "./post-stratify.js";
import { screenConfounders } from "./screen-confounders.js";
import { oddsRatioOf, ratioIntervalOf, riskRatioOf, type TwoByTwo } from "./two-by-two.js";
import { computeVanElteren } from "./van-elteren.js";

interface Case {
  readonly id: string;
  readonly family: string;
  readonly input: {
    readonly table: number[][];
    readonly tables: number[][][];
    readonly strata: { readonly ref: number[]; readonly cur: number[] }[];
  };
  readonly expected: Readonly<Record<string, number | readonly number[]>>;
  readonly tolerance: { readonly rel: number; readonly abs: number };
}

// Results of scipy and statsmodels; sources and versions stand in the file.
const cases: Case[] = JSON.parse(readFileSync(new URL("fixtures/cases.json", import.meta.url), "utf8")).cases;
const ofFamily = (family: string) => cases.filter((one) => one.family === family);
const toTable = ([treated, control]: number[][]): TwoByTwo => ({
  treatedYes: treated![0]!,
  treatedNo: treated![1]!,
  controlYes: control![0]!,
  controlNo: control![1]!,
});
function expectAll(one: Case, got: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(got)) {
    const expected = Number(one.expected[name]);
    const allowed = Math.max(one.tolerance.abs, one.tolerance.rel * Math.abs(expected));
    expect(
      Math.abs(value - expected),
      `${one.id} ${name}: ${value}, expected ${expected} ± ${allowed}`,
    ).toBeLessThanOrEqual(allowed);
  }
}

describe("stratified statistics against independent implementations", () => {
  it.each(ofFamily("cochran-mantel-haenszel"))("agrees with statsmodels on $id", (one) => {
    const tables = one.input.tables.map(toTable);
    const pooled = computeCochranMantelHaenszel(tables)!;
    const homogeneity = computeBreslowDay(tables)!;
    expectAll(one, {
      pooled_or: pooled.oddsRatio!.value,
      log_or_se: pooled.oddsRatio!.logStandardError,
      rr_pooled: pooled.riskRatio!.value,
      chi2: pooled.test!.chiSquare,
      p: pooled.test!.pValue,
      chi2_cc: pooled.correctedTest!.chiSquare,
      p_cc: pooled.correctedTest!.pValue,
      breslow_day: homogeneity.chiSquare,
      breslow_day_p: homogeneity.pValue,
      tarone: homogeneity.tarone.chiSquare,
      tarone_p: homogeneity.tarone.pValue,
    });
  });

  it.each(ofFamily("odds-ratio"))("agrees with statsmodels on $id", (one) => {
    const table = toTable(one.input.table);
    expectAll(one, {
      oratio: oddsRatioOf(table)!.value,
      log_se: oddsRatioOf(table)!.logStandardError,
      rr: riskRatioOf(table)!.value,
    });
  });

  it.each(ofFamily("van-elteren"))("agrees with ranks by scipy on $id", (one) => {
    const strata = one.input.strata.map(({ ref, cur }) => ({ reference: ref, current: cur }));
    const { z, pValue } = computeVanElteren(strata)!;
    expectAll(one, { z, p: pValue, chi2: z ** 2 });
  });
});

describe("laws of stratified statistics", () => {
  const count = fc.integer({ min: 1, max: 200 });
  const table = fc.record({ treatedYes: count, treatedNo: count, controlYes: count, controlNo: count });
  const tables = fc.array(table, { minLength: 1, maxLength: 6 });

  it("turns the effect round when the groups change places", () => {
    fc.assert(
      fc.property(tables, (strata) => {
        const there = computeCochranMantelHaenszel(strata)!;
        const back = computeCochranMantelHaenszel(
          strata.map((one) => ({
            treatedYes: one.controlYes,
            treatedNo: one.controlNo,
            controlYes: one.treatedYes,
            controlNo: one.treatedNo,
          })),
        )!;
        expect(there.riskDifference.value).toBeCloseTo(-back.riskDifference.value, 12);
        expect(there.riskDifference.standardError).toBeCloseTo(back.riskDifference.standardError, 12);
        expect(there.oddsRatio!.value * back.oddsRatio!.value).toBeCloseTo(1, 9);
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  it("gives the plain difference and its score-type error for one stratum", () => {
    const one = { treatedYes: 30, treatedNo: 70, controlYes: 20, controlNo: 80 };
    const { riskDifference } = computeCochranMantelHaenszel([one])!;
    expect(riskDifference.value).toBeCloseTo(0.1, 12);
    expect(riskDifference.standardError).toBeCloseTo(Math.sqrt((0.3 * 0.7 + 0.2 * 0.8) / 100), 3);
  });

  it("ignores strata that hold one group only, and answers null when no other is there", () => {
    const lonely = { treatedYes: 5, treatedNo: 5, controlYes: 0, controlNo: 0 };
    const both = { treatedYes: 30, treatedNo: 70, controlYes: 20, controlNo: 80 };
    expect(computeCochranMantelHaenszel([both, lonely])).toEqual(computeCochranMantelHaenszel([both]));
    expect(computeCochranMantelHaenszel([lonely])).toBeNull();
    expect(computeBreslowDay([both])).toBeNull();
    expect(oddsRatioOf(lonely)).toBeNull();
    expect(computeVanElteren([{ reference: [0, 0], current: [3, 4] }])).toBeNull();
  });

  const windowsOf = (rows: readonly { readonly count: number; readonly sum: number }[]) => ({
    counts: Float64Array.from(rows, ({ count }) => count),
    sums: Float64Array.from(rows, ({ count, sum }) => (count === 0 ? 0 : sum)),
  });
  const window = fc.record({
    count: fc.integer({ min: 0, max: 50 }),
    sum: fc.integer({ min: -500, max: 500 }),
  });
  const group = fc.array(window, { minLength: 4, maxLength: 4 }).map(windowsOf);
  const pairs = fc.array(fc.record({ treated: group, control: group }), { minLength: 1, maxLength: 5 });

  it("splits a difference of means into mix and within without remainder, window by window", () => {
    fc.assert(
      fc.property(pairs, (strata) => {
        const parts = decomposeMix(strata);
        const rows = (side: "treated" | "control") =>
          strata.reduce((sum, stratum) => sum + totalOf(stratum[side].counts), 0);
        if (rows("treated") === 0 || rows("control") === 0) {
          expect(parts).toBeNull();
          return;
        }
        const { total, mix, within } = parts!;
        expect(mix.value + within.value).toBeCloseTo(total.value, 9);
        total.influences.forEach((influence, t) =>
          expect(mix.influences[t]! + within.influences[t]!).toBeCloseTo(influence, 9),
        );
        for (const part of [mix, within]) expect(totalOf(part.influences)).toBeCloseTo(0, 9);
      }),
      { seed: 9, numRuns: 300 },
    );
  });

  it("sees mix alone where means agree within strata, and within alone where shares agree", () => {
    const stratum = (counts: number[], means: number[]) => ({
      treated: windowsOf([{ count: counts[0]!, sum: counts[0]! * means[0]! }]),
      control: windowsOf([{ count: counts[1]!, sum: counts[1]! * means[1]! }]),
    });
    const mixed = decomposeMix([stratum([80, 20], [5, 5]), stratum([20, 80], [1, 1])])!;
    expect([mixed.mix.value, mixed.within.value]).toEqual([expect.closeTo(2.4, 12), expect.closeTo(0, 12)]);
    const inside = decomposeMix([stratum([80, 8], [5, 4]), stratum([20, 2], [1, 0])])!;
    expect([inside.mix.value, inside.within.value]).toEqual([expect.closeTo(0, 12), expect.closeTo(1, 12)]);
  });

  it("moves each part as each window would: influences are derivatives", () => {
    const random = (seed: number) => ((seed * 48_271) % 101) / 101;
    const strata = [1, 2, 3].map((k) => {
      const group = (side: number) =>
        windowsOf(
          [0, 1, 2, 3].map((t) => ({ count: 10 + k + t * side, sum: 50 * random(k * 7 + t + side) })),
        );
      return { treated: group(1), control: group(2) };
    });
    const parts = decomposeMix(strata)!;
    const step = 1e-6;
    // a window that counts (1 + step)-fold moves the part by step × its influence
    for (const t of [0, 1, 2, 3]) {
      const grow = ({ counts, sums }: { counts: Float64Array; sums: Float64Array }) => ({
        counts: counts.map((count, w) => (w === t ? count * (1 + step) : count)),
        sums: sums.map((sum, w) => (w === t ? sum * (1 + step) : sum)),
      });
      const moved = decomposeMix(
        strata.map(({ treated, control }) => ({ treated: grow(treated), control: grow(control) })),
      )!;
      expect((moved.mix.value - parts.mix.value) / step).toBeCloseTo(parts.mix.influences[t]!, 4);
      expect((moved.within.value - parts.within.value) / step).toBeCloseTo(parts.within.influences[t]!, 4);
    }
  });

  it("ranks first the attribute whose adjustment moves the effect most, and says by how much", () => {
    const pair = (treatedRows: number, controlRows: number, level: number) => ({
      treated: windowsOf([0, 1, 2].map((t) => ({ count: treatedRows, sum: treatedRows * level }))),
      control: windowsOf([0, 1, 2].map((t) => ({ count: controlRows, sum: controlRows * level + t }))),
    });
    const confounded = [pair(90, 10, 1), pair(10, 90, 9)];
    const harmless = [pair(50, 50, 4), pair(50, 50, 6)];
    const screens = screenConfounders([
      { name: "harmless", strata: harmless },
      { name: "one side only", strata: [pair(10, 0, 3), pair(0, 5, 3)] },
      { name: "confounded", strata: confounded },
    ]);
    expect(screens.map(({ name }) => name)).toEqual(["confounded", "harmless"]);
    const [first, second] = screens;
    expect(first!.movement.value).toBeCloseTo(first!.adjusted - first!.pooled, 12);
    expect(first!.movement.value).toBeGreaterThan(5);
    expect(Math.abs(second!.movement.value)).toBeLessThan(0.1);
    expect(totalOf(first!.movement.influences)).toBeCloseTo(0, 9);
    expect(first!.comparableShare).toBe(1);
  });

  it("says what a stated population would show, and that an unseen part of it is unknown", () => {
    const stratum = (share: number, values: readonly number[]) => ({
      share,
      count: values.length,
      sum: values.reduce((a, b) => a + b, 0),
      sumOfSquares: values.reduce((a, b) => a + b * b, 0),
    });
    const result = postStratify([stratum(0.25, [1, 2, 3]), stratum(0.75, [10, 14])], { alpha: 0.05 });
    if (result.kind !== "value") throw new Error("expected a value");
    expect(result.value).toBeCloseTo(0.25 * 2 + 0.75 * 12, 12);
    // √(.25²·1/3 + .75²·8/2)
    expect(result.standardError).toBeCloseTo(Math.sqrt(0.0625 / 3 + 0.5625 * 4), 12);
    expect(result.high - result.value).toBeCloseTo(1.959963984540054 * result.standardError, 9);
    expect(postStratify([stratum(0.5, [1, 2]), stratum(0.5, [])], { alpha: 0.05 })).toMatchObject({
      kind: "undetermined",
      reason: "too-few",
    });
    expect(() => postStratify([stratum(0.5, [1, 2])], { alpha: 0.05 })).toThrow(/shares are 0\.5/);
  });

  it("gives ratios the interval of statsmodels", () => {
    for (const one of ofFamily("odds-ratio")) {
      const interval = ratioIntervalOf(oddsRatioOf(toTable(one.input.table))!, 0.05);
      const [low, high] = [one.expected["ci95"]].flat();
      expect(interval.low).toBeCloseTo(Number(low), 9);
      expect(interval.high).toBeCloseTo(Number(high), 9);
    }
  });

  it("warns of Simpson's paradox in Berkeley's admissions of 1973, and not where pooled and stratified agree", () => {
    const berkeley = ofFamily("cochran-mantel-haenszel")
      .find((one) => one.id.includes("berkeley"))!
      .input.tables.map(toTable);
    const total = berkeley.reduce((sum, one) => ({
      treatedYes: sum.treatedYes + one.treatedYes,
      treatedNo: sum.treatedNo + one.treatedNo,
      controlYes: sum.controlYes + one.controlYes,
      controlNo: sum.controlNo + one.controlNo,
    }));
    const pooled =
      total.treatedYes / (total.treatedYes + total.treatedNo) -
      total.controlYes / (total.controlYes + total.controlNo);
    const { value, standardError } = computeCochranMantelHaenszel(berkeley)!.riskDifference;
    expect(pooled).toBeGreaterThan(0.1);
    expect(value).toBeLessThan(0);
    expect(
      detectSimpson(pooled, { value, low: value - 1.96 * standardError, high: value + 1.96 * standardError }),
    ).toBe("outside-interval");
    expect(detectSimpson(0.01, { value: -0.05, low: -0.07, high: -0.03 })).toBe("opposite-sign");
    expect(detectSimpson(-0.04, { value: -0.05, low: -0.07, high: -0.03 })).toBe("none");
    expect(detectSimpson(0.001, { value: -0.001, low: -0.01, high: 0.01 })).toBe("none");
  });
});
