import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StatisticColumns } from "./comparisons/columns/statistic-columns.js";
import { expectHonest } from "./contract/expect-honest.js";
import { computeComparisons } from "./compute-comparisons.js";
import { computeStatistic } from "./compute-statistic.js";
import type { StatisticValue } from "./definition/statistic-definition.js";
import type { DistributionWindows, Layout } from "./distribution/distribution.js";
import { windowDistribution } from "./distribution/windows.js";
import { STATISTICS } from "./registry.js";

const ROWS = 5;
const drawn = fc.integer({ min: 2, max: 9 }).chain((cells) =>
  fc.record({
    cells: fc.constant(cells),
    counts: fc.array(fc.oneof(fc.constant(0), fc.nat(9), fc.nat(900)), {
      minLength: cells * ROWS,
      maxLength: cells * ROWS,
    }),
    isNumeric: fc.boolean(),
    moments: fc.constantFrom("none", "sums", "squares"),
  }),
);

/** The last row is the reference. */
function toWindows({
  cells,
  counts,
  isNumeric,
  moments,
}: {
  cells: number;
  counts: number[];
  isNumeric: boolean;
  moments: string;
}): DistributionWindows {
  const layout: Layout = isNumeric
    ? { kind: "numeric", bounds: Float64Array.from({ length: cells - 1 }, (_, k) => k * k - 1) }
    : { kind: "categorical", categories: Array.from({ length: cells }, (_, k) => `c${k}`) };
  const totals = new Float64Array(ROWS);
  const sums = new Float64Array(ROWS);
  const sumsOfSquares = new Float64Array(ROWS);
  counts.forEach((count, index) => {
    const row = Math.floor(index / cells);
    // every value a quarter below its bucket's upper bound
    const value = ((index % cells) ** 2 - 1.25) * 1;
    totals[row] = totals[row]! + count;
    sums[row] = sums[row]! + count * value;
    sumsOfSquares[row] = sumsOfSquares[row]! + count * value * value;
  });
  return {
    layout,
    windows: ROWS,
    cells,
    counts: Float64Array.from(counts),
    totals,
    ...(moments !== "none" && isNumeric ? { sums } : {}),
    ...(moments === "squares" && isNumeric ? { sumsOfSquares } : {}),
  };
}

/** Digits that a field keeps; by default nine. */
function toleranceOf(id: string, field: string): number {
  if (field === "noiseFloor" && ["psi", "kl", "hellinger"].includes(id)) return 1e-3;
  if (field === "log10PValue" && ["cramer-von-mises", "anderson-darling"].includes(id)) return 1e-4;
  // near G = 0 the p-value moves with the root of what rounding leaves
  if (field === "log10PValue" && id === "g-test") return 1e-3;
  return 1e-9;
}

function expectRow(id: string, columns: StatisticColumns, row: number, expected: StatisticValue): void {
  const { known, bounded, ...numbers } = columns;
  expect(known[row], id).toBe(1);
  for (const [field, column] of Object.entries(numbers)) {
    if (field === "high" && bounded?.[row] === 0) {
      expect(expected.high, `${id} high`).toBeUndefined();
      continue;
    }
    const value = expected[field as keyof typeof numbers];
    if (value === undefined) throw new Error(`${id} has no ${field} by itself`);
    const slack = toleranceOf(id, field) * (1e-3 + Math.abs(value));
    expect(Math.abs(column[row]! - value), `${id} ${field}: ${column[row]} not ${value}`).toBeLessThanOrEqual(
      slack,
    );
  }
}

describe("comparing many windows at once", () => {
  it("says what comparing them one by one says, of every statistic that applies", () => {
    fc.assert(
      fc.property(drawn, (input) => {
        const windows = toWindows(input);
        const reference = windowDistribution(windows, ROWS - 1);
        fc.pre(reference.count > 0);
        const { statistics, cells, oneSidedCells } = computeComparisons(windows, reference);
        const applicable = STATISTICS.filter(
          ({ id, inputs, degenerate }) =>
            id !== "poisson-rate-ratio" &&
            inputs.kinds.includes(reference.kind) &&
            (input.cells === 2 || !degenerate.some(({ reason }) => reason === "not-two-cells")),
        );
        expect([...statistics.keys()]).toEqual(applicable.map(({ id }) => id));
        for (const [id, columns] of statistics) {
          for (let row = 0; row < ROWS; row++) {
            const current = windowDistribution(windows, row);
            const alone = computeStatistic(id, { reference, current }, id === "ks" ? { mostSteps: 0 } : {});
            if (alone.kind === "undetermined") expect(columns.known[row], `${id}: ${alone.reason}`).toBe(0);
            else {
              expectRow(id, columns, row, alone);
              expect(alone.cells ?? cells[row]).toBe(cells[row]);
              expect(alone.oneSidedCells ?? oneSidedCells[row]).toBe(oneSidedCells[row]);
            }
          }
        }
      }),
      { seed: 26, numRuns: 300 },
    );
  });

  it("keeps the digits of noise floors between the sizes that it computes", () => {
    const counts = [
      ...Array.from({ length: 6 }, (_, row) => [1, 2, 3, 1].map((c) => c * (17 + 71 * row * row))),
      [500, 900, 1500, 400],
    ].flat();
    const totals = Float64Array.from({ length: 7 }, (_, row) =>
      counts.slice(row * 4, row * 4 + 4).reduce((sum, count) => sum + count, 0),
    );
    const windows: DistributionWindows = {
      layout: { kind: "numeric", bounds: Float64Array.of(0, 1, 2) },
      windows: 7,
      cells: 4,
      counts: Float64Array.from(counts),
      totals,
    };
    const reference = windowDistribution(windows, 6);
    const { statistics } = computeComparisons(windows, reference);
    for (const id of ["psi", "kl", "hellinger"]) {
      for (let row = 0; row < 6; row++) {
        const alone = computeStatistic(id, { reference, current: windowDistribution(windows, row) });
        const columns = statistics.get(id);
        if (alone.kind !== "value" || columns === undefined) throw new Error(`${id} is not known`);
        expectRow(id, columns, row, alone);
      }
    }
  });

  it("has nothing to say beside an empty reference, and refuses another layout", () => {
    const windows = toWindows({
      cells: 2,
      counts: [1, 2, 3, 4, 5, 6, 7, 8, 0, 0],
      isNumeric: true,
      moments: "none",
    });
    expect(computeComparisons(windows, windowDistribution(windows, 4)).statistics.size).toBe(0);
    const other = toWindows({
      cells: 2,
      counts: [1, 2, 3, 4, 5, 6, 7, 8, 9, 1],
      isNumeric: false,
      moments: "none",
    });
    expect(() => computeComparisons(windows, windowDistribution(other, 0))).toThrow(/different layouts/u);
  });

  it("holds finite numbers wherever it knows a value", () => {
    fc.assert(
      fc.property(drawn, (input) => {
        const windows = toWindows(input);
        const { statistics } = computeComparisons(windows, windowDistribution(windows, ROWS - 1));
        for (const { known, bounded, ...numbers } of statistics.values()) {
          for (const [field, column] of Object.entries(numbers)) {
            const said = Array.from(column).filter(
              (_, row) => known[row] === 1 && (field !== "high" || bounded?.[row] !== 0),
            );
            expectHonest(() => said);
          }
        }
      }),
      { seed: 27, numRuns: 200 },
    );
  });
});
