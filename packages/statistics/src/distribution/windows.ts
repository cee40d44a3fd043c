import { ModelwatchError } from "@modelwatch/conventions/error";
import { checkedTotal } from "./create-distribution.js";
import type { Distribution, DistributionWindows } from "./distribution.js";

/**
 * One window of a matrix as a distribution. `counts` is a view into the matrix, not a copy: change neither.
 * @throws ModelwatchError `invalid-argument` when there is no such window.
 */
export function windowDistribution(windows: DistributionWindows, index: number): Distribution {
  checkRange(windows, index, index + 1);
  const counts = windows.counts.subarray(index * windows.cells, (index + 1) * windows.cells);
  return toDistribution(
    windows,
    counts,
    windows.totals[index]!,
    windows.sums?.[index],
    windows.sumsOfSquares?.[index],
  );
}

/**
 * The windows `from` (inclusive) to `to` (exclusive) as one distribution: counts exact, moments where every window has them and
 * their sum fits a double.
 * @throws ModelwatchError `invalid-argument` when the range is not inside the matrix, or its counts exceed 2^53 − 1 together.
 */
export function sumWindows(windows: DistributionWindows, from: number, to: number): Distribution {
  checkRange(windows, from, to);
  const { cells } = windows;
  const counts = new Float64Array(cells);
  for (let row = from; row < to; row++) {
    for (let cell = 0; cell < cells; cell++) {
      counts[cell] = counts[cell]! + windows.counts[row * cells + cell]!;
    }
  }
  return toDistribution(
    windows,
    counts,
    checkedTotal(counts),
    windows.sums && sumOfRange(windows.sums, from, to),
    windows.sumsOfSquares && sumOfRange(windows.sumsOfSquares, from, to),
  );
}

function toDistribution(
  windows: DistributionWindows,
  counts: Float64Array,
  count: number,
  sum: number | undefined,
  sumOfSquares: number | undefined,
): Distribution {
  const { layout } = windows;
  if (layout.kind === "categorical") {
    return { kind: "categorical", categories: layout.categories, counts, count };
  }
  return {
    kind: "numeric",
    bounds: layout.bounds,
    counts,
    count,
    ...(Number.isFinite(sum) ? { sum: sum! } : {}),
    ...(Number.isFinite(sumOfSquares) ? { sumOfSquares: sumOfSquares! } : {}),
  };
}

function sumOfRange(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index++) sum += values[index]!;
  return sum;
}

function checkRange(windows: DistributionWindows, from: number, to: number): void {
  const integers = Number.isInteger(from) && Number.isInteger(to);
  if (!integers || from < 0 || to > windows.windows || from > to) {
    throw new ModelwatchError("invalid-argument", {
      problem: `windows ${from} to ${to} were asked of ${windows.windows}`,
      allowed: `whole numbers from 0 to ${windows.windows}`,
    });
  }
}
