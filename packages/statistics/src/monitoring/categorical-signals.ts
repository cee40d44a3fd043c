import { keepFrequent, type CellGroups } from "./cell-groups.js";
import { ditherOf } from "./dither.js";
import type { MonitorReference } from "./monitor-reference.js";
import { ExpectedCells } from "./expected-cells.js";
import { rowsOf, type MemberBlock, type WindowSignals } from "./window-signals.js";

/**
 * The shares of the two most frequent categories, the share of all rare and new ones together (which can only rise), and the distance
 * of the frequent ones from what the first two let expect.
 */
export function categoricalSignals(reference: MonitorReference): WindowSignals {
  const { usualRows } = reference;
  const groups = keepFrequent(reference.counts, usualRows);
  const noiseOfRare = rareNoise(reference.counts, groups);
  const [first = 0, second = 0] = byFrequency(reference.counts);
  const hasSecond = groups.shares.length > 2;
  const values = new Float64Array(hasSecond ? 3 : 2);
  const noise = new Float64Array(values.length);

  function read({ windows }: MemberBlock, row: number, window: number): void {
    const { cells, counts } = windows;
    const n = windows.totals[row]!;
    values[0] = (countRare(counts, row * cells, cells, groups) + ditherOf(window, 0)) / n;
    noise[0] = noiseOfRare(n) / noiseOfRare(usualRows);
    values[1] = (counts[row * cells + first]! + ditherOf(window, 1)) / n;
    noise[1] = usualRows / n;
    if (!hasSecond) return;
    values[2] = (counts[row * cells + second]! + ditherOf(window, 2)) / n;
    noise[2] = usualRows / n;
  }
  return {
    names: hasSecond ? ["rare", "most-frequent", "second-most-frequent"] : ["rare", "most-frequent"],
    location: 1,
    betting: hasSecond ? ["up", "both-sides", "far"] : ["up", "both-sides"],
    values,
    noise,
    read,
    shape:
      groups.shares.length > 3
        ? { cells: new ExpectedCells(groups, usualRows), location: 1, spread: 2 }
        : undefined,
  };
}

/** The two arms' differences in the most frequent category's share and in that of all rare and new ones together. */
export function categoricalContrast(reference: MonitorReference): WindowSignals {
  const { usualRows } = reference;
  const groups = keepFrequent(reference.counts, usualRows);
  const [top = 0] = byFrequency(reference.counts);
  const noiseOfRare = rareNoise(reference.counts, groups);
  const values = new Float64Array(2);
  const noise = new Float64Array(2);

  function read(block: MemberBlock, row: number, window: number): void {
    const { windows } = block;
    const against = block.against!;
    const from = row * windows.cells;
    const [n, m, rows] = [windows.totals[row]!, against.totals[row]!, rowsOf(block, row)];
    values[0] =
      windows.counts[from + top]! / n - against.counts[from + top]! / m + ditherOf(window, 0) / rows;
    const rare =
      countRare(windows.counts, from, windows.cells, groups) / n -
      countRare(against.counts, from, windows.cells, groups) / m;
    values[1] = rare + ditherOf(window, 1) / rows;
    noise[0] = usualRows / rows;
    noise[1] = noiseOfRare(rows) / noiseOfRare(usualRows);
  }
  return {
    names: ["most-frequent", "rare"],
    location: 0,
    betting: ["both-sides", "both-sides"],
    values,
    noise,
    read,
  };
}

/** Cells, the most frequent first. */
function byFrequency(counts: Float64Array): number[] {
  return Array.from(counts.keys()).sort((a, b) => counts[b]! - counts[a]! || a - b);
}

/** Rows outside the frequent categories, those that joined the layout later among them. */
function countRare(counts: Float64Array, from: number, cells: number, { groupOf }: CellGroups): number {
  let rare = 0;
  for (let cell = 0; cell < cells; cell++) if ((groupOf[cell] ?? -1) < 0) rare += counts[from + cell]!;
  return rare;
}

/** Variance of the rare ones' share among n rows: their own, and that of the dither, which is all there is without any. */
function rareNoise(counts: Float64Array, groups: CellGroups): (rows: number) => number {
  const share = countRare(counts, 0, counts.length, groups) / counts.reduce((sum, count) => sum + count, 0);
  return (rows) => (rows * share + 1 / 12) / rows ** 2;
}
