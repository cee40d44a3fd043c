import { PROBABILITY_BOUNDS } from "@modelwatch/conventions";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BoundsSurvey } from "./bounds-survey.js";
import { probabilityBounds } from "./probability-bounds.js";

function boundsOf(sample: Iterable<number>): readonly number[] {
  const survey = new BoundsSurvey();
  for (const value of sample) survey.add(value);
  return probabilityBounds(survey.items());
}

const shareUpTo = (sample: readonly number[], low: number, high: number) =>
  sample.filter((value) => value > low && value <= high).length / sample.length;

describe("bounds of a probability", () => {
  it("are the common ones for scores that spread over them", () => {
    const spread = Array.from({ length: 10_000 }, (_score, k) => ((k + 0.5) / 10_000) ** 2);
    expect(boundsOf(spread)).toEqual(PROBABILITY_BOUNDS);
  });

  it("divide the bucket that holds all scores of a model of rare events", () => {
    const rare = Array.from({ length: 20_000 }, (_score, k) => 1e-4 * -Math.log(1 - (k + 0.5) / 20_000));
    const bounds = boundsOf(rare);
    expect(bounds.filter((bound) => bound < 0.001)).toHaveLength(32);
    const largest = Math.max(...bounds.map((bound, b) => shareUpTo(rare, bounds[b - 1] ?? -1, bound)));
    expect(largest).toBeLessThanOrEqual(1.6 / 32);
  });

  it("always hold the common ones, ascend, and leave no more than an eighth in a bucket of several values", () => {
    const score = fc.oneof(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0.9991, max: 0.9992, noNaN: true }),
      fc.constantFrom(0, 1, 0.5, 0.99915),
    );
    fc.assert(
      fc.property(fc.array(score, { minLength: 1, maxLength: 400 }), (sample) => {
        const bounds = boundsOf(sample);
        expect(bounds).toEqual(expect.arrayContaining([...PROBABILITY_BOUNDS]));
        expect(bounds.length).toBeLessThanOrEqual(PROBABILITY_BOUNDS.length + 40);
        bounds.forEach((bound, b) => {
          const low = bounds[b - 1] ?? -1;
          expect(bound).toBeGreaterThan(low);
          const inside = sample.filter((value) => value > low && value <= bound);
          if (new Set(inside).size > 1)
            expect(inside.length / sample.length).toBeLessThanOrEqual(1 / 8 + 1e-9);
        });
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
