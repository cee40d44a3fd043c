import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectHonest } from "../../contract/expect-honest.js";
import { BROKEN_COUNT } from "../../contract/hostile-inputs.js";
import { mergeDistributions } from "../combine.js";
import { distributionFromValues } from "../from-values.js";
import { exponentialFromValues } from "../exponential/exponential-from-values.js";
import { toSparseHistogram } from "../exponential/exponential-histogram.js";
import { quantileInterval } from "../quantile-interval.js";
import { distributionFromSparse, distributionsFromSparse } from "../sparse-histogram.js";
import { distributionFromCategories } from "./categories.js";
import { distributionFromOtlp, exponentialFromOtlp } from "./otlp.js";
import { distributionFromPrometheusBuckets, sparseFromPrometheusNative } from "./prometheus.js";
import { sparseFromVmrange } from "./vmrange.js";

const RUNS = { seed: 1_618_033, numRuns: 200 };

describe("OTLP data points", () => {
  it("with explicit bounds are distributions, whatever type their counts have", () => {
    const point = {
      explicitBounds: [0, 10],
      bucketCounts: ["3", 5n, 1],
      count: "9",
      sum: 41.5,
      min: -2,
      max: 12,
    };
    expect(distributionFromOtlp(point)).toEqual({
      kind: "numeric",
      bounds: Float64Array.of(0, 10),
      counts: Float64Array.of(3, 5, 1),
      count: 9,
      sum: 41.5,
      min: -2,
      max: 12,
    });
  });

  it("with count and sum alone are one open bucket", () => {
    expect(distributionFromOtlp({ count: 7, sum: 3 })).toMatchObject({ counts: Float64Array.of(7), sum: 3 });
  });

  it("with infinite sums keep their counts, and do not know the sum", () => {
    const distribution = distributionFromOtlp({
      explicitBounds: [0],
      bucketCounts: [1, 2],
      sum: Infinity,
      max: Infinity,
    });
    expect(distribution).not.toHaveProperty("sum");
    expect(distribution).not.toHaveProperty("max");
  });

  it("with exponential buckets place both signs and the zero bucket", () => {
    // scale 0: (1, 2] and (2, 4]; negative (−4, −2], two zeros within 1e−3
    const point = {
      scale: 0,
      zeroCount: "2",
      zeroThreshold: 0.001,
      positive: { offset: 0, bucketCounts: ["3", "4"] },
      negative: { offset: 1, bucketCounts: ["1"] },
      count: "10",
      sum: 9,
    };
    const distribution = distributionFromSparse(toSparseHistogram(exponentialFromOtlp(point)));
    expect([...distribution.bounds]).toEqual([-4, -2, -0.001, 0.001, 1, 2, 4]);
    expect([...distribution.counts]).toEqual([0, 1, 0, 2, 0, 3, 4, 0]);
    expect(distribution.sum).toBe(9);
  });

  it("at negative scales have buckets of many binades", () => {
    const point = { scale: -2, positive: { offset: -1, bucketCounts: [1, 2] } };
    const distribution = distributionFromSparse(toSparseHistogram(exponentialFromOtlp(point)));
    expect([...distribution.bounds]).toEqual([1 / 16, 1, 16]);
    const widest = exponentialFromOtlp({ scale: -11, positive: { offset: -1, bucketCounts: [1, 2] } });
    expect([...distributionFromSparse(toSparseHistogram(widest)).bounds]).toEqual([0, 1]);
  });

  it.each([
    ["bucketCounts[1]", () => distributionFromOtlp({ explicitBounds: [0], bucketCounts: [1, -1] })],
    ["count is 4", () => distributionFromOtlp({ explicitBounds: [0], bucketCounts: [1, 2], count: 4 })],
    ["counts has 2", () => distributionFromOtlp({ explicitBounds: [0, 1], bucketCounts: [1, 2] })],
    ["scale is 0.5", () => exponentialFromOtlp({ scale: 0.5 })],
    ["zeroThreshold is -1", () => exponentialFromOtlp({ zeroThreshold: -1 })],
    ["positive.offset is NaN", () => exponentialFromOtlp({ positive: { offset: Number.NaN } })],
    ["negative.bucketCounts[0]", () => exponentialFromOtlp({ negative: { bucketCounts: ["x"] } })],
    ["count is 1", () => exponentialFromOtlp({ count: 1 })],
  ])("that break the format are refused, and the field is named: %s", (name, read) => {
    expect(read).toThrow(`[invalid-argument] ${name}`);
  });
});

describe("Prometheus histograms", () => {
  it("with cumulative buckets in any order become counts by bucket", () => {
    const buckets = [
      { le: "+Inf", count: "9" },
      { le: "0.5", count: "3" },
      { le: "1.0", count: "8" },
    ];
    expect(distributionFromPrometheusBuckets(buckets, "4.5")).toMatchObject({
      bounds: Float64Array.of(0.5, 1),
      counts: Float64Array.of(3, 5, 1),
      sum: 4.5,
    });
  });

  it("of raw values, written cumulatively, are the distribution of these values", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 })),
        fc.uniqueArray(fc.integer({ min: -50, max: 50 })),
        (x, cuts) => {
          const bounds = cuts.toSorted((a, b) => a - b);
          const buckets = [...bounds, Infinity].map((le) => ({ le, count: x.filter((v) => v <= le).length }));
          const {
            min: _min,
            max: _max,
            sumOfSquares: _squares,
            ...expected
          } = distributionFromValues(x, bounds);
          const sum = x.reduce((total, v) => total + v, 0);
          expect(distributionFromPrometheusBuckets(buckets, sum)).toEqual({ ...expected, sum: expected.sum });
        },
      ),
      RUNS,
    );
  });

  it.each([
    ["no bound +Inf", [{ le: 1, count: 1 }]],
    [
      "bounds[1] = 1",
      [
        { le: 1, count: 1 },
        { le: "1.0", count: 1 },
        { le: Infinity, count: 2 },
      ],
    ],
    [
      "less than the bound before",
      [
        { le: 1, count: 3 },
        { le: "+Inf", count: 2 },
      ],
    ],
    ["buckets[0].count", [{ le: "+Inf", count: "2.5" }]],
    ["buckets[0].le", [{ le: "one", count: "2" }]],
  ])("that break the format are refused: %s", (problem, buckets) => {
    expect(() => distributionFromPrometheusBuckets(buckets)).toThrow(problem);
  });

  it("with native exponential buckets share their bounds with OTLP's", () => {
    // schema 1, bounds from the server's table, which is truncated where a double would be rounded
    const native = sparseFromPrometheusNative({
      count: "9",
      sum: "3.5",
      buckets: [
        [1, "-1", "-0.7071067811865475", "2"],
        [3, "-0", "0", "3"],
        [0, "0.7071067811865475", "1", "4"],
      ],
    });
    const otlp = toSparseHistogram(
      exponentialFromOtlp({
        scale: 1,
        zeroCount: 3,
        positive: { offset: -1, bucketCounts: [4] },
        negative: { offset: -1, bucketCounts: [2] },
        sum: 3.5,
      }),
    );
    expect(distributionFromSparse(native)).toEqual(distributionFromSparse(otlp));
    const [a, b] = distributionsFromSparse([native, otlp]);
    expect(mergeDistributions(a!, b!)).toMatchObject({ count: 18, sum: 7 });
  });

  it("with native custom buckets keep their bounds, and empty ones that were left out hold 0", () => {
    const native = sparseFromPrometheusNative({
      count: "6",
      sum: "NaN",
      buckets: [
        [0, "-Inf", "0.1", "1"],
        [0, "0.3", "0.7", "2"],
        [0, "5", "+Inf", "3"],
      ],
    });
    const distribution = distributionFromSparse(native);
    expect([...distribution.bounds]).toEqual([0.1, 0.3, 0.7, 5]);
    expect([...distribution.counts]).toEqual([1, 0, 2, 0, 3]);
    expect(distribution).not.toHaveProperty("sum");
  });

  it("count NaN observations in no bucket", () => {
    const native = sparseFromPrometheusNative({ count: "3", sum: "NaN", buckets: [[0, "1", "2", "2"]] });
    expect(distributionFromSparse(native).count).toBe(2);
    expect(distributionFromSparse(sparseFromPrometheusNative({ count: 0, sum: 0 })).count).toBe(0);
  });

  it("refuse extrapolated counts with what to do about it", () => {
    expect(() =>
      sparseFromPrometheusNative({ count: "3", sum: "1", buckets: [[0, "1", "2", "2.5"]] }),
    ).toThrow(/buckets\[0\]'s count is "2\.5".*not extrapolated/);
  });
});

describe("VictoriaMetrics ranges", () => {
  it("become bounds, with the zeros in the lowest range and an open highest one", () => {
    const distribution = distributionFromSparse(
      sparseFromVmrange(
        [
          { vmrange: "1.000e-02...1.136e-02", count: "4" },
          { vmrange: "0...1.000e-09", count: "2" },
          { vmrange: "1.136e-02...1.292e-02", count: "5" },
          { vmrange: "1.000e+18...+Inf", count: "1" },
        ],
        "12.5",
      ),
    );
    expect([...distribution.bounds]).toEqual([-5e-324, 1e-9, 0.01, 0.01136, 0.01292, 1e18]);
    expect([...distribution.counts]).toEqual([0, 2, 0, 4, 5, 0, 1]);
    expect(distribution.sum).toBe(12.5);
    expect(quantileInterval(distribution, 0)).toEqual({ kind: "value", low: -5e-324, high: 1e-9 });
  });

  it("that overlap by rounding are joined", () => {
    const ranges = [
      { vmrange: "1.000e+00...1.091e+00", count: 1 },
      { vmrange: "1.090e+00...1.189e+00", count: 2 },
    ];
    const distribution = distributionFromSparse(sparseFromVmrange(ranges));
    expect([...distribution.bounds]).toEqual([1, 1.189]);
    expect([...distribution.counts]).toEqual([0, 3, 0]);
  });

  it("narrower than their digits are what is written so, joined with what they overlap", () => {
    const fine = { vmrange: "5.000e+00...5.000e+00", count: 3 };
    expect(sparseFromVmrange([fine]).ranges).toEqual([{ low: 4.9995, high: 5.0005, count: 3 }]);
    const coarse = { vmrange: "4.757e+00...5.000e+00", count: 2 };
    const distribution = distributionFromSparse(sparseFromVmrange([fine, coarse]));
    expect([...distribution.bounds]).toEqual([4.757, 5.0005]);
    expect([...distribution.counts]).toEqual([0, 5, 0]);
  });

  it.each(["1...2...3", "1", "a...b", "2...1"])("that are none are refused: %s", (vmrange) => {
    expect(() => distributionFromSparse(sparseFromVmrange([{ vmrange, count: 1 }]))).toThrow(
      /\[invalid-argument\]/,
    );
  });
});

describe("category counters", () => {
  it("add up over processes, in the order in which categories appear", () => {
    const points = [
      { category: "UA", count: "3" },
      { category: "__proto__", count: 1n },
      { category: "UA", count: 4 },
    ];
    expect(distributionFromCategories(points)).toEqual({
      kind: "categorical",
      categories: ["UA", "__proto__"],
      counts: Float64Array.of(7, 1),
      count: 8,
    });
  });

  it("of raw rows merge to those of all rows", () => {
    const rows = fc.array(fc.constantFrom("a", "b", "c").map((category) => ({ category, count: 1 })));
    fc.assert(
      fc.property(rows, rows, (x, y) => {
        const merged = mergeDistributions(distributionFromCategories(x), distributionFromCategories(y));
        expect(merged).toEqual(distributionFromCategories([...x, ...y]));
      }),
      RUNS,
    );
  });

  it("beyond what doubles count are refused", () => {
    const full = { category: "a", count: 2 ** 53 - 1 };
    expect(() => distributionFromCategories([full, full])).toThrow(/counts\[0\] is/);
    expect(() => distributionFromCategories([{ category: "a", count: -1 }])).toThrow(/points\[0\]\.count/);
  });
});

it("broken counts are refused by name in every format", () => {
  const names = ["bucketCounts[", "count", "zeroCount"];
  fc.assert(
    fc.property(BROKEN_COUNT, (count) => {
      for (const read of [
        () => distributionFromOtlp({ explicitBounds: [0], bucketCounts: [count, 1] }),
        () => exponentialFromOtlp({ zeroCount: count }),
        () => exponentialFromOtlp({ positive: { bucketCounts: [count] } }),
        () => distributionFromPrometheusBuckets([{ le: Infinity, count }]),
        () => sparseFromPrometheusNative({ count: 1, sum: 0, buckets: [[0, 0, 1, count]] }),
        () => sparseFromVmrange([{ vmrange: "0...1", count }]),
        () => distributionFromCategories([{ category: "a", count }]),
      ]) {
        expect(read).toThrow();
        expectHonest(read, { argumentNames: names });
      }
    }),
    RUNS,
  );
});

it("a written exponential histogram reads back as itself", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true })), (x) => {
      const histogram = exponentialFromValues(x);
      const { positive, negative, ...rest } = histogram;
      const written = {
        ...rest,
        count: String(x.length),
        positive: { offset: positive.offset, bucketCounts: Array.from(positive.counts, String) },
        negative: { offset: negative.offset, bucketCounts: Array.from(negative.counts, BigInt) },
      };
      expect(exponentialFromOtlp(written)).toEqual(histogram);
    }),
    RUNS,
  );
});
