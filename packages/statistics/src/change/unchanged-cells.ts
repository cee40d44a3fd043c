import { mergeSparseCells } from "../evidence/merge-sparse-cells.js";

/** Both sides' rows that a merged cell needs together before the deviance's chi-square law is trusted. */
const LEAST_ROWS = 10;

/**
 * Deviance of "within these cells nothing changed but how many rows there are": 2Σ count·ln(count/expected) over both sides
 * (G-test of homogeneity), cells too rare for it joined. 0 degrees where one cell or side is left.
 */
export function devianceWithin(
  before: Float64Array,
  after: Float64Array,
  cells: readonly number[],
): { readonly deviance: number; readonly degrees: number } {
  const [b, a] = [
    Float64Array.from(cells, (cell) => before[cell]!),
    Float64Array.from(cells, (cell) => after[cell]!),
  ];
  const [rowsBefore, rowsAfter] = [total(b), total(a)];
  if (rowsBefore === 0 || rowsAfter === 0) return { deviance: 0, degrees: 0 };
  const { groupOf, groups } = mergeSparseCells(
    b.map((count, i) => count + a[i]!),
    LEAST_ROWS,
  );
  const [x, y] = [new Float64Array(groups), new Float64Array(groups)];
  b.forEach((count, i) => {
    x[groupOf[i]!] = x[groupOf[i]!]! + count;
    y[groupOf[i]!] = y[groupOf[i]!]! + a[i]!;
  });
  let deviance = 0;
  for (let group = 0; group < groups; group++) {
    const pooled = (x[group]! + y[group]!) / (rowsBefore + rowsAfter);
    if (x[group]! > 0) deviance += 2 * x[group]! * Math.log(x[group]! / rowsBefore / pooled);
    if (y[group]! > 0) deviance += 2 * y[group]! * Math.log(y[group]! / rowsAfter / pooled);
  }
  return { deviance: Math.max(0, deviance), degrees: groups - 1 };
}

function total(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
