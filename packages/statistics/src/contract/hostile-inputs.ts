import * as fc from "fast-check";
import type {
  CategoricalDistribution,
  Distribution,
  DistributionWindows,
  NumericDistribution,
} from "../distribution/distribution.js";

/*
 * Inputs that break careless code. "Extreme" ones are valid and must be answered; "broken" ones violate the contract and must be
 * refused. What a function may answer is in expect-honest.ts.
 */

/** Counts that are valid and awkward: none, one, all in one cell or in the last, or together just below 2^53. */
export function drawExtremeCounts(cells: number): fc.Arbitrary<Float64Array> {
  const inCell = (cell: number, count: number): Float64Array =>
    Float64Array.from({ length: cells }, (_, k) => (k === cell ? count : 0));
  const large = Math.floor(Number.MAX_SAFE_INTEGER / cells);
  return fc.oneof(
    fc.constant(new Float64Array(cells)),
    fc.tuple(fc.nat(cells - 1), fc.constantFrom(1, 2, 1000)).map(([cell, count]) => inCell(cell, count)),
    fc.constantFrom(1, 500).map((count) => inCell(cells - 1, count)),
    fc.nat(cells - 1).map((cell) => inCell(cell, Number.MAX_SAFE_INTEGER)),
    fc.array(fc.constantFrom(large, large - 1), { minLength: cells, maxLength: cells }).map(toFloats),
    fc.array(fc.nat(30), { minLength: cells, maxLength: cells }).map(toFloats),
    fc.array(fc.constantFrom(0, 0, 0, 1, 1e6), { minLength: cells, maxLength: cells }).map(toFloats),
  );
}

/** Bounds that are valid and awkward: none, one, neighbouring doubles, subnormal, the largest doubles, far from 0. */
export const EXTREME_BOUNDS: fc.Arbitrary<Float64Array> = fc
  .constantFrom(
    [],
    [0],
    [-5e-324, 0, 5e-324],
    [1, 1 + Number.EPSILON],
    [-Number.MAX_VALUE, 0, Number.MAX_VALUE],
    [-1e300, 1e300],
    [1e15, 1e15 + 1, 1e15 + 2],
    [-3, -2, -1],
    [0, 5, 10, 25, 50],
    [0, 0.5, 1],
    [-1, 0.25, 0.5, 0.75, 1, 2, 4],
  )
  .map(toFloats);

/** A valid numeric distribution at an extreme, without sums or with sums that its buckets allow. */
export const EXTREME_NUMERIC: fc.Arbitrary<NumericDistribution> = EXTREME_BOUNDS.chain((bounds) =>
  drawExtremeNumeric(bounds),
);

/** The same on given bounds. */
export function drawExtremeNumeric(bounds: Float64Array): fc.Arbitrary<NumericDistribution> {
  return fc
    .tuple(drawExtremeCounts(bounds.length + 1), fc.constantFrom("none", "sum", "all"))
    .map(([counts, moments]) => {
      const count = counts.reduce((sum, each) => sum + each, 0);
      const bare = { kind: "numeric" as const, bounds, counts, count };
      return moments === "none" ? bare : { ...bare, ...momentsOfUpperEdges(bare, moments === "all") };
    });
}

/** A valid categorical distribution at an extreme; names include what objects and labels stumble over. */
export const EXTREME_CATEGORICAL: fc.Arbitrary<CategoricalDistribution> = fc
  .subarray(["a", "b", "__other__", "__proto__", "constructor", "", 'ä, "b"\n'], { minLength: 1 })
  .chain((categories) =>
    drawExtremeCounts(categories.length).map((counts) => ({
      kind: "categorical" as const,
      categories,
      counts,
      count: counts.reduce((sum, each) => sum + each, 0),
    })),
  );

export const EXTREME_DISTRIBUTION: fc.Arbitrary<Distribution> = fc.oneof(
  EXTREME_NUMERIC,
  EXTREME_CATEGORICAL,
);

/** Two valid sides: on one layout, on unequal layouts, and of different kinds. */
export const EXTREME_PAIR: fc.Arbitrary<readonly [Distribution, Distribution]> = fc.oneof(
  EXTREME_BOUNDS.chain((bounds) => fc.tuple(drawExtremeNumeric(bounds), drawExtremeNumeric(bounds))),
  fc.tuple(EXTREME_NUMERIC, EXTREME_NUMERIC),
  fc.tuple(EXTREME_CATEGORICAL, EXTREME_CATEGORICAL),
  fc.tuple(EXTREME_DISTRIBUTION, EXTREME_DISTRIBUTION),
);

/** Valid windows of one numeric layout, up to six: all kinds of counts, with and without moments; also no window at all. */
export const EXTREME_WINDOWS: fc.Arbitrary<DistributionWindows> = EXTREME_BOUNDS.chain((bounds) =>
  fc
    .tuple(
      fc.array(drawExtremeCounts(bounds.length + 1), { maxLength: 6 }),
      fc.constantFrom("none", "sums", "all"),
    )
    .map(([rows, moments]) => toWindows(bounds, rows, moments)),
);

/** A finite number that overflows, underflows or cancels where formulas are careless, of either sign. */
export const EXTREME_FINITE: fc.Arbitrary<number> = fc.constantFrom(
  0,
  -0,
  5e-324,
  -5e-324,
  1e-300,
  1e300,
  -1e300,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  2 ** 53,
  -(2 ** 53),
  1,
  -1,
  0.5,
  1 - 2 ** -53,
  1 + Number.EPSILON,
  1e15 + 0.5,
);

/** A number that no count may be. */
export const BROKEN_COUNT: fc.Arbitrary<number> = fc.constantFrom(
  -1,
  0.5,
  Number.NaN,
  Infinity,
  -Infinity,
  2 ** 53,
  2 ** 53 + 2,
  -1e-12,
  1e300,
);

/** Bounds that no layout may have: not finite, not ascending, given twice. */
export const BROKEN_BOUNDS: fc.Arbitrary<readonly number[]> = fc.constantFrom(
  [Number.NaN],
  [0, Infinity],
  [-Infinity, 0],
  [1, 0],
  [0, 0],
  [-0, 0],
  [0, 1, 1, 2],
  [0, 2, 1, 3],
  [0, Number.NaN, 1],
);

/** Moments as if every value lay on its bucket's upper edge, left out where a double cannot hold them. */
function momentsOfUpperEdges(
  { bounds, counts }: Pick<NumericDistribution, "bounds" | "counts">,
  withSquares: boolean,
): { sum?: number; sumOfSquares?: number; min?: number; max?: number } {
  let sum = 0;
  let sumOfSquares = 0;
  const used: number[] = [];
  counts.forEach((count, cell) => {
    if (count === 0) return;
    const edge = bounds[cell] ?? bounds[cell - 1] ?? 0;
    const value = cell === bounds.length && bounds.length > 0 ? edge + Math.max(1, Math.abs(edge)) : edge;
    used.push(value);
    sum += count * value;
    sumOfSquares += count * value * value;
  });
  return {
    ...(Number.isFinite(sum) ? { sum } : {}),
    ...(withSquares && Number.isFinite(sum) && Number.isFinite(sumOfSquares) ? { sumOfSquares } : {}),
    ...(withSquares && used.length > 0 && used.every(Number.isFinite)
      ? { min: Math.min(...used), max: Math.max(...used) }
      : {}),
  };
}

function toWindows(
  bounds: Float64Array,
  rows: readonly Float64Array[],
  moments: string,
): DistributionWindows {
  const cells = bounds.length + 1;
  const counts = new Float64Array(rows.length * cells);
  rows.forEach((row, window) => counts.set(row, window * cells));
  const edges = rows.map((row) => momentsOfUpperEdges({ bounds, counts: row }, true));
  const all = (name: "sum" | "sumOfSquares"): Float64Array | undefined =>
    edges.every(({ [name]: value }) => value !== undefined)
      ? Float64Array.from(edges, ({ [name]: value }) => value!)
      : undefined;
  const sums = moments === "none" ? undefined : all("sum");
  const sumsOfSquares = moments === "all" ? all("sumOfSquares") : undefined;
  return {
    layout: { kind: "numeric", bounds },
    windows: rows.length,
    cells,
    counts,
    totals: Float64Array.from(rows, (row) => row.reduce((sum, count) => sum + count, 0)),
    ...(sums === undefined ? {} : { sums }),
    ...(sumsOfSquares === undefined ? {} : { sumsOfSquares }),
  };
}

function toFloats(values: readonly number[]): Float64Array {
  return Float64Array.from(values);
}
