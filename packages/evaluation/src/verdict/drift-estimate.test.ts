import type { DistributionWindows, ModelMonitorOptions } from "@modelwatch/statistics";
import { describe, expect, it } from "vitest";
import { createDriftEstimate } from "./drift-estimate.js";

function windowsOf(rows: readonly (readonly number[])[]): DistributionWindows {
  const cells = rows[0]!.length;
  return {
    layout: { kind: "numeric", bounds: Float64Array.from({ length: cells - 1 }, (_, i) => i) },
    windows: rows.length,
    cells,
    counts: Float64Array.from(rows.flat()),
    totals: Float64Array.from(rows, (row) => row.reduce((a, b) => a + b, 0)),
  };
}

const HOURS = 24 * 6;
const season = {
  hourOfDay: Float64Array.from({ length: HOURS }, (_, w) => (w % 24) + 0.5),
  dayOfWeek: Uint8Array.from({ length: HOURS }, (_, w) => 1 + Math.floor(w / 24)),
};
const options: ModelMonitorOptions = {
  unitDays: 1 / 24,
  budgetDays: 90,
  firstBet: 24,
  afterAlarm: "continue",
};
const NIGHT = [90, 10] as const;
const DAY = [20, 80] as const;
const cycle = Array.from({ length: HOURS }, (_, w) => (w % 24 < 8 ? NIGHT : DAY));

describe("how far a member has moved", () => {
  it("is the Hellinger distance from all windows before", () => {
    const rows = Array.from({ length: 40 }, (_, w) => (w < 30 ? [50, 50] : [80, 20]));
    const estimate = createDriftEstimate({ name: "m", windows: windowsOf(rows) }, options);
    expect(estimate(30, 40)).toBeCloseTo(Math.sqrt(1 - Math.sqrt(0.5 * 0.8) - Math.sqrt(0.5 * 0.2)), 9);
    expect(estimate(20, 30)).toBe(0);
  });

  it("does not take the night for a move", () => {
    const member = { name: "m", windows: windowsOf(cycle) };
    const nights = [HOURS - 24, HOURS - 16] as const;
    expect(createDriftEstimate(member, { ...options, season })(...nights)).toBeCloseTo(0, 6);
    // as far from the average hour as nights are, less what a stretch of so many hours is anyway
    expect(createDriftEstimate(member, options)(...nights)).toBeGreaterThan(0.2);
  });

  it("leaves out known episodes on both sides", () => {
    const rows = Array.from({ length: 40 }, (_, w) => (w === 3 || w === 35 ? [0, w * 30] : [50, 50]));
    const counted = Uint8Array.from(rows, (_, w) => Number(w !== 3 && w !== 35));
    const member = { name: "m", windows: windowsOf(rows) };
    expect(createDriftEstimate(member, { ...options, counted })(30, 40)).toBe(0);
    expect(createDriftEstimate(member, options)(30, 40)).toBeGreaterThan(0.1);
  });

  it("is that of two arms from each other, whatever both do together", () => {
    const own = cycle.map((row, w) => (w < HOURS - 10 ? row : [row[0]! + 10, row[1]! - 10]));
    const member = { name: "m", windows: windowsOf(own), against: windowsOf(cycle) };
    const estimate = createDriftEstimate(member, { ...options, season });
    expect(estimate(HOURS - 10, HOURS)).toBeGreaterThan(0.05);
    expect(estimate(HOURS - 20, HOURS - 10)).toBe(0);
  });

  it("is 0 where there is nothing to compare", () => {
    const empty = windowsOf(Array.from({ length: 10 }, () => [0, 0]));
    expect(createDriftEstimate({ name: "m", windows: empty }, options)(5, 10)).toBe(0);
    expect(createDriftEstimate({ name: "m", windows: windowsOf(cycle) }, options)(0, 5)).toBe(0);
  });
});
