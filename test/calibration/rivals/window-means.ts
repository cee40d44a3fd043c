import type { DistributionWindows } from "@modelwatch/statistics";

/** Mean of each window; null for categories. */
export function windowMeans({ layout, totals, sums }: DistributionWindows): Float64Array | null {
  if (layout.kind === "categorical" || sums === undefined) return null;
  return sums.map((sum, window) => sum / Math.max(1, totals[window]!));
}

/** Mean and standard deviation of the rows of the first windows of a numeric feature. */
export function rowMomentsOf(
  { totals, sums, sumsOfSquares }: DistributionWindows,
  windows: number,
): { readonly mean: number; readonly sd: number } {
  let rows = 0;
  let sum = 0;
  let squares = 0;
  for (let window = 0; window < windows; window++) {
    rows += totals[window]!;
    sum += sums?.[window] ?? 0;
    squares += sumsOfSquares?.[window] ?? 0;
  }
  return { mean: sum / rows, sd: Math.sqrt(squares / rows - (sum / rows) ** 2) };
}
