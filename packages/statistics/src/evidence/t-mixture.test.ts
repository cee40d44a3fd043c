import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalMixtureLogRatio } from "./normal-mixture.js";
import { tMixtureHalfWidth, tMixtureLogRatio } from "./t-mixture.js";

const { cases }: { cases: { x: number[]; mixing: number; logRatio: number }[] } = JSON.parse(
  readFileSync(new URL("fixtures/t-mixture.json", import.meta.url), "utf8"),
);

describe("the mixture over effects and scales", () => {
  it.each(cases)("agrees with integrating over both numerically: $logRatio", ({ x, mixing, logRatio }) => {
    const units = x.length;
    const distance = x.reduce((sum, value) => sum + value, 0) / units;
    const variance = x.reduce((sum, value) => sum + (value - distance) ** 2, 0) / (units - 1);
    const got = tMixtureLogRatio({ units, variance, mixingVariance: mixing, distance });
    expect(Math.abs(got - logRatio)).toBeLessThan(1e-6);
  });

  it("reaches the threshold at its half width, does not depend on the unit, and bounds nothing with too few units", () => {
    const positive = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(
        fc.double({ min: 2, max: 500, noNaN: true }),
        positive,
        positive,
        (units, variance, scale) => {
          const facts = { units, variance, mixingVariance: 0.3 };
          const half = tMixtureHalfWidth({ ...facts, alpha: 0.05 });
          if (half === null) {
            expect(tMixtureLogRatio({ ...facts, distance: 1e9 })).toBeLessThan(-Math.log(0.05));
            return;
          }
          expect(tMixtureLogRatio({ ...facts, distance: half })).toBeCloseTo(-Math.log(0.05), 8);
          const scaled = tMixtureHalfWidth({ ...facts, variance: variance * scale ** 2, alpha: 0.05 });
          expect(scaled! / half / scale).toBeCloseTo(1, 9);
        },
      ),
      { seed: 77, numRuns: 300 },
    );
    expect(tMixtureHalfWidth({ units: 3, variance: 1, mixingVariance: 0.3, alpha: 0.01 })).toBeNull();
  });

  it("is the normal mixture when the variance is known well", () => {
    const units = 1e6;
    const distance = 0.003;
    const t = tMixtureLogRatio({ units, variance: 2, mixingVariance: 0.01, distance });
    const normal = normalMixtureLogRatio({ distance, errorVariance: 2 / units, mixingVariance: 0.02 });
    expect(t).toBeCloseTo(normal, 3);
  });

  it("refuses one unit and no variance", () => {
    expect(() => tMixtureLogRatio({ units: 1, variance: 1, mixingVariance: 1, distance: 0 })).toThrow(
      /units is 1/,
    );
    expect(() => tMixtureHalfWidth({ units: 9, variance: 0, mixingVariance: 1, alpha: 0.1 })).toThrow(
      /variance 0/,
    );
  });
});
