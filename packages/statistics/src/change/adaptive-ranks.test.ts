import { describe, expect, it } from "vitest";
import type { DistributionWindows, Layout } from "../distribution/distribution.js";
import { adaptiveRankWindows } from "./adaptive-ranks.js";

function windowsOf(layout: Layout, rows: readonly (readonly number[])[]): DistributionWindows {
  const counts = Float64Array.from(rows.flat());
  const totals = Float64Array.from(rows, (row) => row.reduce((a, b) => a + b, 0));
  return { layout, windows: rows.length, cells: rows[0]!.length, counts, totals };
}

const numeric: Layout = { kind: "numeric", bounds: Float64Array.of(0, 1, 2) };
const before = Array.from({ length: 20 }, () => [100, 200, 150, 50]);
const after = Array.from({ length: 10 }, () => [50, 150, 200, 100]);

describe("adaptiveRankWindows", () => {
  it("drops what came before the values moved, whatever the bounds are", () => {
    const { first, cuts } = adaptiveRankWindows(windowsOf(numeric, [...before, ...after]), 1);
    expect(first[19]).toBe(0);
    expect(first[29]).toBeGreaterThanOrEqual(19);
    expect(cuts[0]!.window).toBeGreaterThanOrEqual(20);
  });

  it("keeps everything where nothing moved, or where rows that resemble each other explain it", () => {
    expect(adaptiveRankWindows(windowsOf(numeric, [...before, ...before]), 1).cuts).toEqual([]);
    expect(adaptiveRankWindows(windowsOf(numeric, [...before, ...after]), 500).cuts).toEqual([]);
  });

  it("watches the most frequent category", () => {
    const layout: Layout = { kind: "categorical", categories: ["a", "b"] };
    const rows = Array.from({ length: 20 }, (_, w) => (w < 10 ? [600, 400] : [450, 550]));
    expect(adaptiveRankWindows(windowsOf(layout, rows), 1).first[19]).toBeGreaterThanOrEqual(9);
  });

  it("refuses an overdispersion below 1", () => {
    expect(() => adaptiveRankWindows(windowsOf(numeric, before), 0)).toThrow(/overdispersion is 0/);
  });
});
