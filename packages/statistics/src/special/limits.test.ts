import tQuantile from "@stdlib/stats-base-dists-t-quantile";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { andersonDarlingSurvival, cramerVonMisesSurvival } from "./brownian-bridge-tails.js";
import { ANDERSON_DARLING_LIMIT, CRAMER_VON_MISES_LIMIT } from "./edf-tail.js";
import { studentTQuantile } from "./quantiles.js";
import { chiSquareSurvival, gammaSurvival, logChiSquareSurvival, logStudentTSurvival } from "./survival.js";
import { tabulateLimit } from "./tabulate-limit.js";

describe("tails of squared gaps", () => {
  it.each([
    // Anderson & Darling (1952), table 1, and Marsaglia & Marsaglia (2004) for the last
    [cramerVonMisesSurvival, 0.3473, 0.1],
    [cramerVonMisesSurvival, 0.46136, 0.05],
    [cramerVonMisesSurvival, 0.74346, 0.01],
    [cramerVonMisesSurvival, 1.16786, 0.001],
    [andersonDarlingSurvival, 1.933, 0.1],
    [andersonDarlingSurvival, 2.492, 0.05],
    [andersonDarlingSurvival, 3.878_125, 0.01],
  ] as const)("have the published critical values: %o above %d is %d", (survival, x, p) => {
    expect(Math.abs(survival(x).probability / p - 1)).toBeLessThan(1e-3);
  });

  it.each([
    ["Cramér–von Mises", CRAMER_VON_MISES_LIMIT],
    ["Anderson–Darling", ANDERSON_DARLING_LIMIT],
  ])("fall, and the table follows them: %s", (_name, limit) => {
    const table = tabulateLimit(limit);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1500, noNaN: true }),
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        (x, step) => {
          const log = limit.logSurvival(x);
          expect(limit.logSurvival(x + step)).toBeLessThanOrEqual(log + 1e-12);
          expect(Math.abs(table.logSurvival(x) - log)).toBeLessThanOrEqual(1e-6 * (1 + Math.abs(log)));
        },
      ),
      { seed: 1952, numRuns: 400 },
    );
  });
});

describe("short cuts to familiar tails", () => {
  it("sum what the incomplete gamma function integrates, for whole degrees of freedom", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 900, noNaN: true }),
        fc.integer({ min: 1, max: 199 }),
        (x, degrees) => {
          const tail = gammaSurvival(x / 2, degrees / 2);
          expect(Math.abs(logChiSquareSurvival(x, degrees) - tail.logProbability)).toBeLessThanOrEqual(
            1e-10 * (1 + Math.abs(tail.logProbability)),
          );
          expect(chiSquareSurvival(x, degrees).probability).toBeCloseTo(tail.probability, 12);
        },
      ),
      { seed: 1900, numRuns: 400 },
    );
  });

  it("turn Student's t with many degrees of freedom into a normal", () => {
    for (const degrees of [200, 350.5, 1000, 1e6]) {
      for (const p of [0.9, 0.975, 0.995]) {
        const t = studentTQuantile(p, degrees);
        expect(Math.abs(t / tQuantile(p, degrees) - 1)).toBeLessThan(1e-10);
        expect(Math.exp(logStudentTSurvival(t, degrees))).toBeCloseTo(1 - p, 10);
      }
    }
  });
});
