import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { totalOf } from "../value/group-windows.js";
import { decomposeMix } from "./kitagawa.js";
import { postStratify } from "./post-stratify.js";
import { screenConfounders } from "./screen-confounders.js";

interface Row {
  readonly count: number;
  readonly sum: number;
}
function windowsOf(rows: readonly Row[]) {
  return {
    counts: Float64Array.from(rows, ({ count }) => count),
    sums: Float64Array.from(rows, ({ count, sum }) => (count === 0 ? 0 : sum)),
  };
}

/** One window in which all rows of a group have the same value. */
function oneWindow([treated, control]: readonly [number, number], [a, b]: readonly [number, number]) {
  return {
    treated: windowsOf([{ count: treated, sum: treated * a }]),
    control: windowsOf([{ count: control, sum: control * b }]),
  };
}

/** Three windows of two groups at one level, a little higher in the control from window to window. */
function threeWindows(treatedRows: number, controlRows: number, level: number) {
  return {
    treated: windowsOf([0, 1, 2].map(() => ({ count: treatedRows, sum: treatedRows * level }))),
    control: windowsOf([0, 1, 2].map((t) => ({ count: controlRows, sum: controlRows * level + t }))),
  };
}

function populationStratum(share: number, values: readonly number[]) {
  const sum = values.reduce((total, value) => total + value, 0);
  const sumOfSquares = values.reduce((total, value) => total + value * value, 0);
  return { share, count: values.length, sum, sumOfSquares };
}

/** The groups with one window counted `factor` times. */
function reweigh(
  { counts, sums }: { counts: Float64Array; sums: Float64Array },
  window: number,
  factor: number,
) {
  return {
    counts: counts.map((count, w) => (w === window ? count * factor : count)),
    sums: sums.map((sum, w) => (w === window ? sum * factor : sum)),
  };
}

describe("strata in windows", () => {
  const window = fc.record({
    count: fc.integer({ min: 0, max: 50 }),
    sum: fc.integer({ min: -500, max: 500 }),
  });
  const windows = fc.array(window, { minLength: 4, maxLength: 4 }).map(windowsOf);
  const pairs = fc.array(fc.record({ treated: windows, control: windows }), { minLength: 1, maxLength: 5 });

  it("splits a difference of means into mix and within without remainder, window by window", () => {
    fc.assert(
      fc.property(pairs, (strata) => {
        const parts = decomposeMix(strata);
        const rows = (side: "treated" | "control") =>
          strata.reduce((sum, stratum) => sum + totalOf(stratum[side].counts), 0);
        if (rows("treated") === 0 || rows("control") === 0) {
          expect(parts).toBeNull();
          return;
        }
        const { total, mix, within } = parts!;
        expect(mix.value + within.value).toBeCloseTo(total.value, 9);
        total.influences.forEach((influence, t) =>
          expect(mix.influences[t]! + within.influences[t]!).toBeCloseTo(influence, 9),
        );
        for (const part of [mix, within]) expect(totalOf(part.influences)).toBeCloseTo(0, 9);
      }),
      { seed: 9, numRuns: 300 },
    );
  });

  it("sees mix alone where means agree within strata, and within alone where shares agree", () => {
    const mixed = decomposeMix([oneWindow([80, 20], [5, 5]), oneWindow([20, 80], [1, 1])])!;
    expect([mixed.mix.value, mixed.within.value]).toEqual([expect.closeTo(2.4, 12), expect.closeTo(0, 12)]);
    const inside = decomposeMix([oneWindow([80, 8], [5, 4]), oneWindow([20, 2], [1, 0])])!;
    expect([inside.mix.value, inside.within.value]).toEqual([expect.closeTo(0, 12), expect.closeTo(1, 12)]);
  });

  it("moves each part as each window would: influences are derivatives", () => {
    const strata = [1, 2, 3].map((k) => {
      const group = (side: number) =>
        windowsOf(
          [0, 1, 2, 3].map((t) => ({ count: 10 + k + t * side, sum: (k * 37 + t * 11 + side * 5) % 50 })),
        );
      return { treated: group(1), control: group(2) };
    });
    const parts = decomposeMix(strata)!;
    const step = 1e-6;
    // a window that counts (1 + step)-fold moves the part by step × its influence
    for (const t of [0, 1, 2, 3]) {
      const moved = decomposeMix(
        strata.map(({ treated, control }) => ({
          treated: reweigh(treated, t, 1 + step),
          control: reweigh(control, t, 1 + step),
        })),
      )!;
      expect((moved.mix.value - parts.mix.value) / step).toBeCloseTo(parts.mix.influences[t]!, 4);
      expect((moved.within.value - parts.within.value) / step).toBeCloseTo(parts.within.influences[t]!, 4);
    }
  });

  it("ranks first the attribute whose adjustment moves the effect most, and says by how much", () => {
    const confounded = [threeWindows(90, 10, 1), threeWindows(10, 90, 9)];
    const harmless = [threeWindows(50, 50, 4), threeWindows(50, 50, 6)];
    const screens = screenConfounders([
      { name: "harmless", strata: harmless },
      { name: "one side only", strata: [threeWindows(10, 0, 3), threeWindows(0, 5, 3)] },
      { name: "confounded", strata: confounded },
    ]);
    expect(screens.map(({ name }) => name)).toEqual(["confounded", "harmless"]);
    const [first, second] = screens;
    expect(first!.movement.value).toBeCloseTo(first!.adjusted - first!.pooled, 12);
    expect(first!.movement.value).toBeGreaterThan(5);
    expect(Math.abs(second!.movement.value)).toBeLessThan(0.1);
    expect(totalOf(first!.movement.influences)).toBeCloseTo(0, 9);
    expect(first!.comparableShare).toBe(1);
  });

  it("says what a stated population would show, and that an unseen part of it is unknown", () => {
    const result = postStratify([populationStratum(0.25, [1, 2, 3]), populationStratum(0.75, [10, 14])], {
      alpha: 0.05,
    });
    if (result.kind !== "value") throw new Error("expected a value");
    expect(result.value).toBeCloseTo(0.25 * 2 + 0.75 * 12, 12);
    // √(.25²·1/3 + .75²·8/2)
    expect(result.standardError).toBeCloseTo(Math.sqrt(0.0625 / 3 + 0.5625 * 4), 12);
    expect(result.high - result.value).toBeCloseTo(1.959963984540054 * result.standardError, 9);
    expect(
      postStratify([populationStratum(0.5, [1, 2]), populationStratum(0.5, [])], { alpha: 0.05 }),
    ).toMatchObject({
      kind: "undetermined",
      reason: "too-few",
    });
    expect(() => postStratify([populationStratum(0.5, [1, 2])], { alpha: 0.05 })).toThrow(/shares are 0\.5/);
  });
});
