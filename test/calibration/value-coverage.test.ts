import {
  adjustForCovariate,
  contrastMeans,
  contrastRatio,
  contrastWithinStrata,
  effectIntervalOf,
  liftOfEntities,
  mixtureSprt,
  type WindowContrast,
} from "@modelwatch/statistics";
import { describe, expect, it } from "vitest";
import { countRuns } from "./count-runs.js";
import { mostAlarms } from "./counts.js";
import { createRandom, drawNormal } from "./random.js";

const LEVELS = [0.1, 0.05, 0.01] as const;
const WINDOWS = 60;

interface ArmTotals {
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  readonly covariateSums: Float64Array;
}
interface DrawnStratum {
  readonly treated: ArmTotals;
  readonly control: ArmTotals;
}

function createArm(size: number): ArmTotals {
  return {
    counts: new Float64Array(size),
    sums: new Float64Array(size),
    covariateSums: new Float64Array(size),
  };
}

/**
 * Two strata of skewed values, mean 8 (control) and 9 (treated), around a level that all rows of a window share; the treated group's own
 * level remembers the window before on demand.
 */
function drawStrata(random: () => number, memory: number): readonly DrawnStratum[] {
  const strata = [0, 5].map((base) => ({ base, treated: createArm(WINDOWS), control: createArm(WINDOWS) }));
  let own = drawNormal(random);
  for (let t = 0; t < WINDOWS; t++) {
    const level = 2 * drawNormal(random);
    own = memory * own + Math.sqrt(1 - memory ** 2) * drawNormal(random);
    for (const { base, treated, control } of strata) {
      drawRows(treated, t, random, base + 9 + level + 0.3 * own);
      drawRows(control, t, random, base + 8 + level);
    }
  }
  return strata;
}

function drawRows(
  { counts, sums, covariateSums }: ArmTotals,
  t: number,
  random: () => number,
  mean: number,
): void {
  counts[t] = 8 + Math.floor(10 * random());
  for (let row = 0; row < counts[t]; row++) {
    const covariate = 2 * drawNormal(random);
    sums[t] = sums[t]! + mean + covariate + 3 * (-Math.log(1 - random()) - 1);
    covariateSums[t] = covariateSums[t]! + covariate;
  }
}

function firstWindows({ counts, sums, covariateSums }: ArmTotals, end: number): ArmTotals {
  return {
    counts: counts.subarray(0, end),
    sums: sums.subarray(0, end),
    covariateSums: covariateSums.subarray(0, end),
  };
}

const EFFECTS: readonly (readonly [
  string,
  number,
  (strata: readonly DrawnStratum[]) => WindowContrast | null,
])[] = [
  ["difference", 1, ([{ treated, control } = NONE]) => contrastMeans(treated, control)],
  ["ratio", 9 / 8, ([{ treated, control } = NONE]) => contrastRatio(treated, control)],
  [
    "covariate-adjusted difference",
    1,
    ([{ treated, control } = NONE]) => {
      const adjusted = adjustForCovariate(treated, control, 1);
      return contrastMeans(adjusted.treated, adjusted.control);
    },
  ],
  ["difference within strata", 1, contrastWithinStrata],
];
const NONE: DrawnStratum = { treated: createArm(0), control: createArm(0) };

/** Runs in which each effect's interval ever misses the truth, by effect and level, looking after every window. */
function countPathMisses(runs: number, seed: number, memory: number, effects = EFFECTS): number[][] {
  const random = createRandom(seed);
  const missed = effects.map(() => LEVELS.map(() => 0));
  for (let run = 0; run < runs; run++) {
    const strata = drawStrata(random, memory);
    const paths = Array.from({ length: WINDOWS - 4 }, (_, look) =>
      strata.map(({ treated, control }) => ({
        treated: firstWindows(treated, look + 5),
        control: firstWindows(control, look + 5),
      })),
    );
    effects.forEach(([, truth, contrastOf], effect) => {
      const contrasts = paths.map(contrastOf);
      LEVELS.forEach((alpha, level) => {
        const misses = contrasts.some((contrast) => {
          const interval = contrast && effectIntervalOf(contrast, { alpha });
          return interval !== null && (interval.low > truth || interval.high < truth);
        });
        if (misses) missed[effect]![level]! += 1;
      });
    });
  }
  return missed;
}

describe("the always-valid interval of an effect, looked at after every window", () => {
  const RUNS = 200;

  it("covers differences and ratios, raw, adjusted and within strata, at 90, 95 and 99 %", () => {
    const missed = countPathMisses(RUNS, 11, 0);
    EFFECTS.forEach(([name], effect) =>
      LEVELS.forEach((alpha, level) =>
        expect([name, alpha, missed[effect]![level]! <= mostAlarms(RUNS, alpha)]).toEqual([
          name,
          alpha,
          true,
        ]),
      ),
    );
  });

  it("covers at 95 % where the difference remembers the window before (ρ = .5) as well", () => {
    const runs = 200;
    const missed = countPathMisses(runs, 17, 0.5, EFFECTS.slice(0, 1));
    expect(missed[0]![1]).toBeLessThanOrEqual(mostAlarms(runs, 0.05));
  });

  it("covers entities' difference and ratio at every hundred entities", () => {
    const random = createRandom(19);
    const missed = countRuns(RUNS, () => {
      const treated = { count: 0, sum: 0, sumOfSquares: 0 };
      const control = { count: 0, sum: 0, sumOfSquares: 0 };
      for (let entity = 1; entity <= 3000; entity++) {
        const arm = random() < 0.3 ? treated : control;
        const value = (arm === treated ? 1.2 : 1) * -2 * Math.log(1 - random());
        arm.count += 1;
        arm.sum += value;
        arm.sumOfSquares += value ** 2;
        if (entity % 100 !== 0) continue;
        const lift = liftOfEntities(treated, control, { alpha: 0.05 });
        if (lift === null) continue;
        const { difference, ratio } = lift;
        if (difference.low > 0.4 || difference.high < 0.4) return true;
        if (ratio !== null && (ratio.low > 1.2 || ratio.high < 1.2)) return true;
      }
      return false;
    });
    // two intervals, read as one: at most the sum of their rates
    expect(missed).toBeLessThanOrEqual(mostAlarms(RUNS, 0.1));
  });

  it("raises at most α false alarms as a mixture SPRT with an estimated variance", () => {
    const random = createRandom(23);
    const alarms = countRuns(RUNS, () => {
      const x = Float64Array.from({ length: 400 }, () => -Math.log(1 - random()));
      const { pValue } = mixtureSprt({
        counts: new Float64Array(400).fill(1),
        sums: x,
        variance: { sumsOfSquares: x.map((value) => value ** 2) },
        mixingVariance: 0.05,
        nullMean: 1,
      });
      return pValue[399]! <= 0.05;
    });
    expect(alarms).toBeLessThanOrEqual(mostAlarms(RUNS, 0.05));
  });
});
