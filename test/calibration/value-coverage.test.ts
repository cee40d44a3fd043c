import {
  adjustForCovariate,
  computeCuped,
  computeRatioOfSums,
  contrastMeans,
  contrastRatio,
  contrastWithinStrata,
  effectIntervalOf,
  liftOfEntities,
  mixtureSprt,
  normalQuantile,
  placeboInference,
  postStratify,
  studentTQuantile,
  windowDifferenceEvidence,
  type CrossMoments,
  type WindowContrast,
} from "@modelwatch/statistics";
import { describe, expect, it } from "vitest";
import { drawCounts, drawGroupedCounts, mostAlarms } from "./counts.js";
import { createRandom, drawNormal } from "./random.js";

const LEVELS = [0.1, 0.05, 0.01] as const;
const WINDOWS = 60;

function countRuns(runs: number, run: (index: number) => boolean): number {
  return Array.from({ length: runs }, (_, index) => run(index)).filter(Boolean).length;
}

/** Misses that a true rate of `rate` makes plausible, on both sides: outside with probability 2e−4. */
function expectRate(misses: number, runs: number, rate: number): void {
  expect(misses).toBeLessThanOrEqual(mostAlarms(runs, rate));
  expect(runs - misses).toBeLessThanOrEqual(mostAlarms(runs, 1 - rate));
}

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

describe("evidence from windows' differences", () => {
  const CELLS = 6;
  const LENGTH = 300;
  const RUNS = 200;
  const SHARES = [0.3, 0.25, 0.2, 0.15, 0.07, 0.03];

  function alarmsWithin(draw: () => [Float64Array, Float64Array]): boolean {
    const armA = new Float64Array(LENGTH * CELLS);
    const armB = new Float64Array(LENGTH * CELLS);
    for (let window = 0; window < LENGTH; window++) {
      const [a, b] = draw();
      armA.set(a, window * CELLS);
      armB.set(b, window * CELLS);
    }
    const { logEvidence } = windowDifferenceEvidence({
      windows: LENGTH,
      strata: 1,
      cells: CELLS,
      armA,
      armB,
    });
    return logEvidence.some((log) => log >= -Math.log(0.05));
  }
  it("raises at most α false alarms for groups of five equal rows", () => {
    const random = createRandom(43);
    const alarms = countRuns(RUNS, () =>
      alarmsWithin(() => [
        drawGroupedCounts(random, 400, 5, SHARES),
        drawGroupedCounts(random, 400, 5, SHARES),
      ]),
    );
    expect(alarms).toBeLessThanOrEqual(mostAlarms(RUNS, 0.05));
  });

  it("raises at most α false alarms where the split steps from 5 to 50 % inside every window", () => {
    const random = createRandom(47);
    const alarms = countRuns(RUNS, () =>
      alarmsWithin(() => {
        // both halves of a window have their own shares, which differ from window to window
        const tilt = drawNormal(random);
        const [a, b] = [new Float64Array(CELLS), new Float64Array(CELLS)];
        for (const [share, sign] of [
          [0.05, 1],
          [0.5, -1],
        ] as const) {
          const shares = SHARES.map((each, k) => each * Math.exp((sign * 0.3 * tilt * k) / CELLS));
          const toB = Math.round(400 * share);
          drawCounts(random, 400 - toB, shares).forEach((count, k) => (a[k] = a[k]! + count));
          drawCounts(random, toB, shares).forEach((count, k) => (b[k] = b[k]! + count));
        }
        return [a, b];
      }),
    );
    expect(alarms).toBeLessThanOrEqual(mostAlarms(RUNS, 0.05));
  });

  it("finds a difference of total variation .05 between arms of 80 groups of five, in most runs", () => {
    const random = createRandom(53);
    const moved = SHARES.map((share, k) => share + (k === 0 ? 0.05 : k === 1 ? -0.05 : 0));
    const found = countRuns(40, () =>
      alarmsWithin(() => [
        drawGroupedCounts(random, 400, 5, SHARES),
        drawGroupedCounts(random, 400, 5, moved),
      ]),
    );
    expect(found).toBeGreaterThan(30);
  });
});
