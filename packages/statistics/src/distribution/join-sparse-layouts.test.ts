import { array, assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { createNumericDistribution } from "./create-distribution.js";
import type { NumericDistribution } from "./distribution.js";
import { joinSparseLayouts } from "./join-sparse-layouts.js";
import { distributionFromSparse } from "./sparse-histogram.js";

const BOUNDS = [0.1, 0.2, 0.5, 0.8, 0.9];
const counts = array(integer({ min: 0, max: 3 }), { minLength: 6, maxLength: 6 });

/** As a store answers that leaves empty buckets out. */
function withoutEmpty(full: readonly number[]): NumericDistribution {
  const ranges = full.map((count, cell) => ({
    low: BOUNDS[cell - 1] ?? -Infinity,
    high: BOUNDS[cell] ?? Infinity,
    count,
  }));
  return distributionFromSparse({ ranges, sum: 1 });
}

/** Rows up to each bound that the layout kept. */
function cumulated({
  bounds,
  counts: cells,
}: Pick<NumericDistribution, "bounds" | "counts">): [number, number][] {
  let below = 0;
  return [...bounds].map((bound, cell) => [bound, (below += cells[cell]!)]);
}

describe("joinSparseLayouts", () => {
  it("joins whatever two histograms of one layout hold, and counts the same up to every bound", () => {
    assert(
      property(counts, counts, (a, b) => {
        const joined = joinSparseLayouts(withoutEmpty(a), withoutEmpty(b));
        const full = [a, b].map(
          (cells) =>
            new Map(cumulated({ bounds: Float64Array.from(BOUNDS), counts: Float64Array.from(cells) })),
        );
        expect(joined?.a.bounds).toEqual(joined?.b.bounds);
        for (const [side, own] of [joined!.a, joined!.b].entries()) {
          for (const [bound, below] of cumulated(own)) expect(below).toBe(full[side]?.get(bound));
          expect(own.count).toBe([a, b][side]!.reduce((sum, count) => sum + count, 0));
          expect(own.sum).toBe(1);
        }
        const used = new Set([...withoutEmpty(a).bounds, ...withoutEmpty(b).bounds]);
        expect(new Set(joined!.a.bounds)).toEqual(used);
      }),
    );
  });

  it("refuses layouts that cut each other's rows", () => {
    const ours = createNumericDistribution({ bounds: [1, 2, 3], counts: [1, 1, 1, 1] });
    const others = createNumericDistribution({ bounds: [1.5, 2.5], counts: [1, 1, 1] });
    expect(joinSparseLayouts(ours, others)).toBeNull();
  });
});
