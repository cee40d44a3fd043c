import { smoothedShares } from "./reference-scores.js";

/** Cells joined until a usual window is expected to hold five rows in each group. */
export interface CellGroups {
  /** Group of each cell; −1 for cells that belong to none. */
  readonly groupOf: Int32Array;
  readonly shares: Float64Array;
}

/** Below this many expected rows a squared deviation is no longer near chi-square. */
const LEAST_EXPECTED = 5;

/** Neighbouring cells joined, in order. */
export function joinNeighbours(counts: Float64Array, usualRows: number): CellGroups {
  const cells = smoothedShares(counts);
  const groupOf = new Int32Array(cells.length);
  const shares: number[] = [];
  let open = 0;
  let rest = 1;
  cells.forEach((share, cell) => {
    groupOf[cell] = shares.length;
    open += share;
    rest -= share;
    if (open * usualRows < LEAST_EXPECTED || rest * usualRows < LEAST_EXPECTED) return;
    shares.push(open);
    open = 0;
  });
  shares.push(open);
  return { groupOf, shares: Float64Array.from(shares) };
}

/** Frequent categories keep their cell; rare ones, and those never seen, belong to none. */
export function keepFrequent(counts: Float64Array, usualRows: number): CellGroups {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const isFrequent = (count: number): boolean => (count / total) * usualRows >= LEAST_EXPECTED;
  const frequent = counts.filter(isFrequent);
  const kept = frequent.reduce((sum, count) => sum + count, 0);
  let group = 0;
  const groupOf = Int32Array.from(counts, (count) => (isFrequent(count) ? group++ : -1));
  return { groupOf, shares: frequent.map((count) => count / kept) };
}
