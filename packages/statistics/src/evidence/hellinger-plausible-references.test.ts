import { describe, expect, it } from "vitest";
import { createHellingerPlausibleReferences } from "./hellinger-plausible-references.js";

/** The best θ in the ball by brute force, for two cells: H²(r̂, θ) = 1 − √(r̂₁θ₁) − √(r̂₂θ₂) ≤ radius². */
function bestOfTwoCells(r: Float64Array, s: Float64Array, radius: number): number {
  const n0 = r[0]! + r[1]!;
  let best = -Infinity;
  for (let step = 1; step < 2_000_000; step++) {
    const theta = step / 2_000_000;
    const affinity = Math.sqrt((r[0]! / n0) * theta) + Math.sqrt((r[1]! / n0) * (1 - theta));
    if (1 - affinity <= radius * radius) {
      best = Math.max(best, s[0]! * Math.log(theta) + s[1]! * Math.log(1 - theta));
    }
  }
  return best;
}

describe("the best reference within a Hellinger distance", () => {
  it.each([
    [0.02, 90, 10],
    [0.05, 700, 300],
    [0.1, 5, 95],
    [0.05, 0, 100],
  ])("equals the one found by brute force at radius %d for counts %d and %d", (radius, first, second) => {
    const r = Float64Array.of(500, 500);
    const s = Float64Array.of(first, second);
    const found = createHellingerPlausibleReferences(r, radius, 1).logLikelihood(s, first + second, 0);
    expect(found).toBeCloseTo(bestOfTwoCells(r, s, radius), 2);
  });

  it("is the same whatever the search began with", () => {
    const r = Float64Array.of(300, 500, 200, 9000);
    const warm = createHellingerPlausibleReferences(r, 0.05, 1);
    for (const scale of [1, 10, 1000, 3]) {
      const s = Float64Array.of(30 * scale, 5 * scale, 40 * scale, 100 * scale);
      const total = 175 * scale;
      const cold = createHellingerPlausibleReferences(r, 0.05, 1).logLikelihood(s, total, 0);
      expect(warm.logLikelihood(s, total, 0)).toBeCloseTo(cold, 3);
    }
  });
});
