import { keepFrequent, type CellGroups } from "./cell-groups.js";
import { ditherOf } from "./dither.js";
import type { MonitorReference } from "./monitor-reference.js";
import { remainingDistance } from "./remaining-distance.js";
import { rowsOf, type MemberBlock, type WindowSignals } from "./window-signals.js";

/** The most frequent category's share, the share of all rare and new ones together, and the distance among the frequent. */
export function categoricalSignals(reference: MonitorReference): WindowSignals {
  const { usualRows } = reference;
  const groups = keepFrequent(reference.counts, usualRows);
  const top = topCell(reference.counts);
  const shape = groups.shares.length > 2 ? remainingDistance(groups, [], reference.counts) : undefined;
  const names = ["most-frequent", "rare", ...(shape === undefined ? [] : ["shape"])];
  const values = new Float64Array(names.length);
  const noise = new Float64Array(names.length);

  function read({ windows }: MemberBlock, row: number, window: number): void {
    const { cells, counts } = windows;
    const n = windows.totals[row]!;
    const rare = countRare(counts, row * cells, groups);
    values[0] = (counts[row * cells + top]! + ditherOf(window, 0)) / n;
    values[1] = (rare + ditherOf(window, 1)) / n;
    noise.fill(usualRows / n);
    if (shape === undefined) return;
    const frequent = Math.max(1, n - rare);
    values[2] = usualRows * shape.of(counts, row * cells, frequent);
    noise[2] = (usualRows / frequent) ** 2;
  }
  return { names, values, noise, read };
}

/** The two arms' differences in the most frequent category's share and in that of all rare and new ones together. */
export function categoricalContrast(reference: MonitorReference): WindowSignals {
  const { usualRows } = reference;
  const groups = keepFrequent(reference.counts, usualRows);
  const top = topCell(reference.counts);
  const values = new Float64Array(2);
  const noise = new Float64Array(2);

  function read(block: MemberBlock, row: number, window: number): void {
    const { windows } = block;
    const against = block.against!;
    const from = row * windows.cells;
    const [n, m, rows] = [windows.totals[row]!, against.totals[row]!, rowsOf(block, row)];
    values[0] =
      windows.counts[from + top]! / n - against.counts[from + top]! / m + ditherOf(window, 0) / rows;
    const rare = countRare(windows.counts, from, groups) / n - countRare(against.counts, from, groups) / m;
    values[1] = rare + ditherOf(window, 1) / rows;
    noise.fill(usualRows / rows);
  }
  return { names: ["most-frequent", "rare"], values, noise, read };
}

function topCell(counts: Float64Array): number {
  return counts.indexOf(Math.max(...counts));
}

function countRare(counts: Float64Array, from: number, { groupOf }: CellGroups): number {
  let rare = 0;
  for (let cell = 0; cell < groupOf.length; cell++) if (groupOf[cell]! < 0) rare += counts[from + cell]!;
  return rare;
}
