import type { DistributionWindows } from "../distribution/distribution.js";
import { eachWindow, rowsOf, type MemberBlock } from "./window-signals.js";

/** What is taken from a member's reference period as a whole: the cells' usual shares, and units to measure in. */
export interface MonitorReference {
  /** Pooled over the windows that take part; of a contrast, over both arms. */
  readonly counts: Float64Array;
  /** Median rows of a window that takes part. */
  readonly usualRows: number;
  /** Mean of all rows and their standard deviation as the windows' means show it; undefined without sums. */
  readonly mean: { readonly centre: number; readonly scale: number } | undefined;
  /** Whether windows have sums of squares. */
  readonly hasSquares: boolean;
}

/** The counted windows with enough rows together; undefined where there are none. */
export function poolReference(
  blocks: readonly MemberBlock[],
  counted: Float64Array,
  leastRows: number,
): MonitorReference | undefined {
  const counts = new Float64Array(blocks[0]?.windows.cells ?? 0);
  const rows = new Float64Array(counted.length);
  let used = 0;
  const moments: Moments = { n: 0, sum: 0, weighted: 0, windows: 0, hasSquares: true };
  eachWindow(blocks, counted.length, (block, row, window) => {
    const n = rowsOf(block, row);
    if (counted[window] === 0 || n < leastRows) return;
    rows[used++] = n;
    addArm(block.windows, row, counts, moments);
    if (block.against !== undefined) addArm(block.against, row, counts, moments);
  });
  if (used === 0) return undefined;
  const usualRows = rows.subarray(0, used).sort()[Math.floor(used / 2)]!;
  return { counts, usualRows, mean: meanAndScale(moments), hasSquares: moments.hasSquares };
}

interface Moments {
  n: number;
  sum: number;
  weighted: number;
  windows: number;
  hasSquares: boolean;
}

function addArm(arm: DistributionWindows, row: number, counts: Float64Array, moments: Moments): void {
  const { cells, counts: source } = arm;
  for (let cell = 0, at = row * cells; cell < cells; cell++, at++) counts[cell] = counts[cell]! + source[at]!;
  const total = arm.totals[row]!;
  const sum = arm.sums?.[row] ?? Number.NaN;
  moments.n += total;
  moments.sum += sum;
  moments.weighted += sum * (sum / total);
  moments.windows++;
  moments.hasSquares &&= arm.sumsOfSquares !== undefined;
}

function meanAndScale({ n, sum, weighted, windows }: Moments): MonitorReference["mean"] {
  const centre = sum / n;
  const between = Math.max(0, weighted - sum * centre) / windows;
  const scale = Math.sqrt(between) || Math.abs(centre) || 1;
  return Number.isFinite(scale) && Number.isFinite(centre) ? { centre, scale } : undefined;
}
