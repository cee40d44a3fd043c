import { adaptiveWindows, type AdaptiveWindows } from "../change-detectors/detect-with-adwin.js";
import { requireArgument } from "../definition/require-argument.js";
import type { DistributionWindows } from "../distribution/distribution.js";

/**
 * ADWIN over bucketed windows: how far back does the recent past look alike? Every row counts as its rank in [0, 1] among all rows
 * (Bross' ridit, 1958, doi:10.2307/2527727; the middle rank within a bucket), so that the bound needs no range and no sum;
 * of categories as whether it is the most frequent one. Sees where values lie, not how they spread. Counts are divided by
 * `overdispersion` ≥ 1: the bound is for independent rows. Like every ADWIN it has no false-alarm budget over many windows.
 * @throws ModelwatchError `invalid-argument`: overdispersion < 1.
 */
export function adaptiveRankWindows(windows: DistributionWindows, overdispersion: number): AdaptiveWindows {
  requireArgument(overdispersion >= 1, `overdispersion is ${overdispersion}`, "a number ≥ 1");
  const scores = windows.layout.kind === "numeric" ? ridits(windows) : mostFrequent(windows);
  const size = windows.windows;
  const batches = {
    counts: new Float64Array(size),
    sums: new Float64Array(size),
    sumsOfSquares: new Float64Array(size),
  };
  for (let window = 0; window < size; window++) {
    const rows = windows.totals[window]!;
    // whole rows, as the detector counts them
    const worth = Math.round(rows / overdispersion);
    if (worth === 0) continue;
    for (let cell = 0; cell < windows.cells; cell++) {
      const weight = (windows.counts[window * windows.cells + cell]! / rows) * worth;
      batches.sums[window] = batches.sums[window]! + weight * scores[cell]!;
      batches.sumsOfSquares[window] = batches.sumsOfSquares[window]! + weight * scores[cell]! ** 2;
    }
    batches.counts[window] = worth;
  }
  return adaptiveWindows(batches);
}

function ridits(windows: DistributionWindows): Float64Array {
  const totals = totalOf(windows);
  const rows = totals.reduce((sum, count) => sum + count, 0);
  let below = 0;
  return totals.map((count) => {
    const rank = rows === 0 ? 0.5 : (below + count / 2) / rows;
    below += count;
    return rank;
  });
}

function mostFrequent(windows: DistributionWindows): Float64Array {
  const totals = totalOf(windows);
  const first = totals.indexOf(Math.max(...totals));
  return totals.map((_, cell) => Number(cell === first));
}

function totalOf({ counts, cells }: DistributionWindows): Float64Array {
  const totals = new Float64Array(cells);
  for (let i = 0; i < counts.length; i++) totals[i % cells] = totals[i % cells]! + counts[i]!;
  return totals;
}
