import {
  computeCuped,
  computeRatioOfSums,
  normalQuantile,
  placeboInference,
  postStratify,
  studentTQuantile,
  type CrossMoments,
} from "@modelwatch/statistics";
import { describe, expect, it } from "vitest";
import { countRuns } from "./count-runs.js";
import { mostAlarms } from "./counts.js";
import { createRandom, drawNormal } from "./random.js";

const LEVELS = [0.1, 0.05, 0.01] as const;

/** Misses that a true rate of `rate` makes plausible, on both sides: outside with probability 2e−4. */
function expectRate(misses: number, runs: number, rate: number): void {
  expect(misses).toBeLessThanOrEqual(mostAlarms(runs, rate));
  expect(runs - misses).toBeLessThanOrEqual(mostAlarms(runs, 1 - rate));
}

function momentsOf(pairs: readonly (readonly [number, number])[]): CrossMoments {
  const sum = (pick: (x: number, y: number) => number) =>
    pairs.reduce((total, [x, y]) => total + pick(x, y), 0);
  return {
    count: pairs.length,
    sumX: sum((x) => x),
    sumY: sum((_, y) => y),
    sumXX: sum((x) => x * x),
    sumYY: sum((_, y) => y * y),
    sumXY: sum((x, y) => x * y),
  };
}

function drawStratum(random: () => number, share: number, mean: number, count: number) {
  const values = Array.from({ length: count }, () => mean + 2 * drawNormal(random));
  const { sumX: sum, sumXX: sumOfSquares } = momentsOf(values.map((value) => [value, 0]));
  return { share, count, sum, sumOfSquares };
}

describe("intervals for one look", () => {
  const RUNS = 1500;

  it("CUPED covers at 90, 95 and 99 %", () => {
    const random = createRandom(29);
    const draw = (size: number, effect: number) =>
      momentsOf(
        Array.from({ length: size }, () => {
          const y = drawNormal(random);
          return [effect + 2 * y + drawNormal(random), y] as const;
        }),
      );
    const missed = LEVELS.map(() => 0);
    for (let run = 0; run < RUNS; run++) {
      const { effect, standardError, test } = computeCuped(draw(60, 0.5), draw(90, 0))!;
      LEVELS.forEach((alpha, level) => {
        const half = studentTQuantile(1 - alpha / 2, test!.degreesOfFreedom) * standardError;
        if (Math.abs(effect - 0.5) > half) missed[level]! += 1;
      });
    }
    LEVELS.forEach((alpha, level) => expectRate(missed[level]!, RUNS, alpha));
  });

  it("a ratio of sums covers at 90, 95 and 99 %", () => {
    const random = createRandom(31);
    const missed = LEVELS.map(() => 0);
    for (let run = 0; run < RUNS; run++) {
      const pairs = Array.from({ length: 400 }, () => {
        const visits = 1 + Math.floor(4 * random());
        return [visits * (3 + drawNormal(random)), visits] as const;
      });
      const { value, standardError } = computeRatioOfSums(momentsOf(pairs))!;
      LEVELS.forEach((alpha, level) => {
        if (Math.abs(value - 3) > normalQuantile(1 - alpha / 2) * standardError) missed[level]! += 1;
      });
    }
    LEVELS.forEach((alpha, level) => expectRate(missed[level]!, RUNS, alpha));
  });

  it("a mean in a stated population covers at 95 %, whatever was sampled", () => {
    const random = createRandom(37);
    const missed = countRuns(RUNS, () => {
      const result = postStratify([drawStratum(random, 0.9, 1, 50), drawStratum(random, 0.1, 11, 450)], {
        alpha: 0.05,
      });
      return result.kind === "value" && (result.low > 2 || result.high < 2);
    });
    expectRate(missed, RUNS, 0.05);
  });

  it.each([
    ["independent windows", 0],
    ["windows that remember the one before (ρ = .5)", 0.5],
  ])("placebo inference covers a change's effect at 95 %: %s", (_, memory) => {
    const random = createRandom(41);
    const runs = 600;
    const missed = countRuns(runs, () => {
      let own = drawNormal(random);
      const series = Float64Array.from({ length: 120 }, (__, t) => {
        own = memory * own + Math.sqrt(1 - memory ** 2) * drawNormal(random);
        return own + (t >= 100 ? 1 : 0);
      });
      const result = placeboInference({ series, firstTreated: 100, alpha: 0.05 });
      const interval = result.kind === "value" ? result.interval : null;
      return interval === null || interval.low > 1 || interval.high < 1;
    });
    expect(missed).toBeLessThanOrEqual(mostAlarms(runs, 0.05));
  });
});
