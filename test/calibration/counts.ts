/** Counts by cell of `size` draws from the shares (which need not sum to 1). */
export function drawCounts(random: () => number, size: number, shares: readonly number[]): Float64Array {
  const counts = new Float64Array(shares.length);
  const cumulative = toCumulative(shares);
  for (let draw = 0; draw < size; draw++) {
    const cell = cellAt(cumulative, random());
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return counts;
}

/** Windows × cells, each window drawn by `draw`. */
export function drawWindows(windows: number, draw: (window: number) => Float64Array): Float64Array {
  const rows = Array.from({ length: windows }, (_, window) => draw(window));
  const cells = rows[0]?.length ?? 0;
  const counts = new Float64Array(windows * cells);
  rows.forEach((row, window) => counts.set(row, window * cells));
  return counts;
}

/** Groups of equal rows: `size` rows, `groupSize` at a time in one cell. */
export function drawGroupedCounts(
  random: () => number,
  size: number,
  groupSize: number,
  shares: readonly number[],
): Float64Array {
  return drawCounts(random, Math.round(size / groupSize), shares).map((count) => count * groupSize);
}

/** The greatest number of alarms among `runs` that a true rate of `rate` makes plausible: exceeded with probability 1e−4. */
export function mostAlarms(runs: number, rate: number): number {
  let probability = (1 - rate) ** runs;
  let below = probability;
  let alarms = 0;
  while (1 - below > 1e-4 && alarms < runs) {
    probability *= ((runs - alarms) / (alarms + 1)) * (rate / (1 - rate));
    below += probability;
    alarms++;
  }
  return alarms;
}

/** The least number of alarms among `runs` that a true rate of `rate` makes plausible: fewer have probability 1e−4. */
export function leastAlarms(runs: number, rate: number): number {
  return runs - mostAlarms(runs, 1 - rate);
}

/** The greatest number of events that a Poisson law of this mean makes plausible: exceeded with probability 1e−4. */
export function mostEvents(mean: number): number {
  return mostAlarms(1_000_000, mean / 1_000_000);
}

function toCumulative(shares: readonly number[]): number[] {
  let sum = 0;
  return shares.map((share) => (sum += share));
}

function cellAt(cumulative: readonly number[], u: number): number {
  const target = u * (cumulative[cumulative.length - 1] ?? 1);
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (target < (cumulative[middle] ?? Infinity)) high = middle;
    else low = middle + 1;
  }
  return low;
}
