import { distributionFromValues } from "@modelwatch/statistics";
import type { Distribution, DistributionWindows } from "@modelwatch/statistics";

export const DISTRIBUTIONS = 26;
export const WINDOWS = 336;
export const BUCKETS = 32;

const BOUNDS = Float64Array.from({ length: BUCKETS - 1 }, (_, index) => (index + 1) / BUCKETS);

/** One distribution: its windows, of 300 to 700 values, and a reference of 50,000. */
export interface Series {
  readonly windows: DistributionWindows;
  readonly reference: Distribution;
}

/** The distributions of one model, the same on every run. */
export function createModelSeries(): Series[] {
  const random = createRandom();
  return Array.from({ length: DISTRIBUTIONS }, () => createSeries(random));
}

/** Uniform numbers of a fixed seed (Park and Miller 1988). */
function createRandom(): () => number {
  let state = 42;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

function createSeries(random: () => number): Series {
  const draw = (count: number): Distribution =>
    distributionFromValues(
      Array.from({ length: count }, () => (random() + random()) / 2),
      BOUNDS,
    );
  const counts = new Float64Array(WINDOWS * BUCKETS);
  const totals = new Float64Array(WINDOWS);
  const sums = new Float64Array(WINDOWS);
  const sumsOfSquares = new Float64Array(WINDOWS);
  for (let window = 0; window < WINDOWS; window++) {
    const drawn = draw(300 + Math.floor(400 * random()));
    counts.set(drawn.counts, window * BUCKETS);
    totals[window] = drawn.count;
    if (drawn.kind !== "numeric") throw new Error("numbers were drawn");
    sums[window] = drawn.sum ?? 0;
    sumsOfSquares[window] = drawn.sumOfSquares ?? 0;
  }
  const layout = { kind: "numeric", bounds: BOUNDS } as const;
  return {
    windows: { layout, windows: WINDOWS, cells: BUCKETS, counts, totals, sums, sumsOfSquares },
    reference: draw(50_000),
  };
}

/** The sum of a reference's values, which numeric distributions from values know. */
export function sumOf(reference: Distribution): number {
  return reference.kind === "numeric" ? (reference.sum ?? 0) : 0;
}
