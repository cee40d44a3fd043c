/** Rows and Σx of one group of rows that may resemble each other: a day, a flight's aircraft, a user. */
export interface GroupTotals {
  readonly count: number;
  readonly sum: number;
}

/**
 * How many times larger the variance of a mean is than rows would have it if they were independent: the variance between group
 * means over the variance expected from rows, Σ n_g (x̄_g − x̄)² / ((G − 1) · row variance), at least 1. Intervals are widened by
 * its square root. 1 with fewer than two groups or a constant value. A trend inside the range counts as variation, which
 * makes intervals wider, never narrower.
 *
 * Reference: Kish, Survey Sampling (1965); one-way analysis of variance.
 */
export function computeDesignEffect(groups: readonly GroupTotals[], rowVariance: number): number {
  const used = groups.filter((group) => group.count > 0);
  if (used.length < 2 || !(rowVariance > 0)) return 1;
  const rows = used.reduce((sum, group) => sum + group.count, 0);
  const mean = used.reduce((sum, group) => sum + group.sum, 0) / rows;
  const between = used.reduce((sum, group) => sum + group.count * (group.sum / group.count - mean) ** 2, 0);
  return Math.max(1, between / ((used.length - 1) * rowVariance));
}
