import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeboInference, type PlaceboOptions } from "./placebo-inference.js";

const noise = (size: number, seed: number) => {
  let state = seed;
  return Float64Array.from({ length: size }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 - 0.5;
  });
};

function infer(options: PlaceboOptions) {
  const result = placeboInference(options);
  if (result.kind !== "value") throw new Error(`undetermined: ${result.reason}`);
  return result;
}

/** p of "the effect is τ": the same question about the series without τ. */
function pValueAt(options: PlaceboOptions, effect: number): number {
  const series = options.series.map((value, t) => (t >= options.firstTreated ? value - effect : value));
  return infer({ ...options, series }).pValue;
}

describe("placebo inference", () => {
  it("gives the interval of all effects that its own test does not reject", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 25, max: 38 }),
        fc.boolean(),
        (seed, firstTreated, trend) => {
          const options = { series: noise(40, seed), firstTreated, trend, alpha: 0.1 };
          const { interval, effect } = infer(options);
          if (interval === null) {
            expect(trend).toBe(true);
            return;
          }
          const { low, high } = interval;
          expect(low).toBeLessThanOrEqual(effect);
          expect(high).toBeGreaterThanOrEqual(effect);
          const step = 1e-6;
          // with a trend the interval may be wider than the test, never narrower
          for (const inside of trend ? [] : [low + step, high - step])
            expect(pValueAt(options, inside)).toBeGreaterThan(0.1);
          for (const outside of [low - step, high + step])
            expect(pValueAt(options, outside)).toBeLessThanOrEqual(0.1);
        },
      ),
      { seed: 5, numRuns: 100 },
    );
  });

  it("is the difference of means without trend, and least squares with it", () => {
    const series = Float64Array.of(1, 2, 3, 1, 2, 3, 7, 9, 8, 8);
    expect(infer({ series, firstTreated: 6, alpha: 0.2 }).effect).toBeCloseTo(8 - 2, 12);
    // a line and a step of 5, and nothing else but one odd window in each part
    const line = Float64Array.from({ length: 40 }, (_, t) => 0.3 * t + (t >= 30 ? 5 : 0));
    line[3] = line[3]! + 0.01;
    expect(infer({ series: line, firstTreated: 30, trend: true, alpha: 0.1 }).effect).toBeCloseTo(5, 1);
    expect(infer({ series: line, firstTreated: 30, alpha: 0.1 }).effect).toBeGreaterThan(10);
  });

  it("does not take a weekday for an effect once the season is known", () => {
    const season = Uint8Array.from({ length: 70 }, (_, t) => t % 7);
    const series = noise(70, 3).map((value, t) => 0.1 * value + (t % 7 >= 5 ? 10 : 0));
    const naive = infer({ series, firstTreated: 67, alpha: 0.05 });
    const seasonal = infer({ series, firstTreated: 67, season, alpha: 0.05 });
    expect(Math.abs(naive.effect)).toBeGreaterThan(2);
    expect(Math.abs(seasonal.effect)).toBeLessThan(0.2);
  });

  it("finds an effect that is there, and never gives p = 0", () => {
    const series = noise(80, 9).map((value, t) => value + (t >= 70 ? 2 : 0));
    const found = infer({ series, firstTreated: 70, alpha: 0.05 });
    expect(found.interval?.low).toBeGreaterThan(1.5);
    expect(found.interval?.high).toBeLessThan(2.5);
    expect(found.pValue).toBeGreaterThanOrEqual(1 / 80);
    expect(found.pValue).toBeLessThan(0.05);
    expect(found.placebos).toBe(79);
  });

  it("says why it cannot tell, and refuses what makes no sense", () => {
    expect(placeboInference({ series: noise(19, 1), firstTreated: 10, alpha: 0.05 })).toMatchObject({
      kind: "undetermined",
      reason: "too-few",
    });
    expect(
      placeboInference({ series: new Float64Array(40).fill(0.1), firstTreated: 30, alpha: 0.05 }),
    ).toMatchObject({ kind: "undetermined", reason: "constant" });
    // all treated windows are weekends and no other is: season and treatment are the same thing
    const season = Uint8Array.from({ length: 40 }, (_, t) => (t >= 35 ? 1 : 0));
    expect(placeboInference({ series: noise(40, 2), firstTreated: 35, season, alpha: 0.05 })).toMatchObject({
      kind: "undetermined",
      reason: "too-few",
    });
    expect(() => placeboInference({ series: noise(40, 2), firstTreated: 40, alpha: 0.05 })).toThrow(
      /firstTreated is 40/,
    );
    expect(() =>
      placeboInference({ series: Float64Array.of(1, Number.NaN), firstTreated: 1, alpha: 0.5 }),
    ).toThrow(/series\[1\] is NaN/);
  });
});
