import { ModelwatchError } from "@modelwatch/conventions/error";
import { alignDistributions } from "./align.js";
import { checkedTotal } from "./create-distribution.js";
import type { Distribution, NumericDistribution } from "./distribution.js";
import { sameLayout } from "./layout.js";

/**
 * The two sets of values as one. Counts add exactly; sum and sum of squares are kept where both have them, min and max
 * likewise. Categories may differ (the union is taken).
 * @throws ModelwatchError `invalid-argument` for unequal numeric bounds or a numeric with a categorical distribution
 * (bring them to one layout with alignDistributions first), and for counts above 2^53 − 1 together.
 */
export function mergeDistributions(a: Distribution, b: Distribution): Distribution {
  const [first, second] = onOneLayout(a, b);
  const counts = first.counts.map((count, cell) => count + second.counts[cell]!);
  const count = checkedTotal(counts);
  if (first.kind === "categorical" || second.kind === "categorical") return { ...first, counts, count };
  return {
    kind: "numeric",
    bounds: first.bounds,
    counts,
    count,
    ...combineMoments(first, second, (x, y) => x + y),
    ...mergedExtremes(first, second),
  };
}

/**
 * What is left of `whole` without `part`: exact, because counts are integers. Sums are differences too, right to
 * the rounding of the whole's; min and max are not recoverable and are left out.
 * @throws ModelwatchError `invalid-argument` for unequal numeric layouts, or where `part` holds more than `whole` in a cell
 * (a counter reset, which belongs to the reader of the store, or two unrelated distributions).
 */
export function subtractDistributions(whole: Distribution, part: Distribution): Distribution {
  const [first, second] = onOneLayout(whole, part);
  const counts = first.counts.map((count, cell) => {
    const left = count - second.counts[cell]!;
    if (left < 0) {
      throw new ModelwatchError("invalid-argument", {
        problem: `cell ${cell} holds ${count}, and ${second.counts[cell]!} were to be taken away`,
        allowed: "a part of the same values",
      });
    }
    return left;
  });
  const count = first.count - second.count;
  if (first.kind === "categorical" || second.kind === "categorical") return { ...first, counts, count };
  // of nothing the sums are 0, not what rounding left over
  const moments = combineMoments(first, second, (x, y) => (count === 0 ? 0 : x - y));
  return { kind: "numeric", bounds: first.bounds, counts, count, ...moments };
}

function onOneLayout(a: Distribution, b: Distribution): readonly [Distribution, Distribution] {
  if (a.kind === "categorical" && b.kind === "categorical") {
    const aligned = alignDistributions(a, b);
    if (aligned.kind === "aligned") return [aligned.a, aligned.b];
  }
  if (sameLayout(a, b)) return [a, b];
  throw new ModelwatchError("invalid-argument", {
    problem: "the two distributions have different layouts",
    allowed: "equal bounds, or two categorical distributions",
    remedy: "bring them to one layout with alignDistributions",
  });
}

/** A sum that a double cannot hold is not known. */
function combineMoments(
  a: NumericDistribution,
  b: NumericDistribution,
  combine: (x: number, y: number) => number,
): { sum?: number; sumOfSquares?: number } {
  const of = (x: number | undefined, y: number | undefined): number =>
    x === undefined || y === undefined ? Number.NaN : combine(x, y);
  const sum = of(a.sum, b.sum);
  const sumOfSquares = of(a.sumOfSquares, b.sumOfSquares);
  return {
    ...(Number.isFinite(sum) ? { sum } : {}),
    ...(Number.isFinite(sumOfSquares) ? { sumOfSquares: Math.max(0, sumOfSquares) } : {}),
  };
}

/** An empty side has no extremes and does not hide the other's. */
function mergedExtremes(a: NumericDistribution, b: NumericDistribution): { min?: number; max?: number } {
  const sides = [a, b].filter((side) => side.count > 0);
  const known = sides.every((side) => side.min !== undefined && side.max !== undefined);
  if (sides.length === 0 || !known) return {};
  return {
    min: Math.min(...sides.map((side) => side.min ?? Infinity)),
    max: Math.max(...sides.map((side) => side.max ?? -Infinity)),
  };
}
