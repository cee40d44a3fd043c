import { describe, expect, it } from "vitest";
import { joinNeighbours, keepFrequent } from "./cell-groups.js";
import { ExpectedCells } from "./expected-cells.js";
import { createRandomSource, drawWindows } from "./fixtures/draw-windows.js";

const WINDOWS = 1500;
const ROWS = 400;

/** Distances of windows whose location follows `locationOf`; shape changes where `isBimodal`. */
function distancesOf(
  locationOf: (window: number) => number,
  isBimodal: (window: number) => boolean,
): number[] {
  const random = createRandomSource(11);
  const plain = drawWindows(random, WINDOWS, (window) => ({ rows: ROWS, location: locationOf(window) }));
  const groups = joinNeighbours(new Float64Array(8).fill(WINDOWS * 50), ROWS);
  const cells = new ExpectedCells(groups, ROWS);
  return Array.from({ length: WINDOWS }, (_, window) => {
    const counts = plain.counts.slice(window * 8, (window + 1) * 8);
    if (isBimodal(window)) {
      // out of the middle, to both sides alike: neither location nor spread in normal scores moves much
      for (const [from, to] of [
        [2, 1],
        [5, 6],
        [3, 2],
        [4, 5],
      ] as const) {
        const moved = Math.round(counts[from]! / 3);
        counts[from] = counts[from]! - moved;
        counts[to] = counts[to]! + moved;
      }
    }
    const location = (plain.sums![window]! / ROWS) * Math.sqrt(ROWS);
    const square = plain.sumsOfSquares![window]! / ROWS - (plain.sums![window]! / ROWS) ** 2;
    return cells.next(
      counts,
      0,
      location,
      isBimodal(window) ? 0 : (Math.log(square) * Math.sqrt(ROWS)) / Math.SQRT2,
    );
  });
}

function meanOf(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

describe("the distance to expected cells", () => {
  it("is near 0 ± 1 without change, from the first hundred windows on", () => {
    const distances = distancesOf(
      () => 0,
      () => false,
    );
    expect(Math.abs(meanOf(distances.slice(100)))).toBeLessThan(0.2);
    const squares = meanOf(distances.slice(100).map((value) => value * value));
    expect(squares).toBeGreaterThan(0.7);
    expect(squares).toBeLessThan(1.3);
  });

  it("is not moved by a location that wanders", () => {
    const distances = distancesOf(
      (window) => 0.3 * Math.sin(window / 40),
      () => false,
    );
    // 0.3 sd moves the plain chi-square of 400 rows by 36 on 7 degrees of freedom: by 10 of these units
    expect(Math.abs(meanOf(distances.slice(500)))).toBeLessThan(0.5);
  });

  it("rises when the form of the distribution changes", () => {
    const distances = distancesOf(
      () => 0,
      (window) => window >= 1400,
    );
    expect(meanOf(distances.slice(1400, 1410))).toBeGreaterThan(4);
  });
});

describe("groups of cells", () => {
  it("join neighbours until five rows are expected in each", () => {
    const { groupOf, shares } = joinNeighbours(Float64Array.of(1, 2, 500, 0, 496, 1), 1000);
    expect(Array.from(groupOf)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(shares.length).toBe(2);
    expect(shares[0]! + shares[1]!).toBeCloseTo(1, 12);
  });

  it("leave out categories that are rare in a usual window", () => {
    const { groupOf, shares } = keepFrequent(Float64Array.of(600, 0, 398, 2), 1000);
    expect(Array.from(groupOf)).toEqual([0, -1, 1, -1]);
    expect(Array.from(shares)).toEqual([600 / 998, 398 / 998]);
  });
});
