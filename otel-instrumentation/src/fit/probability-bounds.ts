import { PROBABILITY_BOUNDS } from "@modelwatch/conventions";
import type { SketchItem } from "@modelwatch/statistics";
import { MOST_BOUNDS, quantileBounds } from "./quantile-bounds.js";

/** A bucket of the common layout with a larger share of the rows is divided. */
const LARGEST_SHARE = 1 / 8;

/**
 * Bounds for probabilities: the common layout, spaced evenly in the logit, so that versions of a model share it. Where one of its
 * buckets holds more than an eighth of the rows (a model of rare events, whose scores all lie below .001), that bucket is divided
 * at reference quantiles.
 *
 * @param items in [0, 1], ascending, at least one.
 */
export function probabilityBounds(items: readonly SketchItem[]): readonly number[] {
  const total = items.reduce((sum, { weight }) => sum + weight, 0);
  const bounds = new Set(PROBABILITY_BOUNDS);
  let from = 0;
  for (const upper of [...PROBABILITY_BOUNDS, Number.POSITIVE_INFINITY]) {
    let to = from;
    let rows = 0;
    while (to < items.length && items[to]!.value <= upper) rows += items[to++]!.weight;
    if (rows > LARGEST_SHARE * total) {
      const most = Math.ceil((rows / total) * MOST_BOUNDS);
      for (const bound of quantileBounds(items.slice(from, to), most)) bounds.add(bound);
    }
    from = to;
  }
  return [...bounds].sort((a, b) => a - b);
}
