import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alignDistributions } from "./align.js";
import { cdfInterval } from "./cdf-interval.js";
import { mergeDistributions, subtractDistributions } from "./combine.js";
import type { NumericDistribution } from "./distribution.js";
import { exponentialFromValues } from "./exponential/exponential-from-values.js";
import { toSparseHistogram } from "./exponential/exponential-histogram.js";
import { distributionFromOtlp } from "./formats/otlp.js";
import { distributionFromPrometheusBuckets, sparseFromPrometheusNative } from "./formats/prometheus.js";
import { sparseFromVmrange } from "./formats/vmrange.js";
import { distributionFromValues } from "./from-values.js";
import { meanOf, varianceOf, type MomentEstimate } from "./moments.js";
import { quantileInterval } from "./quantile-interval.js";
import { distributionsFromSparse, type SparseHistogram } from "./sparse-histogram.js";

/** Writes values as a store would and reads them back, several sets of them on one layout. */
interface HistogramKind {
  readonly name: string;
  readonly read: (sets: readonly (readonly number[])[]) => readonly NumericDistribution[];
  /** VictoriaMetrics' histograms skip negative values. */
  readonly keepsNegative: boolean;
}

const BOUNDS = [-100, -10, -1, 0, 0.5, 1, 2, 5, 10, 100, 1000];

const sparse =
  (toSparse: (values: readonly number[]) => SparseHistogram): HistogramKind["read"] =>
  (sets) =>
    distributionsFromSparse(sets.map(toSparse));

const KINDS: readonly HistogramKind[] = [
  {
    name: "OTLP explicit",
    keepsNegative: true,
    read: (sets) =>
      sets.map((values) => {
        const { counts, min, max } = distributionFromValues(values, BOUNDS);
        const point = {
          explicitBounds: BOUNDS,
          bucketCounts: Array.from(counts, String),
          sum: sumOf(values),
        };
        return distributionFromOtlp(values.length === 0 ? point : { ...point, min: min!, max: max! });
      }),
  },
  {
    name: "OTLP exponential",
    keepsNegative: true,
    read: sparse((values) => toSparseHistogram(exponentialFromValues(values, 40))),
  },
  {
    name: "Prometheus classic",
    keepsNegative: true,
    read: (sets) =>
      sets.map((values) => {
        const buckets = [...BOUNDS, Infinity].map((le) => ({
          le: le === Infinity ? "+Inf" : String(le),
          count: String(values.filter((value) => value <= le).length),
        }));
        return distributionFromPrometheusBuckets(buckets, String(sumOf(values)));
      }),
  },
  { name: "Prometheus native, exponential", keepsNegative: true, read: sparse(asNativeExponential) },
  { name: "Prometheus native, custom buckets", keepsNegative: true, read: sparse(asNativeCustom) },
  { name: "VictoriaMetrics vmrange", keepsNegative: false, read: sparse(asVmrange) },
];

const RUNS = { seed: 1_733, numRuns: 60 };
const uniform = fc.integer({ min: 1, max: 99_999 }).map((k) => k / 100_000);
/** Raw values by the shape of their law; integers tie with bounds. */
const LAWS: Record<string, fc.Arbitrary<number>> = {
  light: uniform.map((u) => 3 + u),
  skewed: uniform.map((u) => -Math.log1p(-u)),
  "heavy-tailed": uniform.map((u) => (1 - u) ** -2 - 1),
  "small-integer": fc.integer({ min: 0, max: 4 }),
  negative: uniform.map((u) => -7 * Math.sqrt(u) - 0.001),
  "mixed-sign": uniform.map((u) => Math.tan(Math.PI * (u - 0.5)) + 1e-9),
};
const NEGATIVE = new Set(["negative", "mixed-sign"]);

describe.each(KINDS)("$name histograms", ({ read, keepsNegative }) => {
  const laws = Object.entries(LAWS).filter(([name]) => keepsNegative || !NEGATIVE.has(name));

  it.each(laws)("of %s values bracket what the raw values say", (_law, value) => {
    const values = fc.array(value, { minLength: 2, maxLength: 50 });
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (x, p) => {
        const [distribution] = read([x]);
        expect(distribution!.count).toBe(x.length);
        const sorted = x.toSorted((a, b) => a - b);
        const raw = sorted[Math.max(0, Math.ceil(p * x.length) - 1)]!;
        expectWithin(quantileInterval(distribution!, p), raw);
        for (const point of [raw, raw + 0.01, 1]) {
          expectWithin(
            cdfInterval(distribution!, point),
            x.filter((each) => each <= point).length / x.length,
          );
        }
        const mean = sumOf(x) / x.length;
        expectWithin(meanOf(distribution!), mean);
        expectWithin(
          varianceOf(distribution!),
          x.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (x.length - 1),
        );
      }),
      RUNS,
    );
  });

  it.each(laws)("of %s values merge to that of all values, in any order and back", (_law, value) => {
    const values = fc.array(value, { maxLength: 30 });
    fc.assert(
      fc.property(values, values, values, (x, y, z) => {
        const [a, b, c, ofAll] = read([x, y, z, [...x, ...y, ...z]]) as NumericDistribution[];
        const merged = mergeDistributions(mergeDistributions(a!, b!), c!);
        expect(merged.counts).toEqual(ofAll!.counts);
        expect(mergeDistributions(a!, mergeDistributions(b!, c!)).counts).toEqual(merged.counts);
        expect(mergeDistributions(c!, mergeDistributions(b!, a!)).counts).toEqual(merged.counts);
        expect(subtractDistributions(merged, c!).counts).toEqual(mergeDistributions(a!, b!).counts);
      }),
      RUNS,
    );
  });

  it.each(laws)(
    "of %s values align with explicit buckets by joining cells, never by splitting them",
    (_law, value) => {
      const values = fc.array(value, { maxLength: 30 });
      fc.assert(
        fc.property(values, (x) => {
          const [own] = read([x]);
          const other = distributionFromValues([0.3, 0.7], [-10, 0.25, 0.5, 1, 4]);
          const aligned = alignDistributions(own!, other);
          if (aligned.kind === "undetermined") {
            expect(own!.bounds.filter((bound) => other.bounds.includes(bound))).toHaveLength(0);
            return;
          }
          const { bounds, counts } = aligned.a as NumericDistribution;
          expect(bounds).toEqual(own!.bounds.filter((bound) => other.bounds.includes(bound)));
          bounds.forEach((bound, cell) => {
            const upTo = counts.subarray(0, cell + 1).reduce((sum, count) => sum + count, 0);
            expect(cdfInterval(own!, bound)).toMatchObject(x.length === 0 ? {} : { low: upTo / x.length });
          });
          expect(aligned.a.count).toBe(x.length);
        }),
        RUNS,
      );
    },
  );
});

/** Rules and bounds as the server writes them, zero bucket included. */
function asNativeExponential(values: readonly number[]): SparseHistogram {
  const { ranges } = toSparseHistogram(exponentialFromValues(values, 40));
  return sparseFromPrometheusNative({
    count: String(values.length),
    sum: String(sumOf(values)),
    buckets: ranges.map(({ low, high, count }) => {
      const rule = high < 0 ? 1 : low === 0 && high === 0 ? 3 : 0;
      return [rule, String(low), String(high), String(count)] as const;
    }),
  });
}

function asNativeCustom(values: readonly number[]): SparseHistogram {
  const { counts } = distributionFromValues(values, BOUNDS);
  const buckets = Array.from(counts, (count, k) => {
    const upper = BOUNDS[k];
    return [
      0,
      String(BOUNDS[k - 1] ?? "-Inf"),
      upper === undefined ? "+Inf" : String(upper),
      String(count),
    ] as const;
  });
  return sparseFromPrometheusNative({
    count: values.length,
    sum: sumOf(values),
    buckets: buckets.filter(([, , , count]) => count !== "0"),
  });
}

/** Eighteen ranges to the decade from 1e−9 on, four digits, as VictoriaMetrics labels them. */
function asVmrange(values: readonly number[]): SparseHistogram {
  const edges = Array.from({ length: 18 * 27 + 1 }, (_, k) => (10 ** (k / 18 - 9)).toExponential(3));
  const { counts } = distributionFromValues(values, edges.map(Number));
  const buckets = Array.from(counts, (count, k) => ({
    vmrange: `${edges[k - 1] ?? "0"}...${edges[k] ?? "+Inf"}`,
    count,
  }));
  return sparseFromVmrange(
    buckets.filter(({ count }) => count > 0),
    sumOf(values),
  );
}

function sumOf(values: readonly number[]): number {
  return distributionFromValues(values, []).sum!;
}

/** An open tail of unknown extent is an honest answer; a closed interval must hold the truth. */
function expectWithin(estimate: MomentEstimate | ReturnType<typeof cdfInterval>, truth: number): void {
  if (estimate.kind === "undetermined") {
    expect(estimate.reason).toBe("open-tail");
    return;
  }
  const slack = 1e-9 * (1 + Math.abs(truth));
  expect(estimate.low).toBeLessThanOrEqual(truth + slack);
  expect(estimate.high).toBeGreaterThanOrEqual(truth - slack);
}
