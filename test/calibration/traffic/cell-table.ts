import { lawSd, MOMENTS, partialMoments, type Law } from "./law.js";

/** Effects are tabulated from −3 to 3 standard deviations; beyond, the last row stands. */
const FARTHEST = 3;
const STEPS_PER_SD = 32;
const ROWS = 2 * FARTHEST * STEPS_PER_SD + 1;

/**
 * ∫ xᵐ dF over each cell, m = 0…4, for a law moved by any number of its standard deviations: row-major, effects × moments × cells.
 * `unit` is that standard deviation.
 */
export interface CellTable {
  readonly cells: number;
  readonly values: Float64Array;
}

/** `bounds` cut the cells; the law moves by multiples of the standard deviation of `unitLaw`. */
export function createCellTable(law: Law, bounds: Float64Array, unitLaw: Law): CellTable {
  const cells = bounds.length + 1;
  const sd = lawSd(unitLaw);
  const values = new Float64Array(ROWS * MOMENTS * cells);
  for (let row = 0; row < ROWS; row++) {
    const effect = (row / STEPS_PER_SD - FARTHEST) * sd;
    let below = [0, 0, 0, 0, 0];
    for (let cell = 0; cell < cells; cell++) {
      const upTo = partialMoments(law, effect, bounds[cell] ?? Infinity);
      for (let m = 0; m < MOMENTS; m++) {
        values[(row * MOMENTS + m) * cells + cell] = upTo[m]! - below[m]!;
      }
      below = upTo;
    }
  }
  return { cells, values };
}

/** Adds `weight` × the moments of all cells at `effect` (linear between rows) to `target`, moments × cells. */
export function addMoments(table: CellTable, effect: number, weight: number, target: Float64Array): void {
  const size = MOMENTS * table.cells;
  const position = Math.min(Math.max((effect + FARTHEST) * STEPS_PER_SD, 0), ROWS - 1.000001);
  const row = Math.floor(position);
  const upper = weight * (position - row);
  const lower = weight - upper;
  const from = row * size;
  const { values } = table;
  for (let index = 0; index < size; index++) {
    target[index] = target[index]! + lower * values[from + index]! + upper * values[from + size + index]!;
  }
}

/** Shares of the cells without any effect. */
export function sharesAtRest(table: CellTable): Float64Array {
  const moments = new Float64Array(MOMENTS * table.cells);
  addMoments(table, 0, 1, moments);
  return moments.subarray(0, table.cells);
}
