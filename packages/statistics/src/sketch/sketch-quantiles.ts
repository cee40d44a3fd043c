import { ModelwatchError } from "@modelwatch/conventions/error";
import type { Undetermined } from "../distribution/undetermined.js";
import { itemsOf, sketchRankError, type QuantileSketch } from "./quantile-sketch.js";

export type SketchQuantile =
  { readonly kind: "value"; readonly value: number; readonly rankError: number } | Undetermined;

export type QuantileBounds =
  | {
      readonly kind: "value";
      /** Ascending, each once, finite: bounds of a numeric layout. */
      readonly bounds: Float64Array;
      readonly rankError: number;
    }
  | Undetermined;

/**
 * A value v of the stream near its p-quantile: at least a share p − rankError of the values is at most v, and at most p + rankError
 * is below v. Undetermined when empty.
 * @throws ModelwatchError `invalid-argument` unless 0 ≤ p ≤ 1.
 */
export function sketchQuantile(sketch: QuantileSketch, p: number): SketchQuantile {
  if (!(p >= 0 && p <= 1)) {
    throw new ModelwatchError("invalid-argument", {
      problem: `p is ${p}`,
      allowed: "a probability in [0, 1]",
    });
  }
  if (sketch.count === 0) return { kind: "undetermined", reason: "empty", counts: { current: 0 } };
  return { kind: "value", value: readQuantiles(sketch, [p])[0]!, rankError: sketchRankError(sketch) };
}

/**
 * Bounds for a layout of reference quantiles: the (i − ½)/k quantiles, i = 1…k, so that k + 1 buckets hold 1/k of the reference each
 * and the outermost half of that. Each value is its own bound where the sketch holds at most k different ones; ties give fewer
 * bounds than k. Every bound is a value of the stream, and its rank is right to `rankError`. Undetermined when empty.
 * @throws ModelwatchError `invalid-argument` unless k is an integer ≥ 1.
 */
export function quantileBounds(sketch: QuantileSketch, k: number): QuantileBounds {
  if (!Number.isSafeInteger(k) || k < 1) {
    throw new ModelwatchError("invalid-argument", { problem: `k is ${k}`, allowed: "an integer ≥ 1" });
  }
  if (sketch.count === 0) return { kind: "undetermined", reason: "empty", counts: { current: 0 } };
  const distinct = new Set<number>();
  for (const { value } of sortedItems(sketch)) {
    distinct.add(value);
    if (distinct.size > k) break;
  }
  const levels = Array.from({ length: k }, (_, index) => (index + 0.5) / k);
  const chosen = distinct.size <= k ? distinct : new Set(readQuantiles(sketch, levels));
  return { kind: "value", bounds: Float64Array.from(chosen), rankError: sketchRankError(sketch) };
}

/** For ascending shares the first item up to which that share of the weight lies. */
function readQuantiles(sketch: QuantileSketch, shares: readonly number[]): number[] {
  const items = sortedItems(sketch);
  let next = 0;
  let below = items[0]!.weight;
  return shares.map((share) => {
    while (below < share * sketch.count && next + 1 < items.length) below += items[++next]!.weight;
    return items[next]!.value;
  });
}

/** A value that a sketch holds, and how many values of the stream it stands for. */
export interface SketchItem {
  readonly value: number;
  readonly weight: number;
}

/**
 * Everything that a sketch holds, ascending; weights add up to its count. Each is a value of the stream, and the weight up to any
 * point differs from the stream's rank there by at most `sketchRankError` of the count.
 */
export function sortedItems(sketch: QuantileSketch): readonly SketchItem[] {
  const levels = Math.max(1, sketch.levels.length);
  const items = Array.from({ length: levels }, (_, level) =>
    Array.from(itemsOf(sketch, level), (value) => ({ value, weight: 2 ** level })),
  );
  return items.flat().sort((a, b) => a.value - b.value);
}
