import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BoundsSurvey, quantilesOf } from "./bounds-survey.js";
import { MOST_BOUNDS } from "./quantile-bounds.js";

const RUNS = { seed: 1, numRuns: 500 };

const anySample = fc.oneof(
  fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 400 }),
  fc.array(fc.double({ min: -1e100, max: 1e100, noNaN: true }), { minLength: 1, maxLength: 400 }),
  fc.array(fc.double({ min: 0, max: 1e-6, noNaN: true }), { minLength: 1, maxLength: 400 }),
  // heavy ties among values that are spread
  fc.array(fc.oneof(fc.constantFrom(0, 0, 0.5, 1, -3.25), fc.double({ min: -5, max: 5, noNaN: true })), {
    minLength: 1,
    maxLength: 400,
  }),
);

function boundsOf(sample: Iterable<number>): readonly number[] {
  const survey = new BoundsSurvey();
  for (const value of sample) survey.add(value);
  return quantilesOf(survey);
}

/** Counts of the buckets. */
function countsOf(sample: readonly number[], bounds: readonly number[]): number[] {
  const counts = Array.from({ length: bounds.length + 1 }, () => 0);
  for (const value of sample) {
    const bucket = bounds.findIndex((bound) => value <= bound);
    counts[bucket === -1 ? bounds.length : bucket]! += 1;
  }
  return counts;
}

function sharesOf(sample: readonly number[]): Map<number, number> {
  const shares = new Map<number, number>();
  for (const value of sample) shares.set(value + 0, (shares.get(value + 0) ?? 0) + 1 / sample.length);
  return shares;
}

/** Values at even shares of a law, in an order far from sorted. */
function lawSample(quantileOf: (share: number) => number, n: number): number[] {
  return Array.from({ length: n }, (_value, k) => quantileOf((((k * 7919) % n) + 0.5) / n));
}

const LAWS: Readonly<Record<string, (share: number) => number>> = {
  even: (share) => share,
  exponential: (share) => -Math.log(1 - share),
  "of both signs, with heavy tails": (share) => Math.tan(Math.PI * (share - 0.5)),
  "log-normal over ten decades": (share) => Math.exp(6 * Math.tan(2.6 * (share - 0.5))),
};

describe("bounds of a feature", () => {
  it("ascend, are finite and at most 32", () => {
    fc.assert(
      fc.property(anySample, (sample) => {
        const bounds = boundsOf(sample);
        expect(bounds.length).toBeGreaterThan(0);
        expect(bounds.length).toBeLessThanOrEqual(MOST_BOUNDS);
        bounds.forEach((bound, index) => {
          expect(Number.isFinite(bound)).toBe(true);
          if (index > 0) expect(bound).toBeGreaterThan(bounds[index - 1]!);
        });
      }),
      RUNS,
    );
  });

  it("leave no bucket empty but the last, which waits for what is larger than anything seen", () => {
    fc.assert(
      fc.property(anySample, (sample) => {
        expect(countsOf(sample, boundsOf(sample)).slice(0, -1)).not.toContain(0);
      }),
      RUNS,
    );
  });

  it("give a value with a sixteenth of the rows a bucket of its own", () => {
    fc.assert(
      fc.property(anySample, (sample) => {
        const bounds = boundsOf(sample);
        for (const [value, share] of sharesOf(sample)) {
          if (share < 2 / MOST_BOUNDS) continue;
          const bucket = bounds.indexOf(value);
          expect(bucket).toBeGreaterThanOrEqual(0);
          expect(countsOf(sample, bounds)[bucket]! / sample.length).toBeCloseTo(share, 12);
        }
      }),
      RUNS,
    );
  });

  it("put at most an eighth of the rows into a bucket of several values", () => {
    fc.assert(
      fc.property(anySample, (sample) => {
        const bounds = boundsOf(sample);
        countsOf(sample, bounds).forEach((count, bucket) => {
          const inside = sample.filter(
            (value) => value <= (bounds[bucket] ?? Infinity) && value > (bounds[bucket - 1] ?? -Infinity),
          );
          if (new Set(inside).size > 1) expect(count / sample.length).toBeLessThanOrEqual(4 / MOST_BOUNDS);
        });
      }),
      RUNS,
    );
  });

  it("are integers for integers", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 60 })), {
          minLength: 1,
          maxLength: 400,
        }),
        (sample) => {
          expect(boundsOf(sample).filter((bound) => !Number.isInteger(bound))).toEqual([]);
        },
      ),
      RUNS,
    );
  });

  it("give each of a few distinct values its own bucket, however rare", () => {
    expect(boundsOf([0, 0, 0, 0.5, 0.5, 7])).toEqual([0, 0.5, 7]);
    const hours = Array.from({ length: 100_000 }, (_row, row) => (row === 77_777 ? 3 : 5 + (row % 19)));
    expect(boundsOf(hours)).toEqual([3, ...Array.from({ length: 19 }, (_hour, hour) => hour + 5)]);
  });

  it("set a heavy zero apart on both sides", () => {
    const balances = lawSample(
      (share) => (share < 0.4 ? share - 0.41 : Math.max(0, share - 0.8) * 10),
      20_000,
    );
    const bounds = boundsOf(balances);
    const zero = bounds.indexOf(0);
    expect(countsOf(balances, bounds)[zero]).toBe(balances.filter((balance) => balance === 0).length);
    expect(zero).toBeGreaterThan(10);
  });

  it.each(Object.entries(LAWS))("hold even shares of a law that is %s", (_law, quantileOf) => {
    const n = 100_000;
    const sample = lawSample(quantileOf, n);
    const counts = countsOf(sample, boundsOf(sample));
    expect(counts).toHaveLength(MOST_BOUNDS + 1);
    expect(Math.max(...counts) / n).toBeLessThanOrEqual(1.6 / MOST_BOUNDS);
    expect(Math.min(...counts) / n).toBeGreaterThanOrEqual(0.2 / MOST_BOUNDS);
  });

  it.each(Object.entries(LAWS))("can be read, for a law that is %s", (_law, quantileOf) => {
    const digits = boundsOf(lawSample(quantileOf, 100_000)).map(
      (bound) =>
        String(Math.abs(bound))
          .replace(/e.*|\./g, "")
          .replace(/^0+|0+$/g, "").length,
    );
    expect(Math.max(...digits)).toBeLessThanOrEqual(3);
  });

  it("mostly stay where they are when the rows are others of the same law", () => {
    const kept = Object.values(LAWS).map((quantileOf) => {
      const first = boundsOf(lawSample(quantileOf, 50_000));
      const second = new Set(boundsOf(lawSample((share) => quantileOf(jitter(share)), 50_000)));
      return first.filter((bound) => second.has(bound)).length / first.length;
    });
    expect(Math.min(...kept)).toBeGreaterThanOrEqual(0.75);
  });
});

/** Moves a share as much as chance moves the quantiles of 50,000 rows: by a standard error, in waves. */
function jitter(share: number): number {
  const error = Math.sqrt((share * (1 - share)) / 50_000);
  return Math.min(Math.max(share + error * Math.sin(40 * share), 1e-9), 1 - 1e-9);
}
