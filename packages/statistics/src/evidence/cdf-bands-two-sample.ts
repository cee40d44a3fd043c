import { requireArgument } from "../definition/require-argument.js";
import { checkAlpha } from "../multiplicity/adjust.js";
import { constantOf, logMissProbability, radiusAt } from "./cdf-bands-boundary.js";

export interface SequentialKsOptions {
  /** Windows × cells of each sample, row-major, cells in the order of their values; samples may be of different sizes. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly cells: number;
  readonly alpha: number;
  /** Rows of the smaller sample from which on the test is read. */
  readonly firstAt: number;
  /** How many times more windows vary than independent rows, ≥ 1; default 1. */
  readonly overdispersion?: number;
}

export interface SequentialKs {
  /** max over the cells' edges of |F̂ − Ĝ| after each window. */
  readonly distance: Float64Array;
  /** Bounds of sup|F − G| at the edges, at all windows at once; inside buckets it may be larger. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** ln of the always-valid p-value for "both come from one distribution": never rises; stop when ≤ ln alpha. */
  readonly logPValue: Float64Array;
}

/**
 * Do two growing samples come from one distribution? A Kolmogorov–Smirnov test that may be read after every window: two
 * time-uniform bands at half of alpha each, and a difference where they part (Howard & Ramdas 2022, section 7.2; Lindon, Sanden &
 * Shirikian 2022, KDD, doi:10.1145/3534678.3539099). Each sample's distribution must stay what it is over the windows.
 * @throws ModelwatchError `invalid-argument`: unequal windows, counts not a multiple of cells, or a limit of the bands.
 */
export function sequentialKs(options: SequentialKsOptions): SequentialKs {
  const { first, second, cells, alpha, firstAt, overdispersion = 1 } = options;
  check(options);
  const windows = first.length / cells;
  const constant = constantOf(Math.log(alpha / 2));
  const totals = { first: new Float64Array(cells), second: new Float64Array(cells) };
  const answer: SequentialKs = {
    distance: new Float64Array(windows),
    low: new Float64Array(windows),
    high: new Float64Array(windows),
    logPValue: new Float64Array(windows),
  };
  let logP = 0;
  for (let window = 0; window < windows; window++) {
    const n = addRow(totals.first, first, window) / overdispersion;
    const m = addRow(totals.second, second, window) / overdispersion;
    const distance = largestGap(totals.first, totals.second, n * overdispersion, m * overdispersion);
    const radius = radiusAt(n, firstAt, constant) + radiusAt(m, firstAt, constant);
    logP = Math.min(logP, logPValueOf(distance, n, m, firstAt));
    answer.distance[window] = distance;
    answer.low[window] = Math.max(0, distance - radius);
    answer.high[window] = Math.min(1, distance + radius);
    answer.logPValue[window] = logP;
  }
  return answer;
}

/** ln 2α of the largest α at which the two bands still part: both bands share the constant C, so C is found first. */
function logPValueOf(distance: number, n: number, m: number, firstAt: number): number {
  if (n < firstAt || m < firstAt) return 0;
  const parts = (constant: number): boolean =>
    distance > radiusAt(n, firstAt, constant) + radiusAt(m, firstAt, constant);
  if (!parts(1)) return 0;
  let low = 1;
  let high = 2;
  while (parts(high)) high *= 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (parts(middle)) low = middle;
    else high = middle;
  }
  return Math.min(0, Math.LN2 + logMissProbability(low));
}

function addRow(total: Float64Array, counts: Float64Array, window: number): number {
  let size = 0;
  for (let cell = 0; cell < total.length; cell++) {
    total[cell] = total[cell]! + counts[window * total.length + cell]!;
    size += total[cell]!;
  }
  return size;
}

function largestGap(first: Float64Array, second: Float64Array, n: number, m: number): number {
  if (n === 0 || m === 0) return 0;
  let gap = 0;
  let largest = 0;
  for (let cell = 0; cell < first.length; cell++) {
    gap += first[cell]! / n - second[cell]! / m;
    largest = Math.max(largest, Math.abs(gap));
  }
  return largest;
}

function check({ first, second, cells, alpha, overdispersion = 1 }: SequentialKsOptions): void {
  checkAlpha(alpha);
  requireArgument(
    Number.isInteger(cells) && cells >= 1 && first.length % cells === 0,
    `first has ${first.length} entries for ${cells} cells`,
    "a multiple of a whole number of cells ≥ 1",
  );
  requireArgument(
    first.length === second.length,
    `first has ${first.length} entries and second ${second.length}`,
    "the same windows",
  );
  requireArgument(overdispersion >= 1, `overdispersion is ${overdispersion}`, "a number ≥ 1");
}
