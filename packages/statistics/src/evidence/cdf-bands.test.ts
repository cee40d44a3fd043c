import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createNumericDistribution } from "../distribution/create-distribution.js";
import { cdfBand, quantileBands } from "./cdf-bands.js";
import { constantOf, logMissProbability, timeUniformCdfRadius } from "./cdf-bands-boundary.js";
import { sequentialKs } from "./cdf-bands-two-sample.js";

const options = { alpha: 0.05, firstAt: 100 };

describe("the time-uniform radius", () => {
  it("agrees with confseq's empirical_process_lil_bound", () => {
    // confseq 0.0.11, its own test: empirical_process_lil_bound(1000, .05, 100, 0.85) = 0.08204769 within 1e-5
    expect(timeUniformCdfRadius({ ...options, count: 1000 })).toBeCloseTo(0.08204769, 5);
  });

  it("is never wider than the paper's closed form .85 √((ln ln(en/m) + .8 ln(1612/α))/n)", () => {
    for (const alpha of [0.2, 0.05, 0.001, 1e-9]) {
      for (const count of [100, 5000, 1e7]) {
        const closed =
          0.85 *
          Math.sqrt((Math.log(Math.log((Math.E * count) / 100)) + 0.8 * Math.log(1612 / alpha)) / count);
        expect(timeUniformCdfRadius({ alpha, count, firstAt: 100 })).toBeLessThanOrEqual(Math.min(1, closed));
      }
    }
  });

  it("inverts the theorem's bound far below what doubles can hold", () => {
    for (const logAlpha of [-0.7, -3, -30, -900])
      expect(logMissProbability(constantOf(logAlpha))).toBeCloseTo(logAlpha, 8);
  });

  it("says nothing below its first size and refuses contradictions", () => {
    expect(timeUniformCdfRadius({ ...options, count: 99 })).toBe(1);
    expect(() => timeUniformCdfRadius({ ...options, count: -1 })).toThrow(/count is -1/);
    expect(() => timeUniformCdfRadius({ alpha: 0.05, count: 5, firstAt: 0 })).toThrow(/firstAt is 0/);
    expect(() => timeUniformCdfRadius({ alpha: 1, count: 500, firstAt: 1 })).toThrow(/alpha is 1/);
  });
});

describe("bands of a distribution", () => {
  const distribution = createNumericDistribution({
    bounds: [0, 1, 2, 3],
    counts: [500, 2000, 4000, 3000, 500],
  });

  it("hold the shares at the bounds, in order and inside [0, 1]", () => {
    const counts = fc.array(fc.nat(1000), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(counts, (row) => {
        const band = cdfBand(createNumericDistribution({ bounds: [0, 1, 2], counts: row }), options);
        if (band.kind === "undetermined") return row.every((count) => count === 0);
        return band.estimate.every((share, j) => {
          const inside = band.low[j]! <= share && share <= band.high[j]!;
          return inside && band.low[j]! >= 0 && band.high[j]! <= 1 && share >= (band.estimate[j - 1] ?? 0);
        });
      }),
    );
  });

  it("give a quantile as its bucket and, around it, what samples hide", () => {
    const [median, low, all] = quantileBands(distribution, [0.5, 0.051, 1], options);
    expect(median).toEqual({ kind: "value", resolution: { low: 1, high: 2 }, low: 1, high: 2 });
    // .051 lies just above the 500 of 10,000 below 0: the truth may lie below 0
    expect(low).toEqual({ kind: "value", resolution: { low: 0, high: 1 }, low: -Infinity, high: 1 });
    expect(all).toMatchObject({ resolution: { low: 3, high: Infinity }, high: Infinity });
  });

  it("widen with overdispersion and say that nothing is known of nothing", () => {
    const narrow = cdfBand(distribution, options);
    const wide = cdfBand(distribution, { ...options, overdispersion: 4 });
    expect(wide.kind === "value" && narrow.kind === "value" && wide.radius / narrow.radius).toBeGreaterThan(
      1.8,
    );
    const empty = createNumericDistribution({ bounds: [1], counts: [0, 0] });
    expect(cdfBand(empty, options)).toMatchObject({ kind: "undetermined", reason: "empty" });
    expect(quantileBands(empty, [0.5], options)).toMatchObject([{ kind: "undetermined" }]);
    expect(() => quantileBands(distribution, [1.5], options)).toThrow(/p is 1.5/);
  });
});

function repeat(row: readonly number[], windows: number): Float64Array {
  return Float64Array.from({ length: windows * row.length }, (_, i) => row[i % row.length]!);
}

describe("the sequential two-sample Kolmogorov–Smirnov test", () => {
  it("parts where the bands part: alpha and its p-value say the same", () => {
    const first = repeat([100, 100, 100], 60);
    const second = repeat([70, 100, 130], 60);
    const { low, logPValue, distance } = sequentialKs({ first, second, cells: 3, ...options });
    expect(distance[59]).toBeCloseTo(0.1, 12);
    low.forEach((value, window) => expect(value > 0).toBe(logPValue[window]! < Math.log(0.05)));
    expect(logPValue[59]).toBeLessThan(Math.log(1e-6));
    expect(logPValue.every((p, window) => window === 0 || p <= logPValue[window - 1]!)).toBe(true);
  });

  it("finds nothing between equal samples, and needs rows on both sides", () => {
    const same = repeat([5, 5], 50);
    expect(sequentialKs({ first: same, second: same, cells: 2, ...options }).logPValue[49]).toBe(0);
    const none = new Float64Array(100);
    expect(sequentialKs({ first: same, second: none, cells: 2, ...options }).logPValue[49]).toBe(0);
    expect(() => sequentialKs({ first: same, second: none, cells: 3, ...options })).toThrow(/for 3 cells/);
  });
});
