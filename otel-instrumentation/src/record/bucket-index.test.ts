import * as fc from "fast-check";
import { expect, it } from "vitest";
import { BucketIndex } from "./bucket-index.js";

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

/** Bounds as unlike as users' are: of one sign or both, near each other or decades apart. */
const bounds = fc.oneof(
  fc.uniqueArray(finite, { minLength: 1, maxLength: 160 }),
  fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 100 }),
  fc.uniqueArray(fc.double({ min: 270, max: 271, noNaN: true }), { minLength: 1, maxLength: 40 }),
);

function nextAbove(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  const words = new BigInt64Array(new Float64Array([value]).buffer);
  words[0]! += value > 0 ? 1n : -1n;
  return new Float64Array(words.buffer)[0]!;
}

it("finds the first bucket whose upper-inclusive bound is not below the value", () => {
  fc.assert(
    fc.property(bounds, fc.array(finite, { maxLength: 20 }), (chosen, values) => {
      const ascending = chosen.map((bound) => bound + 0).sort((a, b) => a - b);
      const index = new BucketIndex(ascending);
      const near = ascending.flatMap((bound) => [bound, nextAbove(bound), -nextAbove(-bound)]);
      for (const value of [...values, ...near, 0, -0, 5e-324, -5e-324, 1e308, -1e308]) {
        const expected = ascending.filter((bound) => bound < value).length;
        expect([value, index.of(value)]).toEqual([value, expected]);
      }
    }),
    { numRuns: 1000 },
  );
});
