import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alignDistributions } from "./align.js";
import { cdfInterval } from "./cdf-interval.js";
import { mergeDistributions, subtractDistributions } from "./combine.js";
import { createCategoricalDistribution, createNumericDistribution } from "./create-distribution.js";
import { distributionFromValues } from "./from-values.js";
import { meanOf, varianceOf } from "./moments.js";
import { quantileInterval } from "./quantile-interval.js";
import { cumulativeShares } from "./shares.js";

const SEED = { seed: 20130401, numRuns: 300 };
const value = fc.integer({ min: -1000, max: 1000 }).map((x) => x / 8);
const values = fc.array(value, { minLength: 1, maxLength: 60 });
const bounds = fc
  .uniqueArray(value, { minLength: 1, maxLength: 12 })
  .map((all) => Float64Array.from(all).sort());

describe("distributions of values", () => {
  it("put each value into the bucket whose upper bound includes it", () => {
    const { counts } = distributionFromValues([-5, 0, 0.5, 10, 10.5], [0, 10]);
    expect([...counts]).toEqual([2, 2, 1]);
  });

  it("merge to the distribution of all values, negative ones too", () => {
    fc.assert(
      fc.property(values, values, bounds, (x, y, cuts) => {
        const merged = mergeDistributions(distributionFromValues(x, cuts), distributionFromValues(y, cuts));
        expect(merged).toEqual(distributionFromValues([...x, ...y], cuts));
      }),
      SEED,
    );
  });

  it("merge alike in any order and grouping", () => {
    fc.assert(
      fc.property(values, values, values, bounds, (x, y, z, cuts) => {
        const [a, b, c] = [x, y, z].map((part) => distributionFromValues(part, cuts));
        expect(mergeDistributions(a!, b!)).toEqual(mergeDistributions(b!, a!));
        const left = mergeDistributions(mergeDistributions(a!, b!), c!);
        expect(left).toEqual(mergeDistributions(a!, mergeDistributions(b!, c!)));
      }),
      SEED,
    );
  });

  it("subtract back to what was merged", () => {
    fc.assert(
      fc.property(values, values, bounds, (x, y, cuts) => {
        const first = distributionFromValues(x, cuts);
        const second = distributionFromValues(y, cuts);
        const left = subtractDistributions(mergeDistributions(first, second), second);
        expect(left.counts).toEqual(first.counts);
        expect(left.count).toBe(first.count);
      }),
      SEED,
    );
  });

  it("aligned, count the same values under the common bounds", () => {
    fc.assert(
      fc.property(values, values, bounds, bounds, (x, y, first, second) => {
        const common = first.filter((bound) => second.includes(bound));
        const aligned = alignDistributions(
          distributionFromValues(x, first),
          distributionFromValues(y, second),
        );
        if (common.length === 0) {
          expect(aligned).toEqual({ kind: "undetermined", reason: "no-common-bounds" });
        } else {
          expect(aligned).toEqual({
            kind: "aligned",
            a: distributionFromValues(x, common),
            b: distributionFromValues(y, common),
          });
        }
      }),
      SEED,
    );
  });

  it("bracket every quantile of the values", () => {
    fc.assert(
      fc.property(values, bounds, fc.double({ min: 0, max: 1, noNaN: true }), (x, cuts, p) => {
        const sorted = Float64Array.from(x).sort();
        const quantile = sorted[Math.max(0, Math.ceil(p * x.length) - 1)]!;
        const interval = quantileInterval(distributionFromValues(x, cuts), p);
        expect(interval.kind === "value" && interval.low <= quantile && quantile <= interval.high).toBe(true);
      }),
      SEED,
    );
  });

  it("bracket the share of values up to any point, rising with it", () => {
    fc.assert(
      fc.property(values, bounds, fc.array(value, { minLength: 1 }), (x, cuts, points) => {
        const distribution = distributionFromValues(x, cuts);
        let before = { low: 0, high: 0 };
        for (const point of points.toSorted((a, b) => a - b)) {
          const share = cdfInterval(distribution, point);
          if (share.kind !== "value") throw new Error("values were counted");
          const raw = x.filter((each) => each <= point).length / x.length;
          expect(share.low <= raw && raw <= share.high).toBe(true);
          expect(share.low >= before.low && share.high >= before.high).toBe(true);
          if (cuts.includes(point)) expect(share.low).toBe(share.high);
          before = share;
        }
        expect(cdfInterval(distribution, -Infinity)).toMatchObject({ low: 0, high: 0 });
        expect(cdfInterval(distribution, Infinity)).toMatchObject({ low: 1, high: 1 });
      }),
      SEED,
    );
  });

  it("bracket mean and variance without the exact sums, and give them exactly with them", () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 2, maxLength: 60 }),
        bounds,
        fc.boolean(),
        (x, cuts, hasSum) => {
          const { sum, sumOfSquares, ...buckets } = distributionFromValues(x, cuts);
          const partly = hasSum ? { ...buckets, sum: sum! } : buckets;
          const mean = x.reduce((total, each) => total + each, 0) / x.length;
          const variance = x.reduce((total, each) => total + (each - mean) ** 2, 0) / (x.length - 1);
          for (const [estimate, truth] of [
            [meanOf(partly), mean],
            [varianceOf(partly), variance],
          ] as const) {
            const slack = 1e-9 * (1 + Math.abs(truth));
            expect(
              estimate.kind === "value" && estimate.low - slack <= truth && truth <= estimate.high + slack,
            ).toBe(true);
          }
          const exact = varianceOf({ ...partly, sum: sum!, sumOfSquares: sumOfSquares! });
          expect(exact.kind === "value" ? exact.value : Number.NaN).toBeCloseTo(variance, 6);
        },
      ),
      SEED,
    );
  });

  it("reach their variance bounds: two values at the far edges, or all in one place", () => {
    const spread = varianceOf(createNumericDistribution({ bounds: [0, 10], counts: [0, 2, 0] }));
    expect(spread).toMatchObject({ kind: "value", low: 0, high: 50 });
  });

  it("do not pretend to know a variance that rounding swallowed", () => {
    const { sum, sumOfSquares } = distributionFromValues([1e9, 1e9 + 0.001, 1e9 + 0.002], []);
    const variance = varianceOf({
      ...createNumericDistribution({ bounds: [1e9 - 1, 1e9 + 1], counts: [0, 3, 0] }),
      sum: sum!,
      sumOfSquares: sumOfSquares!,
    });
    expect(variance.kind === "value" && variance.low).toBe(0);
    expect(variance.kind === "value" && variance.high).toBeGreaterThan(1e-6);
    expect(variance.kind === "value" && variance.high).toBeLessThanOrEqual(2);
  });

  it("keep the digits of a sum in any order", () => {
    const { sum } = distributionFromValues([1e16, 1, 1, -1e16], [0]);
    expect(sum).toBe(2);
  });

  it("have cumulative shares that end at exactly 1", () => {
    fc.assert(
      fc.property(values, bounds, (x, cuts) => {
        const shares = cumulativeShares(distributionFromValues(x, cuts));
        expect(shares.at(-1)).toBe(1);
        expect(shares).toEqual(Float64Array.from(shares).sort());
      }),
      SEED,
    );
  });
});

describe("categorical distributions", () => {
  it("align to the union of categories, with 0 where a side has none", () => {
    const a = createCategoricalDistribution({ categories: ["AA", "UA"], counts: [3, 4] });
    const b = createCategoricalDistribution({ categories: ["UA", "B6"], counts: [5, 6] });
    expect(alignDistributions(a, b)).toEqual({
      kind: "aligned",
      a: createCategoricalDistribution({ categories: ["AA", "UA", "B6"], counts: [3, 4, 0] }),
      b: createCategoricalDistribution({ categories: ["AA", "UA", "B6"], counts: [0, 5, 6] }),
    });
  });

  it("meet numeric ones only as undetermined", () => {
    const a = createCategoricalDistribution({ categories: ["AA"], counts: [3] });
    expect(alignDistributions(a, distributionFromValues([1], [0]))).toEqual({
      kind: "undetermined",
      reason: "kind-mismatch",
    });
  });
});
