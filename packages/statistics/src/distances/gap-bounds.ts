import type { ReferenceProfile } from "./reference-profile.js";

/** What the places of values inside closed buckets leave open about the gap between the two cumulative curves. */
export interface GapBounds {
  /** Least and greatest ∫ |G − F|. */
  low: number;
  high: number;
  /** Least and greatest ∫ (G − F)². */
  squaredLow: number;
  squaredHigh: number;
}

/**
 * Fills `gap` for the row that starts at `offset`: in a bucket (l, u] of width w the gap lies between max(0, F(l) − G(u), G(l) − F(u))
 * and max(F(u) − G(l), G(u) − F(l)). Nothing for categories. `total` > 0.
 */
export function boundGap(
  { bounds, cumulative }: ReferenceProfile,
  counts: Float64Array,
  offset: number,
  total: number,
  gap: GapBounds,
): void {
  const scale = 1 / total;
  let low = 0;
  let high = 0;
  let squaredLow = 0;
  let squaredHigh = 0;
  let below = counts[offset]!;
  let f = cumulative[0]!;
  let g = below * scale;
  const closed = bounds === undefined ? 0 : bounds.length;
  for (let k = 1; k < closed; k++) {
    const width = bounds![k]! - bounds![k - 1]!;
    below += counts[offset + k]!;
    const fUpper = cumulative[k]!;
    const gUpper = below * scale;
    const least = Math.max(0, f - gUpper, g - fUpper);
    const most = Math.max(fUpper - g, gUpper - f);
    low += width * least;
    high += width * most;
    squaredLow += width * least * least;
    squaredHigh += width * most * most;
    f = fUpper;
    g = gUpper;
  }
  gap.low = low;
  gap.high = high;
  gap.squaredLow = squaredLow;
  gap.squaredHigh = squaredHigh;
}

/** A record for boundGap to fill. */
export function createGapBounds(): GapBounds {
  return { low: 0, high: 0, squaredLow: 0, squaredHigh: 0 };
}
