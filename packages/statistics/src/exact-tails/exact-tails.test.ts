import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cramerVonMisesOfMidranks } from "../comparisons/cramer-von-mises-midranks.js";
import { cramerVonMisesExactTail } from "./cramer-von-mises-exact.js";
import { mannWhitneyExactPValue } from "./mann-whitney-exact.js";

/** Every way to interleave n values of one sample with m of another, as the first sample's marks in ascending order. */
function interleavings(n: number, m: number): boolean[][] {
  if (n === 0) return [new Array<boolean>(m).fill(false)];
  if (m === 0) return [new Array<boolean>(n).fill(true)];
  return [
    ...interleavings(n - 1, m).map((rest) => [true, ...rest]),
    ...interleavings(n, m - 1).map((rest) => [false, ...rest]),
  ];
}

/** Pairs that the first sample wins. */
function uOf(order: readonly boolean[]): number {
  let second = 0;
  return order.reduce((u, isFirst) => (isFirst ? u + second : (second++, u)), 0);
}

const statisticOf = (order: readonly boolean[]): number =>
  cramerVonMisesOfMidranks(
    order.map(Number),
    order.map((isFirst) => Number(!isFirst)),
  ).statistic;

const sizes = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }));

describe("exact p-values are counts of interleavings", () => {
  it("of Mann–Whitney", () => {
    fc.assert(
      fc.property(sizes, ([n, m]) => {
        const all = interleavings(n, m).map(uOf);
        for (let u = 0; u <= n * m; u++) {
          const asFar = all.filter((each) => each <= Math.min(u, n * m - u)).length;
          expect(mannWhitneyExactPValue(n, m, u)).toBeCloseTo(Math.min(1, (2 * asFar) / all.length), 12);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("of Cramér–von Mises", () => {
    fc.assert(
      fc.property(sizes, ([n, m]) => {
        const all = interleavings(n, m).map(statisticOf);
        for (const statistic of all.slice(0, 40)) {
          const asFar = all.filter((each) => each >= statistic - 1e-9).length;
          expect(cramerVonMisesExactTail(n, m, statistic)).toBeCloseTo(asFar / all.length, 12);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("keep their digits in the far tail: 2 of C(60, 30)", () => {
    expect((mannWhitneyExactPValue(30, 30, 0) / 2) * 118_264_581_564_861_424).toBeCloseTo(1, 12);
  });

  it("refuse what cannot be, or would take too long", () => {
    expect(() => mannWhitneyExactPValue(0, 3, 0)).toThrow("a sample has 0 values");
    expect(() => mannWhitneyExactPValue(2, 2, 5)).toThrow("u is 5");
    expect(() => mannWhitneyExactPValue(1000, 1000, 0)).toThrow("limit-exceeded");
    expect(() => cramerVonMisesExactTail(2, 0, 0)).toThrow("a sample has 0 values");
    expect(() => cramerVonMisesExactTail(199, 200, 0.1)).toThrow("limit-exceeded");
  });
});
