import { array, assert, double, integer, oneof, property } from "fast-check";
import { expect, it } from "vitest";
import { GrowingRanks } from "./growing-ranks.js";

const value = oneof(
  double({ noNaN: true, noDefaultInfinity: true }),
  double({ min: -3, max: 3, noNaN: true }),
  integer({ min: -2, max: 2 }),
);

it("counts what sorting counts, ties and the largest numbers among them", () => {
  assert(
    property(array(value, { maxLength: 600 }), (values) => {
      const ranks = new GrowingRanks();
      values.forEach((current, index) => {
        ranks.locate(current);
        const earlier = values.slice(0, index);
        expect(ranks.below).toBe(earlier.filter((other) => other < current).length);
        expect(ranks.equal).toBe(earlier.filter((other) => other === current).length);
        ranks.add(current);
        expect(ranks.size).toBe(index + 1);
      });
    }),
    { numRuns: 40 },
  );
});
