import type { ReferenceProfile } from "./reference-profile.js";

/**
 * Area between the two cumulative curves over the closed buckets, values spread evenly inside each: the Wasserstein-1
 * distance without what the open tails hold. Never less than |Δmean| where both sums are known, since W1 ≥ |Δmean|.
 * `sum` is the row's exact Σx. Needs `reference.bounds`; `total` > 0.
 */
export function wasserstein1Of(
  reference: ReferenceProfile,
  counts: Float64Array,
  offset: number,
  total: number,
  sum: number | undefined,
): number {
  const { bounds, mean, cumulative } = reference;
  if (bounds === undefined) return 0;
  const scale = 1 / total;
  let below = counts[offset]!;
  let before = bounds.length === 0 ? 0 : below * scale - cumulative[0]!;
  let area = 0;
  for (let k = 1; k < bounds.length; k++) {
    below += counts[offset + k]!;
    const after = below * scale - cumulative[k]!;
    area += (bounds[k]! - bounds[k - 1]!) * meanAbsoluteOnLine(before, after);
    before = after;
  }
  return mean === undefined || sum === undefined ? area : Math.max(area, Math.abs(sum / total - mean));
}

/** Mean of |y| along a straight line from a to b. */
function meanAbsoluteOnLine(a: number, b: number): number {
  if (a * b >= 0) return Math.abs(a + b) / 2;
  return (a * a + b * b) / (2 * Math.abs(b - a));
}

/**
 * Wasserstein-1 between two sets of weights on the same ascending points: exact, for values that are known to sit on points.
 * Both sides hold weight.
 */
export function wasserstein1OfPoints(
  points: ArrayLike<number>,
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
): number {
  const ofReference = weightOf(reference);
  const ofCurrent = weightOf(current);
  let difference = 0;
  let distance = 0;
  for (let k = 0; k + 1 < points.length; k++) {
    difference += current[k]! / ofCurrent - reference[k]! / ofReference;
    distance += Math.abs(difference) * (points[k + 1]! - points[k]!);
  }
  return distance;
}

function weightOf(weights: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += weights[k]!;
  return sum;
}
