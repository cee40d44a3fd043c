import { logOf } from "./log-of-count.js";
import type { ReferenceProfile } from "./reference-profile.js";

/*
 * Kernels of the 2 × cells tables over one row of counts, starting at `offset`; `total` > 0 is the row's sum. No allocation. The same
 * numbers as the tests of tables of any shape give for two rows.
 */

/** Pearson's Σ (observed − expected)²/expected over both rows. */
export function chi2Of(
  reference: ReferenceProfile,
  counts: Float64Array,
  offset: number,
  total: number,
): number {
  // both rows differ from what they expect by the same amount
  const weight = total / (reference.count + total);
  let statistic = 0;
  for (let k = 0; k < reference.cells; k++) {
    const r = reference.counts[k]!;
    const pooled = r + counts[offset + k]!;
    if (pooled === 0) continue;
    const gap = counts[offset + k]! - pooled * weight;
    statistic += (gap * gap) / pooled;
  }
  return statistic / (weight * (1 - weight));
}

/**
 * 2 Σ observed·ln(observed/expected) over both rows, the pooled count as r·(r + s)/r, so that what cancels is of the size of the current
 * row alone.
 */
export function gOf(
  reference: ReferenceProfile,
  counts: Float64Array,
  offset: number,
  total: number,
): number {
  const perCurrent = Math.log((reference.count + total) / total);
  let half = reference.count * logOfGrowth(reference.count, total);
  for (let k = 0; k < reference.cells; k++) {
    const r = reference.counts[k]!;
    const s = counts[offset + k]!;
    if (s === 0) continue;
    if (r === 0) half += s * perCurrent;
    else half += s * (logOf(s) - reference.logs[k]! + perCurrent) - (r + s) * logOfGrowth(r, s);
  }
  return Math.max(0, 2 * half);
}

/** ln((r + s)/r): the series in s/(2r + s) for small growth, where its first term left out is under 1e−15 of the sum. */
function logOfGrowth(r: number, s: number): number {
  if (s >= 0.1 * r) return Math.log((r + s) / r);
  const z = s / (2 * r + s);
  const square = z * z;
  return (
    2 * z * (1 + square * (1 / 3 + square * (1 / 5 + square * (1 / 7 + square * (1 / 9 + square / 11)))))
  );
}
