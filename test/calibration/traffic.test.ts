import { describe, expect, it } from "vitest";
import { createRandomStream } from "./traffic/random-stream.js";
import { drawBinomial } from "./traffic/draw-binomial.js";
import { simulateArms, simulateModel } from "./traffic/simulate-traffic.js";
import { findTraffic, TRAFFICS } from "./traffic/traffics.js";
import { widenWindows } from "./traffic/widen-windows.js";

/** One day. */
const DAY = { seed: 1, windows: 288, minutesPerWindow: 5 };

function momentsOf(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

describe("simulated traffic", () => {
  it.each([
    [40, 0.1],
    [300, 0.2],
    [1500, 0.96],
    [100_000, 0.37],
  ])("draws binomial numbers of %d trials at %d with their mean and variance", (trials, probability) => {
    const random = createRandomStream(trials, 0);
    const draws = Array.from({ length: 20_000 }, () => drawBinomial(random, trials, probability));
    const variance = trials * probability * (1 - probability);
    const { mean, variance: found } = momentsOf(draws);
    expect(Math.abs(mean - trials * probability)).toBeLessThan(4 * Math.sqrt(variance / 20_000));
    expect(Math.abs(found / variance - 1)).toBeLessThan(0.04);
  });

  it.each(TRAFFICS.filter(({ arms }) => arms === undefined).map(({ id }) => id))(
    "is the same for the same seed, and sums to its totals: %s",
    (id) => {
      const first = simulateModel(findTraffic(id), DAY).draw(0);
      expect(simulateModel(findTraffic(id), DAY).draw(0)).toEqual(first);
      for (let window = 0; window < first.windows; window++) {
        const row = first.counts.subarray(window * first.cells, (window + 1) * first.cells);
        expect(row.reduce((sum, count) => sum + count, 0)).toBe(first.totals[window]);
      }
    },
  );

  it("has the mean, the spread and the minute effects that it claims", () => {
    const windows = 288 * 20;
    const errors = ["independent", "groups", "ar-100m"].map((id) => {
      const drawn = simulateModel(findTraffic(id), { ...DAY, windows }).draw(0);
      const means = Array.from(drawn.sums!, (sum, window) => (sum / drawn.totals[window]! - 60) / 18);
      return momentsOf(means).variance;
    });
    const [independent = 0, groups = 0, effects = 0] = errors;
    expect(independent * 1500).toBeCloseTo(1, 1);
    expect(groups * 300).toBeCloseTo(1, 1);
    // twenty days hold some 290 memories of 100 minutes
    expect(effects).toBeGreaterThan(0.07);
    expect(effects).toBeLessThan(0.11);
  });

  it("changes only what a change names, and only from then on", () => {
    const model = simulateModel(findTraffic("independent"), DAY);
    const quiet = model.draw(0);
    const changed = model.draw(0, { kind: "unit", from: 144 });
    expect(changed.counts.subarray(0, 144 * quiet.cells)).toEqual(
      quiet.counts.subarray(0, 144 * quiet.cells),
    );
    // 60 °F are 15.6 °C: below every bound of the reference
    expect(changed.counts[200 * quiet.cells]).toBeGreaterThan(0.9 * changed.totals[200]!);
    const category = model.draw(16, { kind: "new-category", from: 144 });
    expect(category.counts[143 * 6 + 5]).toBe(0);
    expect(category.counts[200 * 6 + 5]! / category.totals[200]!).toBeCloseTo(0.05, 1);
  });

  it("splits the rows of a window between arms that are alike", () => {
    const { a, b } = simulateArms(findTraffic("arms-groups"), DAY).draw(0);
    expect(a.counts.every((count) => count % 5 === 0)).toBe(true);
    const share = total(b.totals) / (total(a.totals) + total(b.totals));
    // some 86,000 groups
    expect(Math.abs(share - 0.5)).toBeLessThan(0.007);
  });

  it("sums to wider windows without losing a row", () => {
    const narrow = simulateModel(findTraffic("season"), DAY).draw(3);
    const wide = widenWindows(narrow, 12);
    expect(wide.windows).toBe(24);
    expect(total(wide.totals)).toBe(total(narrow.totals));
    expect(wide.counts[5]).toBe(
      Array.from({ length: 12 }, (_, w) => narrow.counts[w * 20 + 5]!).reduce((x, y) => x + y),
    );
  });
});
