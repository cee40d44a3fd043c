import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeStatistic } from "../compute-statistic.js";
import type { DistributionWindows, Layout } from "../distribution/distribution.js";
import { windowDistribution } from "../distribution/windows.js";
import { computeDistances, FAST_DISTANCES } from "./compute-distances.js";

const ROWS = 4;
const drawn = fc.integer({ min: 2, max: 7 }).chain((cells) =>
  fc.record({
    cells: fc.constant(cells),
    counts: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: cells * ROWS, maxLength: cells * ROWS }),
    isNumeric: fc.boolean(),
    hasSums: fc.boolean(),
  }),
);

/** The last row is the reference. */
function toWindows({
  cells,
  counts,
  isNumeric,
  hasSums,
}: {
  cells: number;
  counts: number[];
  isNumeric: boolean;
  hasSums: boolean;
}): DistributionWindows {
  const layout: Layout = isNumeric
    ? { kind: "numeric", bounds: Float64Array.from({ length: cells - 1 }, (_, k) => k * k - 1) }
    : { kind: "categorical", categories: Array.from({ length: cells }, (_, k) => `c${k}`) };
  const totals = new Float64Array(ROWS);
  counts.forEach((count, index) => (totals[Math.floor(index / cells)]! += count));
  return {
    layout,
    windows: ROWS,
    cells,
    counts: Float64Array.from(counts),
    totals,
    ...(hasSums && isNumeric ? { sums: totals.map((total, row) => total * row) } : {}),
  };
}

describe("the fast path", () => {
  it("gives what computeStatistic gives, and knows what it knows", () => {
    fc.assert(
      fc.property(drawn, (input) => {
        const windows = toWindows(input);
        const reference = windowDistribution(windows, ROWS - 1);
        const { values, known } = computeDistances(windows, reference, FAST_DISTANCES);
        for (let row = 0; row < ROWS; row++) {
          FAST_DISTANCES.forEach((id, column) => {
            const current = windowDistribution(windows, row);
            const slow = computeStatistic(id, { reference, current });
            const cell = row * FAST_DISTANCES.length + column;
            expect(known[cell], `${id}: ${JSON.stringify(slow)}`).toBe(slow.kind === "value" ? 1 : 0);
            if (slow.kind === "value") expect(values[cell]).toBeCloseTo(slow.value, 12);
          });
        }
      }),
      { seed: 9, numRuns: 300 },
    );
  });

  it("refuses another layout and an unknown id", () => {
    const windows = toWindows({
      cells: 2,
      counts: [1, 2, 3, 4, 5, 6, 7, 8],
      isNumeric: true,
      hasSums: false,
    });
    const other = windowDistribution(
      toWindows({ cells: 2, counts: [1, 2, 3, 4, 5, 6, 7, 8], isNumeric: false, hasSums: false }),
      0,
    );
    expect(() => computeDistances(windows, other, ["psi"])).toThrow(/different layouts/u);
    expect(() =>
      // @ts-expect-error an id that does not exist
      computeDistances(windows, windowDistribution(windows, 0), ["chi2"]),
    ).toThrow(/id is "chi2"/u);
  });
});
