/** Rows and Σx of one group, window by window. In a ratio metric Σ of its denominator stands in place of the rows. */
export interface GroupWindows {
  readonly counts: Float64Array;
  readonly sums: Float64Array;
}

/** Two groups of one stratum. */
export interface GroupPairWindows {
  readonly treated: GroupWindows;
  readonly control: GroupWindows;
}

/** Several disjoint groups as one, over `windows` windows. */
export function poolGroups(groups: readonly GroupWindows[], windows: number): GroupWindows {
  const counts = new Float64Array(windows);
  const sums = new Float64Array(windows);
  for (const group of groups) {
    for (let t = 0; t < windows; t++) {
      counts[t] = counts[t]! + group.counts[t]!;
      sums[t] = sums[t]! + group.sums[t]!;
    }
  }
  return { counts, sums };
}

export function totalOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
