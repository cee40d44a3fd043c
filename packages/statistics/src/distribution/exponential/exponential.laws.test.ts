import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alignDistributions } from "../align.js";
import { cdfInterval } from "../cdf-interval.js";
import { mergeDistributions, subtractDistributions } from "../combine.js";
import type { NumericDistribution } from "../distribution.js";
import { distributionFromValues } from "../from-values.js";
import { meanOf } from "../moments.js";
import { quantileInterval } from "../quantile-interval.js";
import { distributionFromSparse, distributionsFromSparse } from "../sparse-histogram.js";
import {
  canonicalBound,
  exponentialBound,
  exponentialIndex,
  exponentialRelativeError,
} from "./exponential-bounds.js";
import { exponentialFromValues } from "./exponential-from-values.js";
import { downscaleExponential, toCommonScale, toSparseHistogram } from "./exponential-histogram.js";

const RUNS = { seed: 20_190_822, numRuns: 200 };
/** Powers of two sit on bounds; negative ones would sit on a closed lower side, where OTLP and we differ. */
const positive = fc.oneof(
  fc.integer({ min: -6, max: 6 }).map((exponent) => 2 ** exponent),
  fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
);
const negative = fc.integer({ min: 1, max: 1000 }).map((k) => -(k + 0.37) / 7);
const values = fc.array(fc.oneof(positive, negative, fc.constant(0)), { minLength: 1, maxLength: 40 });
const maxBuckets = fc.constantFrom(2, 4, 20, 160);

describe("exponential bounds", () => {
  it("of a scale are bounds of every finer one, bit by bit", () => {
    fc.assert(
      fc.property(fc.integer({ min: -9, max: 19 }), fc.integer({ min: -5000, max: 5000 }), (scale, index) => {
        expect(exponentialBound(scale + 1, 2 * index)).toBe(exponentialBound(scale, index));
      }),
      RUNS,
    );
  });

  it("hold each magnitude in its own bucket, upper end included", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -10, max: 20 }),
        fc.double({ min: 5e-324, max: Number.MAX_VALUE, noNaN: true }),
        (scale, magnitude) => {
          const index = exponentialIndex(scale, magnitude);
          expect(exponentialBound(scale, index)).toBeLessThan(magnitude);
          expect(exponentialBound(scale, index + 1)).toBeGreaterThanOrEqual(magnitude);
        },
      ),
      RUNS,
    );
    expect(exponentialIndex(3, 2)).toBe(7);
  });

  it("are the powers of two to the last place, and those of other tables are recognised", () => {
    expect(exponentialBound(1, 1)).toBe(Math.SQRT2);
    expect(exponentialBound(-10, 2)).toBe(Infinity);
    // Prometheus's table is truncated: 2^−½ is 0.7071067811865476 when rounded
    expect(canonicalBound(0.7071067811865475)).toBe(exponentialBound(1, -1));
    expect(canonicalBound(-0.7071067811865475)).toBe(-exponentialBound(1, -1));
    expect(canonicalBound(0.7)).toBe(0.7);
    expect(canonicalBound(0)).toBe(0);
  });

  it("say how far a value can be from its bucket's best representative", () => {
    expect(exponentialRelativeError(0)).toBeCloseTo(1 / 3, 12);
    expect(exponentialRelativeError(3)).toBeCloseTo(0.0433, 4);
    expect(exponentialRelativeError(5)).toBeCloseTo(0.0108, 4);
  });
});

describe("an exponential histogram", () => {
  it("as a distribution counts what its values count under the same bounds", () => {
    fc.assert(
      fc.property(values, maxBuckets, (x, most) => {
        const distribution = distributionFromSparse(toSparseHistogram(exponentialFromValues(x, most)));
        expect(distribution.counts).toEqual(distributionFromValues(x, distribution.bounds).counts);
        expect(distribution).toMatchObject({ count: x.length, min: Math.min(...x), max: Math.max(...x) });
      }),
      RUNS,
    );
  });

  it("has no more buckets than allowed, and the finest scale at which that holds", () => {
    fc.assert(
      fc.property(values, maxBuckets, (x, most) => {
        const { scale, positive: up, negative: down } = exponentialFromValues(x, most);
        expect(Math.max(up.counts.length, down.counts.length)).toBeLessThanOrEqual(most);
        const magnitudes = (sign: number): number[] => x.filter((v) => v * sign > 0).map(Math.abs);
        const wouldNeed = [1, -1].map((sign) => {
          const all = magnitudes(sign).map((m) => exponentialIndex(scale + 1, m));
          return all.length === 0 ? 0 : Math.max(...all) - Math.min(...all) + 1;
        });
        if (scale < 20) expect(Math.max(...wouldNeed)).toBeGreaterThan(most);
      }),
      RUNS,
    );
  });

  it("at a coarser scale is what counting at that scale gives", () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 12 }), (x, steps) => {
        const fine = exponentialFromValues(x);
        const coarse = downscaleExponential(fine, fine.scale - steps);
        const counted = new Map<number, number>();
        for (const v of x.filter((each) => each > 0)) {
          const index = exponentialIndex(coarse.scale, v);
          counted.set(index, (counted.get(index) ?? 0) + 1);
        }
        const { offset, counts } = coarse.positive;
        const used = [...counts.entries()]
          .filter(([, count]) => count > 0)
          .map(([k, count]) => [offset + k, count]);
        expect(used).toEqual([...counted].toSorted(([a], [b]) => a - b));
      }),
      RUNS,
    );
  });

  it("merges exactly with one of another scale", () => {
    fc.assert(
      fc.property(values, values, maxBuckets, maxBuckets, (x, y, mostX, mostY) => {
        const [a, b] = together(x, mostX, y, mostY);
        const merged = mergeDistributions(a, b);
        expect(merged).toMatchObject({ counts: distributionFromValues([...x, ...y], a.bounds).counts });
        expect(mergeDistributions(b, a)).toEqual(merged);
        expect(subtractDistributions(merged, b).counts).toEqual(a.counts);
        // coarsened only as far as needed: every bound that is missing cuts a used bucket of the other side
        for (const [own, other] of [[x, mostX, y, mostY] as const, [y, mostY, x, mostX] as const].map(
          ([v, most, w, mostOther]) =>
            [
              distributionFromSparse(toSparseHistogram(exponentialFromValues(v, most))),
              toSparseHistogram(exponentialFromValues(w, mostOther)),
            ] as const,
        )) {
          for (const bound of own.bounds) {
            const isCut = other.ranges.some(({ low, high }) => low < bound && bound < high);
            expect(a.bounds.includes(bound)).toBe(!isCut);
          }
        }
      }),
      RUNS,
    );
  });

  it("merges in any order and grouping to the same counts", () => {
    fc.assert(
      fc.property(
        fc.tuple(values, values, values),
        fc.tuple(maxBuckets, maxBuckets, maxBuckets),
        (parts, most) => {
          const sparse = parts.map((x, k) => toSparseHistogram(exponentialFromValues(x, most[k])));
          const [a, b, c] = distributionsFromSparse(sparse) as [
            NumericDistribution,
            NumericDistribution,
            NumericDistribution,
          ];
          const left = mergeDistributions(mergeDistributions(a, b), c);
          const right = mergeDistributions(a, mergeDistributions(b, c));
          expect(left.counts).toEqual(right.counts);
          const turned = distributionsFromSparse(sparse.toReversed());
          expect(turned[2]).toEqual(a);
        },
      ),
      RUNS,
    );
  });

  it("of any scale keeps the rank of every bound it shares with explicit buckets", () => {
    fc.assert(
      fc.property(values, values, maxBuckets, (x, y, most) => {
        const explicit = distributionFromValues(y, [-8, -1, 0, 0.5, 1, 3, 8, 2000]);
        const [own] = distributionsFromSparse(
          [toSparseHistogram(exponentialFromValues(x, most))],
          explicit.bounds,
        );
        const { ranges } = toSparseHistogram(exponentialFromValues(x, most));
        const shared = explicit.bounds.filter(
          (bound) => !ranges.some(({ low, high }) => low < bound && bound < high),
        );
        const aligned = alignDistributions(own!, explicit);
        if (aligned.kind === "undetermined") {
          expect(shared).toEqual(new Float64Array(0));
          return;
        }
        const { bounds } = aligned.a as NumericDistribution;
        expect(bounds).toEqual(shared);
        expect(aligned.a.counts).toEqual(distributionFromValues(x, bounds).counts);
        expect(aligned.b.counts).toEqual(distributionFromValues(y, bounds).counts);
      }),
      RUNS,
    );
  });

  it("tells positive quantiles to its relative error, whatever the tail", () => {
    const laws: Record<string, (u: number) => number> = {
      light: (u) => 5 + u,
      skewed: (u) => -Math.log1p(-u),
      "heavy-tailed": (u) => (1 - u) ** -2,
    };
    for (const quantileOf of Object.values(laws)) {
      const x = Float64Array.from({ length: 5000 }, (_, k) => quantileOf((k + 0.5) / 5000));
      const histogram = exponentialFromValues(x);
      const distribution = distributionFromSparse(toSparseHistogram(histogram));
      for (const p of [0, 0.001, 0.1, 0.5, 0.9, 0.999, 1]) {
        const interval = quantileInterval(distribution, p);
        if (interval.kind !== "value") throw new Error("values were counted");
        const { low, high } = interval;
        const raw = x[Math.max(0, Math.ceil(p * x.length) - 1)]!;
        expect(low <= raw && raw <= high).toBe(true);
        expect((high - low) / (high + low)).toBeLessThanOrEqual(
          exponentialRelativeError(histogram.scale) * (1 + 1e-12),
        );
      }
    }
  });

  it("has its mean exactly, from the sum", () => {
    const distribution = distributionFromSparse(toSparseHistogram(exponentialFromValues([-3, 0, 0, 5, 8])));
    expect(meanOf(distribution)).toEqual({ kind: "value", value: 2, low: 2, high: 2 });
  });

  it("knows its zeros as exactly 0, and nothing between them and the next value", () => {
    const distribution = distributionFromSparse(toSparseHistogram(exponentialFromValues([-300, 0, 0, 200])));
    const { min: _min, max: _max, ...bucketsAlone } = distribution;
    expect(cdfInterval(bucketsAlone, -1e-9)).toEqual({ kind: "value", low: 0.25, high: 0.25 });
    expect(cdfInterval(bucketsAlone, 0)).toEqual({ kind: "value", low: 0.75, high: 0.75 });
    expect(quantileInterval(bucketsAlone, 0.5)).toEqual({ kind: "value", low: -5e-324, high: 0 });
  });

  it("of a merge with a larger zero threshold loses what lies inside it", () => {
    const fine = toSparseHistogram(exponentialFromValues([0.001, 0.3, 4]));
    const [a] = distributionsFromSparse([fine, { ranges: [{ low: -0.25, high: 0.25, count: 9 }] }]);
    expect(a!.bounds.slice(0, 2)).toEqual(Float64Array.of(-0.25, 0.25));
    expect(a!.counts.slice(0, 2)).toEqual(Float64Array.of(0, 1));
  });

  it("comes to one scale with others, within the buckets allowed", () => {
    fc.assert(
      fc.property(values, values, maxBuckets, (x, y, most) => {
        const scaled = toCommonScale([exponentialFromValues(x), exponentialFromValues(y)], most);
        expect(scaled[0]!.scale).toBe(scaled[1]!.scale);
        for (const sign of ["positive", "negative"] as const) {
          const used = scaled.flatMap(({ [sign]: { offset, counts } }) =>
            [...counts.entries()].flatMap(([k, count]) => (count > 0 ? [offset + k] : [])),
          );
          if (used.length > 0) expect(Math.max(...used) - Math.min(...used)).toBeLessThan(most);
        }
      }),
      RUNS,
    );
  });

  it("refuses a finer scale than its own, and too few buckets", () => {
    const histogram = exponentialFromValues([1, 2, 3]);
    expect(() => downscaleExponential(histogram, histogram.scale + 1)).toThrow(/scale is/);
    expect(() => downscaleExponential(histogram, -65)).toThrow(/scale is -65/);
    expect(() => toCommonScale([histogram], 1)).toThrow(/maxBuckets is 1/);
    expect(() => exponentialFromValues([1], 0)).toThrow(/maxBuckets is 0/);
    expect(() => exponentialFromValues([Number.NaN])).toThrow(/values\[0\] is NaN/);
  });
});

function together(
  x: readonly number[],
  mostX: number,
  y: readonly number[],
  mostY: number,
): readonly [NumericDistribution, NumericDistribution] {
  const [a, b] = distributionsFromSparse([
    toSparseHistogram(exponentialFromValues(x, mostX)),
    toSparseHistogram(exponentialFromValues(y, mostY)),
  ]);
  return [a!, b!];
}
