import type { MemberMatrix } from "../drift/member-layout.js";
import type { MonitorWindows } from "./monitor-windows.js";

/** Closed hours or days made of a monitor's windows. */
export interface CoarseWindows {
  /** Index after the last window of each; only whole ones. */
  readonly ends: readonly number[];
  readonly unitDays: number;
  /** Their counts, row-major. */
  sum(matrix: MemberMatrix): Float64Array;
}

const DAY_MS = 86_400_000;

/** Windows joined to `days` of the monitor's clock (1: its days, 1/24: its hours); windows that are as wide stay as they are. */
export function coarsenWindows(windows: MonitorWindows, days: number): CoarseWindows {
  const { local, counted, unitDays } = windows;
  if (unitDays >= days) {
    const ends = Array.from(counted, (_, w) => w + 1);
    return { ends, unitDays, sum: (matrix) => matrix.counts };
  }
  const unitOf = (w: number) => Math.floor(local[w]! / (days * DAY_MS));
  const ends: number[] = [];
  for (let w = 0; w < counted.length; w++) if (unitOf(w + 1) !== unitOf(w)) ends.push(w + 1);
  return { ends, unitDays: days, sum: (matrix) => sumUntil(matrix, ends) };
}

function sumUntil({ counts, cells }: MemberMatrix, ends: readonly number[]): Float64Array {
  const sums = new Float64Array(ends.length * cells);
  let w = 0;
  ends.forEach((end, row) => {
    for (; w < end; w++) {
      for (let cell = 0; cell < cells; cell++) {
        const target = row * cells + cell;
        sums[target] = sums[target]! + counts[w * cells + cell]!;
      }
    }
  });
  return sums;
}
