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

function compare(random: () => number, id: string, sizes: readonly [number, number]): ComparisonInput {
  const shares = id === "two-proportion" ? [0.7, 0.3] : [0.05, 0.1, 0.2, 0.3, 0.2, 0.1, 0.05];
  return { reference: draw(random, sizes[0], shares), current: draw(random, sizes[1], shares) };
}

describe.each(withPValues.map(({ id }) => id))("%s", (id) => {
  it.each([
    [300, 300],
    [3300, 300],
  ] as const)("rejects at most α of %d against %d values that did not change", (n0, n) => {
    const random = createRandom(n0 + id.length);
    let rejected = 0;
    for (let run = 0; run < RUNS; run++) {
      const result = computeStatistic(id, compare(random, id, [n0, n]));
      if (result.kind === "value" && (result.pValue ?? 1) <= ALPHA) rejected++;
    }
    expect(rejected).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
    // and is no blank cartridge; the steps between possible distances make ks a little timid
    expect(rejected).toBeGreaterThan(10);
  });
});

describe("noise floors", () => {
  it.each(["psi", "hellinger", "total-variation", "js-distance", "kl", "wasserstein-1"])(
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
          // hellinger and js-distance are roots: their floor is the root of the mean square
          const isRoot = id === "hellinger" || id === "js-distance";
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
