import {
  computeStatistic,
  createNumericDistribution,
  STATISTICS,
  type ComparisonInput,
} from "@modelwatch/statistics";
import { describe, expect, it } from "vitest";
import { drawCounts, mostAlarms } from "./counts.js";
import { createRandom } from "./random.js";

const RUNS = 600;
const ALPHA = 0.05;
const withPValues = STATISTICS.filter(({ evidence }) => evidence === "p-value");

/** Values on points, so that sums are exact. */
function draw(random: () => number, size: number, shares: readonly number[]) {
  const counts = drawCounts(random, size, shares);
  return createNumericDistribution({
    bounds: shares.slice(1).map((_, k) => k),
    counts,
    sum: counts.reduce((sum, count, k) => sum + count * k, 0),
    sumOfSquares: counts.reduce((sum, count, k) => sum + count * k * k, 0),
  });
}

const TWO_CELLS: ReadonlySet<string> = new Set(["two-proportion", "fisher-exact"]);
const SEVEN_CELLS = [0.05, 0.1, 0.2, 0.3, 0.2, 0.1, 0.05];

function compare(
  random: () => number,
  id: string,
  sizes: readonly [number, number],
  shares: readonly number[] = TWO_CELLS.has(id) ? [0.7, 0.3] : SEVEN_CELLS,
): ComparisonInput {
  return { reference: draw(random, sizes[0], shares), current: draw(random, sizes[1], shares) };
}

/** Numbers of values that vary as a Poisson process does; every other test takes them as given. */
function drawSizes(random: () => number, id: string, sizes: readonly [number, number]): [number, number] {
  if (id !== "poisson-rate-ratio") return [...sizes];
  return [drawPoisson(random, sizes[0]), drawPoisson(random, sizes[1])];
}

/** How many exponential waits fit into `mean` units of time. */
function drawPoisson(random: () => number, mean: number): number {
  let arrivals = -1;
  for (let time = 0; time <= mean; arrivals++) time -= Math.log(1 - random());
  return arrivals;
}

function countRejections(
  id: string,
  sizes: readonly [number, number],
  seed: number,
  shares?: readonly number[],
): number {
  const random = createRandom(seed);
  const parameters = id === "poisson-rate-ratio" ? { exposureRatio: sizes[1] / sizes[0] } : {};
  let rejected = 0;
  for (let run = 0; run < RUNS; run++) {
    const input = compare(random, id, drawSizes(random, id, sizes), shares);
    const result = computeStatistic(id, input, parameters);
    if (result.kind === "value" && (result.pValue ?? 1) <= ALPHA) rejected++;
  }
  return rejected;
}

describe.each(withPValues.map(({ id }) => id))("%s", (id) => {
  it.each([
    [300, 300],
    [3300, 300],
  ] as const)("rejects at most α of %d against %d values that did not change", (n0, n) => {
    const rejected = countRejections(id, [n0, n], n0 + id.length);
    expect(rejected).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
    // and is no blank cartridge; the steps between possible distances make ks a little timid
    expect(rejected).toBeGreaterThan(10);
  });
});

describe.each(["cramer-von-mises", "anderson-darling", "fisher-exact", "poisson-rate-ratio"])(
  "%s on few values",
  (id) => {
    it.each([
      [20, 20],
      [220, 20],
    ] as const)("rejects at most α of %d against %d values that did not change", (n0, n) => {
      const rejected = countRejections(id, [n0, n], n0 + id.length);
      expect(rejected).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
      expect(rejected).toBeGreaterThan(5);
    });
  },
);

describe.each(["cramer-von-mises", "anderson-darling"])("%s on other layouts", (id) => {
  it.each([
    ["forty equal cells", Array.from({ length: 40 }, () => 1)],
    ["nine in ten values in the first cell", [90, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]],
    ["eight in ten values in the middle cell", [2, 2, 2, 2, 2, 80, 2, 2, 2, 2, 2]],
    ["three cells", [1, 1, 1]],
  ] as const)("rejects at most α without change: %s", (_name, shares) => {
    for (const sizes of [
      [300, 300],
      [3300, 300],
    ] as const) {
      const rejected = countRejections(id, sizes, shares.length, shares);
      expect(rejected).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
      expect(rejected).toBeGreaterThan(10);
    }
  });
});

describe("noise floors", () => {
  it.each(["psi", "hellinger", "total-variation", "js-distance", "kl", "wasserstein-1", "energy-distance"])(
    "are what %s shows when nothing changed, within an eighth",
    (id) => {
      const random = createRandom(77);
      for (const sizes of [
        [500, 500],
        [50_000, 300],
      ] as const) {
        let shown = 0;
        let floor = 0;
        for (let run = 0; run < 300; run++) {
          const result = computeStatistic(id, compare(random, id, sizes));
          if (result.kind !== "value") throw new Error(result.reason);
          // these are roots: their floor is the root of the mean square
          const isRoot = id === "hellinger" || id === "js-distance" || id === "energy-distance";
          shown += isRoot ? result.value ** 2 : result.value;
          floor += isRoot ? (result.noiseFloor ?? 0) ** 2 : (result.noiseFloor ?? 0);
        }
        expect(Math.abs(shown / floor - 1)).toBeLessThan(1 / 8);
      }
    },
  );

  it("follow the empty-cell rule at small sizes: .164 for PSI at n = 50 and 10 cells, where the usual formula says .18", () => {
    const shares = Array.from({ length: 10 }, () => 0.1);
    const random = createRandom(78);
    const reference = createNumericDistribution({
      bounds: shares.slice(1).map((_, k) => k),
      counts: shares.map(() => 1_000_000),
    });
    let shown = 0;
    let floor = 0;
    const runs = 2000;
    for (let run = 0; run < runs; run++) {
      const result = computeStatistic("psi", { reference, current: draw(random, 50, shares) });
      if (result.kind !== "value") throw new Error(result.reason);
      shown += result.value / runs;
      floor += (result.noiseFloor ?? 0) / runs;
    }
    expect(shown).toBeCloseTo(floor, 2);
    expect(floor).toBeCloseTo(0.164, 2);
  });
});
