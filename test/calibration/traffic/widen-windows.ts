import type { DistributionWindows } from "@modelwatch/statistics";

/** Every `factor` consecutive windows as one: five-minute windows as hours. A rest at the end is left out. */
export function widenWindows(source: DistributionWindows, factor: number): DistributionWindows {
  const { layout, cells, counts } = source;
  const windows = Math.floor(source.windows / factor);
  const wide = new Float64Array(windows * cells);
  for (let window = 0; window < windows * factor; window++) {
    const target = Math.floor(window / factor) * cells;
    for (let cell = 0; cell < cells; cell++) {
      wide[target + cell] = wide[target + cell]! + counts[window * cells + cell]!;
    }
  }
  const widen = (values: Float64Array): Float64Array => {
    const target = new Float64Array(windows);
    for (let window = 0; window < windows * factor; window++) {
      const at = Math.floor(window / factor);
      target[at] = target[at]! + values[window]!;
    }
    return target;
  };
  const base = { layout, windows, cells, counts: wide, totals: widen(source.totals) };
  if (source.sums === undefined || source.sumsOfSquares === undefined) return base;
  return { ...base, sums: widen(source.sums), sumsOfSquares: widen(source.sumsOfSquares) };
}
