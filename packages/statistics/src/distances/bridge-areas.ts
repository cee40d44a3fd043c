import type { ReferenceProfile } from "./reference-profile.js";

/*
 * What sampling alone shows between two cumulative curves, for one value on each side's harmonic mean: the gap is a bridge B with variance
 * F(1 − F) at the bounds, times √(1/n + 1/n0).
 */

/** E ∫ B² of a bridge seen at the bounds and straight between them: per bucket w(a(1−a) + a(1−b) + b(1−b))/3 for shares a and b. */
export function bridgeArea({ bounds, cumulative }: ReferenceProfile): number {
  if (bounds === undefined) return 0;
  let area = 0;
  for (let k = 1; k < bounds.length; k++) {
    const a = Math.min(1, cumulative[k - 1]!);
    const b = Math.min(1, cumulative[k]!);
    area += ((bounds[k]! - bounds[k - 1]!) * (a * (1 - a) + a * (1 - b) + b * (1 - b))) / 3;
  }
  return area;
}

/** ∫ E|B| over the closed buckets, √(2/π)·√(a(1 − a)) at a bucket's mean share a. */
export function bridgeDistance({ bounds, cumulative }: ReferenceProfile): number {
  if (bounds === undefined) return 0;
  let area = 0;
  for (let k = 1; k < bounds.length; k++) {
    const share = Math.min(1, (cumulative[k - 1]! + cumulative[k]!) / 2);
    area += (bounds[k]! - bounds[k - 1]!) * Math.sqrt((2 / Math.PI) * share * (1 - share));
  }
  return area;
}
