import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectHonest } from "../contract/expect-honest.js";
import {
  addToSketch,
  createQuantileSketch,
  mergeSketches,
  sketchRankError,
  type QuantileSketch,
} from "./quantile-sketch.js";
import { quantileBounds, sketchQuantile } from "./sketch-quantiles.js";

const RUNS = { seed: 20_161_009, numRuns: 150 };
/** Both signs, both zeros, ties, tiny and huge magnitudes: the full grid on which other sketches fail. */
const anyFinite = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 5e-324, -5e-324, Number.MAX_VALUE, -Number.MAX_VALUE),
);
const stream = fc.array(anyFinite, { minLength: 1, maxLength: 400 });
/** Small, so that several levels fill within a short stream. */
const SMALL = 8;

describe("a quantile sketch", () => {
  it("errs in no rank by more than it says", () => {
    fc.assert(
      fc.property(stream, fc.double({ min: 0, max: 1, noNaN: true }), (x, p) => {
        expectRanksWithin(sketchOf(x), x, p);
      }),
      RUNS,
    );
  });

  it("merged from parts errs in no rank by more than it says, and takes the parts in either order", () => {
    fc.assert(
      fc.property(stream, stream, stream, fc.double({ min: 0, max: 1, noNaN: true }), (x, y, z, p) => {
        const [a, b, c] = [sketchOf(x), sketchOf(y), sketchOf(z)];
        const before = structuredClone([a, b]);
        const both = mergeSketches(a, b);
        expect([a, b]).toEqual(before);
        expect(answersOf(mergeSketches(b, a))).toEqual(answersOf(both));
        expectRanksWithin(both, [...x, ...y], p);
        expectRanksWithin(mergeSketches(both, c), [...x, ...y, ...z], p);
        expectRanksWithin(mergeSketches(a, mergeSketches(b, c)), [...x, ...y, ...z], p);
      }),
      RUNS,
    );
  });

  it("keeps negative values when it merges", () => {
    const up = sketchOf(Array.from({ length: 100 }, (_, k) => k + 1));
    const down = sketchOf(Array.from({ length: 100 }, (_, k) => -k - 1));
    const quartile = sketchQuantile(mergeSketches(up, down), 0.25);
    if (quartile.kind !== "value") throw new Error("200 values were added");
    expect(Math.abs(quartile.value + 50)).toBeLessThanOrEqual(200 * quartile.rankError);
  });

  it("is exact below its capacity", () => {
    fc.assert(
      fc.property(
        fc.array(anyFinite, { minLength: 1, maxLength: 63 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (x, p) => {
          const sketch = createQuantileSketch(64);
          for (const each of x) addToSketch(sketch, each);
          const exact = Float64Array.from(x).sort()[Math.max(0, Math.ceil(p * x.length) - 1)]!;
          expect(sketchQuantile(sketch, p)).toEqual({ kind: "value", value: exact + 0, rankError: 0 });
        },
      ),
      RUNS,
    );
  });

  it("has the stated rank error and no more memory than stated, on laws of all kinds and orders of arrival", () => {
    const n = 200_000;
    const capacity = 512;
    const laws: Record<string, (u: number) => number> = {
      light: (u) => u,
      "heavy tails of both signs": (u) => Math.tan(Math.PI * (u - 0.5)),
      discrete: (u) => Math.floor(u * 7) - 3,
      "half zeros": (u) => Math.max(0, u - 0.5) * 1e6,
    };
    const arrivals: Record<string, (k: number) => number> = {
      rising: (k) => k,
      falling: (k) => n - 1 - k,
      // 79,999 is coprime to n: every rank once, far from sorted
      mixed: (k) => (k * 79_999) % n,
    };
    for (const quantileOf of Object.values(laws)) {
      for (const arrival of Object.values(arrivals)) {
        const sketch = createQuantileSketch(capacity);
        for (let k = 0; k < n; k++) addToSketch(sketch, quantileOf((arrival(k) + 0.5) / n));
        const levels = 1 + Math.ceil(Math.log2(n / capacity));
        expect(sketchRankError(sketch)).toBeLessThanOrEqual(levels / (2 * capacity) + 2 ** levels / n);
        expect(sketch.levels.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(
          (levels + 1) * capacity,
        );
        for (const p of [0, 0.001, 0.3, 0.5, 0.9, 1]) {
          const answer = sketchQuantile(sketch, p);
          if (answer.kind !== "value") throw new Error("values were added");
          // the law's own rank of the answer, and of what is just below it
          const upTo = rankIn(quantileOf, n, answer.value, true);
          const below = rankIn(quantileOf, n, answer.value, false);
          expect(upTo).toBeGreaterThanOrEqual(p - answer.rankError);
          expect(below).toBeLessThanOrEqual(p + answer.rankError);
        }
      }
    }
  });

  it("refuses what it cannot rank, by name", () => {
    const sketch = createQuantileSketch(SMALL);
    for (const bad of [Number.NaN, Infinity, -Infinity]) {
      expect(() => addToSketch(sketch, bad)).toThrow(/\[invalid-argument\] value is/);
    }
    expect(sketch.count).toBe(0);
    expect(() => createQuantileSketch(9)).toThrow(/capacity is 9/);
    expect(() => mergeSketches(sketch, createQuantileSketch(16))).toThrow(/capacities 8 and 16/);
    for (const p of [-0.1, 1.1, Number.NaN]) expect(() => sketchQuantile(sketch, p)).toThrow(/p is/);
    for (const k of [0, 1.5, Number.NaN, Infinity]) expect(() => quantileBounds(sketch, k)).toThrow(/k is/);
    expect(sketchQuantile(sketch, 0.5)).toMatchObject({ kind: "undetermined", reason: "empty" });
    expect(quantileBounds(sketch, 4)).toMatchObject({ kind: "undetermined", reason: "empty" });
  });
});

describe("bounds from a sketch", () => {
  it("are finite, ascending, each once, and values of the stream", () => {
    fc.assert(
      fc.property(stream, fc.integer({ min: 1, max: 64 }), (x, k) => {
        const fitted = quantileBounds(sketchOf(x), k);
        if (fitted.kind !== "value") throw new Error("values were added");
        expectHonest(() => fitted);
        const { bounds } = fitted;
        expect(bounds.length >= 1 && bounds.length <= k).toBe(true);
        bounds.forEach((bound, i) => {
          expect(i === 0 || bound > bounds[i - 1]!).toBe(true);
          expect(x.some((each) => each === bound)).toBe(true);
        });
      }),
      RUNS,
    );
  });

  it("cut continuous values into equal shares, half a share outside", () => {
    const n = 100_000;
    const sketch = createQuantileSketch();
    for (let k = 0; k < n; k++)
      addToSketch(sketch, Math.tan(Math.PI * (((k * 79_999) % n) / n + 0.5 / n - 0.5)));
    const fitted = quantileBounds(sketch, 64);
    if (fitted.kind !== "value") throw new Error("values were added");
    expect(fitted.bounds).toHaveLength(64);
    expect(fitted.rankError).toBeLessThan(0.001);
    fitted.bounds.forEach((bound, i) => {
      const share = 0.5 + Math.atan(bound) / Math.PI;
      expect(Math.abs(share - (i + 0.5) / 64)).toBeLessThanOrEqual(fitted.rankError + 1 / n);
    });
  });

  it("give a discrete feature a bucket for each value, and a tied one fewer than asked", () => {
    const discrete = quantileBounds(sketchOf([3, 1, 1, 1, 2, 3, 1]), 10);
    expect(discrete).toMatchObject({ kind: "value", bounds: Float64Array.of(1, 2, 3) });
    const tied = quantileBounds(sketchOf([...Array.from({ length: 90 }, () => 0), 1, 2, 3, 4, 5]), 4);
    expect(tied).toMatchObject({ kind: "value", bounds: Float64Array.of(0) });
    expect(quantileBounds(sketchOf([-0, 0]), 3)).toMatchObject({ bounds: Float64Array.of(0) });
  });
});

function sketchOf(values: readonly number[]): QuantileSketch {
  const sketch = createQuantileSketch(SMALL);
  for (const value of values) addToSketch(sketch, value);
  return sketch;
}

function answersOf(sketch: QuantileSketch): unknown[] {
  return [0, 0.1, 0.25, 0.5, 0.8, 1].map((p) => sketchQuantile(sketch, p));
}

function expectRanksWithin(sketch: QuantileSketch, x: readonly number[], p: number): void {
  expect(sketch.count).toBe(x.length);
  const answer = sketchQuantile(sketch, p);
  if (answer.kind !== "value") throw new Error("values were added");
  const slack = 1e-12;
  const upTo = x.filter((each) => each <= answer.value).length / x.length;
  const below = x.filter((each) => each < answer.value).length / x.length;
  expect(upTo).toBeGreaterThanOrEqual(p - answer.rankError - slack);
  expect(below).toBeLessThanOrEqual(p + answer.rankError + slack);
}

/** Share of the law's n grid values that are at most (or below) a value, by bisection. */
function rankIn(quantileOf: (u: number) => number, n: number, value: number, isInclusive: boolean): number {
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const own = quantileOf((middle + 0.5) / n);
    if (isInclusive ? own <= value : own < value) low = middle + 1;
    else high = middle;
  }
  return low / n;
}
