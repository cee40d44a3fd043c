import { rowsOf, type MemberBlock } from "./window-signals.js";

/** What is taken from a member's reference period as a whole: the cells' usual shares, and units to measure in. */
export interface MonitorReference {
  /** Pooled over the windows that take part; of a contrast, over both arms. */
  readonly counts: Float64Array;
  /** Median rows of a window that takes part. */
  readonly usualRows: number;
  /** Mean of all rows and their standard deviation as the windows' means show it; absent where a window has no sum. */
  readonly mean: { readonly centre: number; readonly scale: number } | undefined;
  /** Whether every window has a sum of squares. */
  readonly hasSquares: boolean;
}

/** The first `windows` windows of the blocks together; undefined where none of them takes part. */
export function poolReference(
  blocks: readonly MemberBlock[],
  windows: number,
  takesPart: (window: number, rows: number) => boolean,
): MonitorReference | undefined {
  const counts = new Float64Array(blocks[0]?.windows.cells ?? 0);
  const rows: number[] = [];
  const moments = { known: true, squares: true, n: 0, sum: 0, weighted: 0, windows: 0 };
  let window = 0;
  for (const block of blocks) {
    const arms = block.against === undefined ? [block.windows] : [block.windows, block.against];
    for (let row = 0; row < block.windows.windows && window < windows; row++, window++) {
      const n = rowsOf(block, row);
      if (!takesPart(window, n)) continue;
      rows.push(n);
      for (const arm of arms) {
        for (let cell = 0; cell < counts.length; cell++) {
          counts[cell] = counts[cell]! + arm.counts[row * counts.length + cell]!;
        }
        const total = arm.totals[row]!;
        const sum = arm.sums?.[row] ?? Number.NaN;
        moments.known &&= Number.isFinite(sum);
        moments.squares &&= Number.isFinite(arm.sumsOfSquares?.[row]);
        moments.n += total;
        moments.sum += sum;
        moments.windows++;
        moments.weighted += sum * (sum / total);
      }
    }
  }
  if (rows.length === 0) return undefined;
  const usualRows = rows.toSorted((a, b) => a - b)[Math.floor(rows.length / 2)]!;
  return {
    counts,
    usualRows,
    mean: moments.known ? meanAndScale(moments) : undefined,
    hasSquares: moments.squares,
  };
}

function meanAndScale(moments: {
  readonly n: number;
  readonly sum: number;
  readonly weighted: number;
  readonly windows: number;
}): MonitorReference["mean"] {
  const centre = moments.sum / moments.n;
  const between = Math.max(0, moments.weighted - moments.sum * centre) / moments.windows;
  const scale = Math.sqrt(between) || Math.abs(centre) || 1;
  return Number.isFinite(scale) ? { centre, scale } : undefined;
}
