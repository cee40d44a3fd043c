import { ExpectedCells } from "./expected-cells.js";
import { joinNeighbours } from "./cell-groups.js";
import { ditherOf } from "./dither.js";
import type { MonitorReference } from "./monitor-reference.js";
import { numericScores } from "./reference-scores.js";
import { rowsOf, type MemberBlock, type WindowSignals } from "./window-signals.js";

/**
 * Location in normal scores, the exact mean where sums are stored, spread from sums of squares where they are stored too, else in normal
 * scores, and the shape of what location and spread leave over.
 */
export function numericSignals(reference: MonitorReference): WindowSignals {
  const { usualRows, mean, hasSquares } = reference;
  const { first, second, step } = numericScores(reference.counts);
  const names = mean === undefined ? ["location", "spread"] : ["location", "spread", "mean"];
  const betting = names.map(() => "both-sides" as const);
  const values = new Float64Array(names.length);
  const noise = new Float64Array(names.length);

  function read({ windows }: MemberBlock, row: number, window: number): void {
    const { cells, counts } = windows;
    const n = windows.totals[row]!;
    let sum = 0;
    let squares = 0;
    for (let cell = 0, at = row * cells; cell < cells; cell++, at++) {
      const count = counts[at]!;
      sum += count * first[cell]!;
      squares += count * second[cell]!;
    }
    const location = sum / n;
    values[0] = location + (step * ditherOf(window, 0)) / n;
    let variance = squares / n - location * location;
    if (mean !== undefined) {
      const exact = windows.sums![row]! / n;
      values[2] = (exact - mean.centre) / mean.scale + ditherOf(window, 2) / n;
      if (hasSquares) variance = (windows.sumsOfSquares![row]! / n - exact * exact) / mean.scale ** 2;
    }
    values[1] = logVariance(variance, n) + ditherOf(window, 1) / n;
    noise.fill(usualRows / n);
  }
  const groups = joinNeighbours(reference.counts, usualRows);
  const shape =
    groups.shares.length > 3
      ? { cells: new ExpectedCells(groups, usualRows), location: 0, spread: 1 }
      : undefined;
  return { names, location: 0, betting, values, noise, read, shape };
}

/** The difference of two arms' location, spread and mean: whatever moves both arms cancels. */
export function numericContrast(reference: MonitorReference): WindowSignals {
  const { usualRows } = reference;
  const { first, second, step } = numericScores(reference.counts);
  const names = reference.mean === undefined ? ["location", "spread"] : ["location", "spread", "mean"];
  const betting = names.map(() => "both-sides" as const);
  const values = new Float64Array(names.length);
  const noise = new Float64Array(names.length);

  function read(block: MemberBlock, row: number, window: number): void {
    const { windows } = block;
    const against = block.against!;
    const { cells } = windows;
    const [n, m] = [windows.totals[row]!, against.totals[row]!];
    let [sum, squares, otherSum, otherSquares] = [0, 0, 0, 0];
    for (let cell = 0, at = row * cells; cell < cells; cell++, at++) {
      const count = windows.counts[at]!;
      const other = against.counts[at]!;
      sum += count * first[cell]!;
      squares += count * second[cell]!;
      otherSum += other * first[cell]!;
      otherSquares += other * second[cell]!;
    }
    const rows = rowsOf(block, row);
    const [location, otherLocation] = [sum / n, otherSum / m];
    values[0] = location - otherLocation + (step * ditherOf(window, 0)) / rows;
    const spread = logVariance(squares / n - location * location, n);
    const otherSpread = logVariance(otherSquares / m - otherLocation * otherLocation, m);
    values[1] = spread - otherSpread + ditherOf(window, 1) / rows;
    if (reference.mean !== undefined) {
      const difference = windows.sums![row]! / n - against.sums![row]! / m;
      values[2] = difference / reference.mean.scale + ditherOf(window, 2) / rows;
    }
    noise.fill(usualRows / rows);
  }
  return { names, location: 0, betting, values, noise, read };
}

/** ln of the variance, corrected for the mean's own noise; a window without any spread counts as one with next to none. */
function logVariance(variance: number, n: number): number {
  return Math.log(Math.max(1e-6, n > 1 ? (variance * n) / (n - 1) : variance));
}
