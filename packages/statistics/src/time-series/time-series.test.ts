import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { autocorrelations } from "./autocorrelation.js";
import { blockBootstrap, bootstrapInterval, bootstrapPValue } from "./block-bootstrap.js";
import { andrewsBandwidth, neweyWestMean } from "./newey-west.js";

interface SeriesCase {
  readonly name: string;
  readonly x: readonly number[];
  readonly lags: number;
  readonly mean: number;
  readonly se: number;
  readonly seSmallSample: number;
  readonly acf: readonly number[];
  readonly acfAdjusted: readonly number[];
}
const { cases }: { cases: SeriesCase[] } = JSON.parse(
  readFileSync(new URL("fixtures/statsmodels-series.json", import.meta.url), "utf8"),
);
const relative = (got: number, expected: number) =>
  Math.abs(got - expected) / Math.max(1e-12, Math.abs(expected));

describe("series against statsmodels", () => {
  it.each(cases)(
    "gives the same Newey–West errors on $name",
    ({ x, lags, mean, se, seSmallSample, name }) => {
      const got = neweyWestMean(Float64Array.from(x), { lags })!;
      // around 1e9 the oracle's own mean keeps 16 − 9 digits of a deviation
      const tolerance = name === "huge-offset" ? 1e-6 : 1e-9;
      expect(relative(got.mean, mean)).toBeLessThan(1e-12);
      expect(relative(got.standardError, se)).toBeLessThan(tolerance);
      expect(relative(got.smallSampleError, seSmallSample)).toBeLessThan(tolerance);
    },
  );

  it.each(cases)("gives the same autocorrelations on $name", ({ x, lags, acf, acfAdjusted, name }) => {
    const tolerance = name === "huge-offset" ? 1e-6 : 1e-9;
    const plain = autocorrelations(Float64Array.from(x), { lags })!;
    const adjusted = autocorrelations(Float64Array.from(x), { lags, adjusted: true })!;
    acf.forEach((expected, lag) => expect(Math.abs(plain[lag]! - expected)).toBeLessThan(tolerance));
    acfAdjusted.forEach((expected, lag) =>
      expect(Math.abs(adjusted[lag]! - expected)).toBeLessThan(tolerance),
    );
  });
});

const series = fc
  .array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 3, maxLength: 40 })
  .map((values) => Float64Array.from(values));

describe("laws of dependent series", () => {
  it("keep autocorrelations within ±1 and their effective size between 1 and n", () => {
    fc.assert(
      fc.property(series, (values) => {
        const { length } = values;
        const acf = autocorrelations(values, { lags: length - 1 });
        for (const each of acf ?? []) expect(Math.abs(each)).toBeLessThanOrEqual(1 + 1e-9);
        const { effectiveSize, standardError } = neweyWestMean(values)!;
        expect(effectiveSize).toBeGreaterThanOrEqual(1);
        expect(effectiveSize).toBeLessThanOrEqual(length);
        expect(standardError).toBeGreaterThanOrEqual(0);
      }),
      { seed: 31, numRuns: 200 },
    );
  });

  it("make the error wide where neighbours are alike, and the blocks long", () => {
    const alike = Float64Array.from({ length: 120 }, (_, t) => Math.sin(t / 8));
    const { effectiveSize, lags, mean } = neweyWestMean(alike)!;
    expect(effectiveSize).toBeLessThan(20);
    expect(lags).toBe(andrewsBandwidth(alike.map((value) => value - mean)));
    expect(lags).toBeGreaterThan(10);
    const alternating = Float64Array.from({ length: 60 }, (_, t) => (t % 2 === 0 ? 1 : -1));
    expect(neweyWestMean(alternating)!.effectiveSize).toBe(60);
  });

  it("say null where nothing can be told, and refuse lags beyond the series", () => {
    expect(neweyWestMean(Float64Array.of(3))).toBeNull();
    expect(autocorrelations(new Float64Array(0), { lags: 0 })).toBeNull();
    expect(autocorrelations(new Float64Array(5).fill(7.1), { lags: 2 })).toBeNull();
    expect(neweyWestMean(new Float64Array(5).fill(7.1))).toMatchObject({
      standardError: 0,
      effectiveSize: 5,
    });
    expect(() => neweyWestMean(Float64Array.of(1, 2), { lags: 2 })).toThrow(/lags is 2/);
    expect(() => autocorrelations(Float64Array.of(1, Number.NaN), { lags: 1 })).toThrow(/values\[1\] is NaN/);
  });
});

/** A sequence that a test can foresee. */
function countingUniform(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("block bootstrap", () => {
  const wave = Float64Array.from({ length: 200 }, (_, t) => Math.sin(t / 6) + Math.sin(1.7 * t * t));

  it.each(["moving", "stationary"] as const)("keeps the %s blocks' neighbours together", (kind) => {
    const numbers = Float64Array.from({ length: 60 }, (_, t) => t);
    const follows: number[] = [];
    blockBootstrap(numbers, {
      kind,
      blockLength: 10,
      resamples: 50,
      uniform: countingUniform(),
      statistic: (values) => {
        let together = 0;
        for (let t = 1; t < values.length; t++) if (values[t] === (values[t - 1]! + 1) % 60) together++;
        follows.push(together / (values.length - 1));
        return 0;
      },
    });
    // the original itself is asked last; of a resample one neighbour in ten is torn apart
    expect(meanOf(Float64Array.from(follows.slice(0, -1)))).toBeCloseTo(0.9, 1);
    expect(follows.at(-1)).toBe(1);
  });

  it.each(["moving", "stationary"] as const)("agrees with Newey and West about a mean, %s", (kind) => {
    const options = { kind, resamples: 2000, uniform: countingUniform(), statistic: meanOf };
    const { replicates, blockLength } = blockBootstrap(wave, options)!;
    const centre = meanOf(replicates);
    const spread = Math.sqrt(meanOf(replicates.map((each) => (each - centre) ** 2)));
    expect(spread / neweyWestMean(wave, { lags: blockLength })!.standardError).toBeGreaterThan(0.75);
    expect(spread / neweyWestMean(wave, { lags: blockLength })!.standardError).toBeLessThan(1.25);
  });

  it("never gives a p-value of 0, and an interval only where there are enough resamples", () => {
    const options = { kind: "moving", uniform: countingUniform(), statistic: meanOf } as const;
    const few = blockBootstrap(wave, { ...options, resamples: 19 })!;
    expect(bootstrapPValue(few, 1e9)).toBe(1 / 20);
    expect(bootstrapPValue(few, few.value)).toBe(1);
    expect(bootstrapInterval(few, 0.05)).toBeNull();
    const many = blockBootstrap(wave, { ...options, resamples: 399 })!;
    const interval = bootstrapInterval(many, 0.05)!;
    expect(interval.low).toBeLessThan(many.value);
    expect(interval.high).toBeGreaterThan(many.value);
    expect(bootstrapPValue(many, interval.low - 0.1)).toBeLessThan(0.06);
  });

  it("refuses blocks longer than the series", () => {
    const options = { kind: "moving", resamples: 9, uniform: countingUniform(), statistic: meanOf } as const;
    expect(() => blockBootstrap(wave, { ...options, blockLength: 201 })).toThrow(/blockLength is 201/);
    expect(() => blockBootstrap(wave, { ...options, resamples: 0 })).toThrow(/resamples is 0/);
    expect(blockBootstrap(new Float64Array(0), options)).toBeNull();
  });
});
