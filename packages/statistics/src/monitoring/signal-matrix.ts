/** Signals × windows: each signal's values and noise in one run, NaN where a window takes no part. */
export interface SignalMatrix {
  readonly values: readonly Float64Array[];
  readonly noise: readonly Float64Array[];
}

export function createSignalMatrix(signals: number, windows: number): SignalMatrix {
  const rows = (): Float64Array[] => Array.from({ length: signals }, () => new Float64Array(windows));
  return { values: rows(), noise: rows() };
}

/** Mean and standard deviation of the numbers among the values; 0 and 1 without spread. */
export function usualUnit(values: Float64Array): { readonly centre: number; readonly scale: number } {
  let count = 0;
  let centre = 0;
  let squares = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    count++;
    const delta = value - centre;
    centre += delta / count;
    squares += delta * (value - centre);
  }
  return { centre, scale: Math.sqrt(squares / Math.max(1, count)) || 1 };
}
