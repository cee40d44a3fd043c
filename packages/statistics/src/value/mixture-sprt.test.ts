import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { normalMixtureHalfWidth, normalMixtureLogRatio } from "../evidence/normal-mixture.js";
import { mixtureSprt } from "./mixture-sprt.js";

interface SprtCase {
  readonly x: readonly number[];
  readonly sigma2: number;
  readonly tau2: number;
  readonly theta0: number;
  readonly alpha: number;
  readonly lambda: readonly number[];
  readonly p: readonly number[];
  readonly halfWidthAt: Readonly<Record<string, number>>;
}
const { cases }: { cases: SprtCase[] } = JSON.parse(
  readFileSync(new URL("fixtures/mixture-sprt.json", import.meta.url), "utf8"),
);

function sumOf(row: readonly number[], power: number): number {
  return row.reduce((sum, value) => sum + value ** power, 0);
}

describe("mixture SPRT", () => {
  it.each(cases)("agrees with integrating the likelihood ratio numerically, τ² = $tau2", (one) => {
    const sums = Float64Array.from(one.x);
    const counts = new Float64Array(sums.length).fill(1);
    const { logRatio, pValue } = mixtureSprt({
      counts,
      sums,
      variance: one.sigma2,
      mixingVariance: one.tau2,
      nullMean: one.theta0,
    });
    one.lambda.forEach((lambda, t) => {
      expect(Math.abs(logRatio[t]! - Math.log(lambda))).toBeLessThan(1e-8);
      expect(Math.abs(pValue[t]! - one.p[t]!)).toBeLessThan(1e-8);
    });
    for (const [n, width] of Object.entries(one.halfWidthAt)) {
      const errorVariance = one.sigma2 / Number(n);
      const { alpha, tau2: mixingVariance } = one;
      expect(normalMixtureHalfWidth({ errorVariance, mixingVariance, alpha })).toBeCloseTo(width, 9);
      expect(normalMixtureLogRatio({ distance: width, errorVariance, mixingVariance })).toBeCloseTo(
        -Math.log(alpha),
        9,
      );
    }
  });

  it("does not depend on how rows are cut into windows, and estimates the variance far from 0", () => {
    const offset = 1e6;
    const x = Array.from({ length: 60 }, (_, t) => offset + Math.sin(7 * t) + 0.4);
    const cut = (width: number) => {
      const rows = Array.from({ length: 60 / width }, (_, w) => x.slice(w * width, (w + 1) * width));
      return mixtureSprt({
        counts: Float64Array.from(rows, (row) => row.length),
        sums: Float64Array.from(rows, (row) => sumOf(row, 1)),
        variance: { sumsOfSquares: Float64Array.from(rows, (row) => sumOf(row, 2)) },
        mixingVariance: 0.2,
        nullMean: offset,
      });
    };
    expect(cut(1).logRatio[59]).toBeCloseTo(cut(20).logRatio[2]!, 2);
    expect(cut(1).logRatio[0]).toBe(0);
    expect(cut(1).pValue[59]).toBeLessThan(0.05);
    for (let t = 1; t < 60; t++) expect(cut(1).pValue[t]).toBeLessThanOrEqual(cut(1).pValue[t - 1]!);
  });

  it("refuses a variance of 0 and arrays of unequal length", () => {
    const one = Float64Array.of(1);
    const base = { counts: one, sums: one, mixingVariance: 1, nullMean: 0 };
    expect(() => mixtureSprt({ ...base, variance: 0 })).toThrow(/errorVariance is 0/);
    expect(() => mixtureSprt({ ...base, sums: new Float64Array(2), variance: 1 })).toThrow(
      /1 windows, sums 2/,
    );
  });
});
