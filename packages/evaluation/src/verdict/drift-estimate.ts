import type { DistributionWindows, ModelMonitorOptions, MonitorMember } from "@modelwatch/statistics";

const HOURS = 24;
/** Earlier stretches of equal length that say how far apart windows lie by chance and habit. */
const MOST_EARLIER = 20;

/**
 * How far a member has moved in the windows [start, end), as a Hellinger distance without what chance would show: from all of its
 * windows before, at the same hours of working days and weekends; of two arms or versions, from each other. What chance shows is
 * measured on stretches of the same length before; where there are none, it is that of independent rows.
 */
export function createDriftEstimate(
  { windows, against }: MonitorMember,
  { season, counted }: ModelMonitorOptions,
): (start: number, end: number) => number {
  const takesPart = (w: number) => counted?.[w] !== 0;
  const hourOf = (w: number) => {
    const weekend = season !== undefined && (season.dayOfWeek[w] === 0 || season.dayOfWeek[w] === 6);
    return Math.floor(season?.hourOfDay[w] ?? 0) + (weekend ? HOURS : 0);
  };
  return (start, end) => {
    const before = against === undefined ? sumByHour(windows, start, hourOf, takesPart) : null;
    const distanceOf = (from: number, to: number) => {
      const own = sumOf(windows, from, to, takesPart);
      const other = before === null ? sumOf(against!, from, to, takesPart) : before.at(windows, from, to);
      return squaredHellinger(own, other);
    };
    const length = end - start;
    const earlier: number[] = [];
    for (let to = start; to - length >= 0 && earlier.length < MOST_EARLIER; to -= length) {
      const squared = distanceOf(to - length, to);
      if (squared !== null) earlier.push(squared);
    }
    const now = distanceOf(start, end);
    if (now === null) return 0;
    const rows = sumOf(windows, start, end, takesPart).reduce((sum, count) => sum + count, 0);
    const chance =
      earlier.length === 0
        ? (windows.cells - 1) / (8 * rows)
        : earlier.reduce((sum, squared) => sum + squared, 0) / earlier.length;
    return Math.sqrt(Math.max(0, now - chance));
  };
}

type TakesPart = (window: number) => boolean;

function sumOf(windows: DistributionWindows, from: number, to: number, takesPart: TakesPart): Float64Array {
  const sum = new Float64Array(windows.cells);
  for (let w = from; w < to; w++) {
    if (!takesPart(w)) continue;
    for (let cell = 0; cell < sum.length; cell++)
      sum[cell] = sum[cell]! + windows.counts[w * sum.length + cell]!;
  }
  return sum;
}

/** What windows would hold if nothing but their hours differed from those before `end`; an hour never seen takes the nearest like it. */
function sumByHour(
  { counts, cells, totals }: DistributionWindows,
  end: number,
  hourOf: (window: number) => number,
  takesPart: TakesPart,
) {
  // hours of working days, hours of weekends, hours of any day, all hours
  const groups = 3 * HOURS + 1;
  const groupsOf = (w: number) => [hourOf(w), 2 * HOURS + (hourOf(w) % HOURS), 3 * HOURS];
  const sums = new Float64Array(groups * cells);
  const rows = new Float64Array(groups);
  for (let w = 0; w < end; w++) {
    if (!takesPart(w)) continue;
    for (const group of groupsOf(w)) {
      rows[group] = rows[group]! + totals[w]!;
      for (let cell = 0; cell < cells; cell++) {
        sums[group * cells + cell] = sums[group * cells + cell]! + counts[w * cells + cell]!;
      }
    }
  }
  return {
    at(windows: DistributionWindows, from: number, to: number): Float64Array {
      const expected = new Float64Array(cells);
      for (let w = from; w < to; w++) {
        const group = groupsOf(w).find((one) => rows[one]! > 0);
        if (!takesPart(w) || group === undefined) continue;
        const weight = windows.totals[w]! / rows[group]!;
        for (let cell = 0; cell < cells; cell++) {
          expected[cell] = expected[cell]! + weight * sums[group * cells + cell]!;
        }
      }
      return expected;
    },
  };
}

/** Null where a side is empty. */
function squaredHellinger(a: Float64Array, b: Float64Array): number | null {
  let [ofA, ofB, affinity] = [0, 0, 0];
  for (let cell = 0; cell < a.length; cell++) {
    ofA += a[cell]!;
    ofB += b[cell]!;
    affinity += Math.sqrt(a[cell]! * b[cell]!);
  }
  return ofA > 0 && ofB > 0 ? 1 - affinity / Math.sqrt(ofA * ofB) : null;
}
