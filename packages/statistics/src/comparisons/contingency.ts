import type { ComparisonInput } from "../definition/statistic-definition.js";

/** The 2 × cells table of two aligned distributions, without cells that both sides leave empty. */
export interface ContingencyTable {
  readonly reference: Float64Array;
  readonly current: Float64Array;
  readonly cells: number;
  readonly degreesOfFreedom: number;
  readonly total: number;
  /** Cells in which a side expects fewer than 5. */
  readonly sparseCells: number;
}

export function createContingencyTable({ reference, current }: ComparisonInput): ContingencyTable {
  const isUsed = (_: number, k: number): boolean => reference.counts[k]! + current.counts[k]! > 0;
  const first = reference.counts.filter(isUsed);
  const second = current.counts.filter(isUsed);
  const total = reference.count + current.count;
  const smallest = Math.min(reference.count, current.count);
  const sparse = first.filter((count, k) => ((count + second[k]!) * smallest) / total < 5);
  return {
    reference: first,
    current: second,
    cells: first.length,
    degreesOfFreedom: first.length - 1,
    total,
    sparseCells: sparse.length,
  };
}

/** What to say where the chi-square limit is doubtful (Cochran 1954: up to a fifth of the cells may expect fewer than 5). */
export function sparseCellCaveats(table: ContingencyTable): { readonly caveats?: readonly string[] } {
  if (table.sparseCells <= table.cells / 5) return {};
  return {
    caveats: [
      `${table.sparseCells} of ${table.cells} cells expect fewer than 5 values: the p-value is approximate; join cells or widen the window`,
    ],
  };
}
