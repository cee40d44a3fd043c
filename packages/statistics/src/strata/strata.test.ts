import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeBreslowDay } from "./breslow-day.js";
import { computeCochranMantelHaenszel } from "./cochran-mantel-haenszel.js";
import { detectSimpson } from "./simpson.js";
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

  it("gives ratios the interval of statsmodels", () => {
    for (const one of ofFamily("odds-ratio")) {
      const interval = ratioIntervalOf(oddsRatioOf(toTable(one.input.table))!, 0.05);
      const [low = Number.NaN, high = Number.NaN] = [one.expected["ci95"]].flat();
      expect(interval.low).toBeCloseTo(low, 9);
      expect(interval.high).toBeCloseTo(high, 9);
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
