import { requireArgument } from "../definition/require-argument.js";
import type { Undetermined } from "../distribution/undetermined.js";
import { mergeSparseCells } from "../evidence/merge-sparse-cells.js";
import { bestCut, LEAST_SIDE, type ChangeScan } from "./change-scan.js";
import { residualDispersion } from "./residual-dispersion.js";

/** Rows that a merged cell holds per window on average: below, the ratio's chi-square law fails. */
const LEAST_PER_WINDOW = 1;

/**
 * Scans all cuts of a series of bucket or category counts: before and after each cut the shares are free (multinomial
 * likelihood). Time grows with windows × cells. Rare cells are joined first. The dispersion is that of the windows' scores along the
 * direction in which the shares moved, over the long run, so that days which resemble their neighbours do not make a date too sure.
 *
 * Hinkley & Hinkley (1970, doi:10.1093/biomet/57.3.477); Horváth & Serbinowska (1995, Scand. J. Statist. 22, 371–384).
 * Undetermined: `too-few` filled windows for two sides, `one-cell` where all rows share one (merged) cell.
 * @throws ModelwatchError `invalid-argument`: counts negative, not finite, or not a multiple of cells.
 */
export function scanShares(counts: Float64Array, cells: number): ChangeScan | Undetermined {
  check(counts, cells);
  const windows = counts.length / cells;
  const total = new Float64Array(cells);
  let filled = 0;
  for (let window = 0; window < windows; window++) {
    let size = 0;
    for (let cell = 0; cell < cells; cell++) {
      total[cell] = total[cell]! + counts[window * cells + cell]!;
      size += counts[window * cells + cell]!;
    }
    if (size > 0) filled++;
  }
  const rows = total.reduce((sum, count) => sum + count, 0);
  if (filled < 2 * LEAST_SIDE) return { kind: "undetermined", reason: "too-few", counts: { current: rows } };
  const { groupOf, groups } = mergeSparseCells(total, LEAST_PER_WINDOW * filled);
  if (groups < 2) return { kind: "undetermined", reason: "one-cell", counts: { current: rows } };
  const merged = mergeCells(counts, cells, groupOf, groups);
  const logRatio = ratios(merged, groups, filled);
  const cut = bestCut(logRatio);
  const dispersion = Math.max(1, scoreDispersion(merged, groups, cut));
  return { logRatio, degrees: groups - 1, cut, dispersion };
}

function mergeCells(counts: Float64Array, cells: number, groupOf: Int32Array, groups: number): Float64Array {
  const merged = new Float64Array((counts.length / cells) * groups);
  for (let start = 0, row = 0; start < counts.length; start += cells, row += groups) {
    for (let cell = 0; cell < cells; cell++) {
      const target = row + groupOf[cell]!;
      merged[target] = merged[target]! + counts[start + cell]!;
    }
  }
  return merged;
}

/** Σ over both sides and cells of count·ln(share on that side ÷ share of all), by running sums. */
function ratios(counts: Float64Array, cells: number, filled: number): Float64Array {
  const windows = counts.length / cells;
  const total = sumOf(counts, cells, 0, windows);
  const all = total.reduce((sum, count) => sum + count, 0);
  const before = new Float64Array(cells);
  const logRatio = new Float64Array(windows + 1).fill(-Infinity);
  let size = 0;
  let filledBefore = 0;
  for (let cut = 1; cut < windows; cut++) {
    const earlier = size;
    for (let cell = 0; cell < cells; cell++) {
      const count = counts[(cut - 1) * cells + cell]!;
      before[cell] = before[cell]! + count;
      size += count;
    }
    if (size > earlier) filledBefore++;
    if (filledBefore < LEAST_SIDE || filled - filledBefore < LEAST_SIDE) continue;
    const after = all - size;
    let log = 0;
    for (let cell = 0; cell < cells; cell++) {
      const b = before[cell]!;
      const t = total[cell]!;
      const a = t - b;
      if (b > 0) log += b * Math.log((b / size) * (all / t));
      if (a > 0) log += a * Math.log((a / after) * (all / t));
    }
    logRatio[cut] = Math.max(0, log);
  }
  return logRatio;
}

/** Long-run variance of the windows' scores Σ count·ln(after ÷ before) around their side's mean, beside that of independent rows. */
function scoreDispersion(counts: Float64Array, cells: number, cut: number): number {
  const windows = counts.length / cells;
  const sides = [sumOf(counts, cells, 0, cut), sumOf(counts, cells, cut, windows)] as const;
  const sizes = sides.map((side) => side.reduce((sum, count) => sum + count, 0));
  const weight = (cell: number, side: 0 | 1): number =>
    (sides[side][cell]! + 0.5) / (sizes[side]! + cells / 2);
  const score = Float64Array.from({ length: cells }, (_, cell) =>
    Math.log(weight(cell, 1) / weight(cell, 0)),
  );
  const residuals: number[] = [];
  let expected = 0;
  let rows = 0;
  for (const side of [0, 1] as const) {
    const mean = sides[side].reduce((sum, count, cell) => sum + count * score[cell]!, 0) / sizes[side]!;
    for (let cell = 0; cell < cells; cell++) expected += sides[side][cell]! * (score[cell]! - mean) ** 2;
    for (let window = side === 0 ? 0 : cut; window < (side === 0 ? cut : windows); window++) {
      let residual = 0;
      let size = 0;
      for (let cell = 0; cell < cells; cell++) {
        const count = counts[window * cells + cell]!;
        residual += count * (score[cell]! - mean);
        size += count;
      }
      if (size === 0) continue;
      residuals.push(residual);
      rows += size;
    }
  }
  return residualDispersion(Float64Array.from(residuals), expected / rows, rows);
}

function sumOf(counts: Float64Array, cells: number, from: number, to: number): Float64Array {
  const sum = new Float64Array(cells);
  for (let window = from; window < to; window++) {
    for (let cell = 0; cell < cells; cell++) sum[cell] = sum[cell]! + counts[window * cells + cell]!;
  }
  return sum;
}

function check(counts: Float64Array, cells: number): void {
  requireArgument(
    Number.isInteger(cells) && cells >= 1 && counts.length % cells === 0,
    `counts has ${counts.length} entries for ${cells} cells`,
    "a multiple of a whole number of cells ≥ 1",
  );
  const wrong = counts.findIndex((count) => !(count >= 0 && Number.isFinite(count)));
  requireArgument(wrong < 0, `counts[${wrong}] is ${counts[wrong]}`, "numbers ≥ 0");
}
