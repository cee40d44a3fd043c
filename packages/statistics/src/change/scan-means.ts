import { requireArgument } from "../definition/require-argument.js";
import type { Undetermined } from "../distribution/undetermined.js";
import { bestCut, LEAST_SIDE, type ChangeScan } from "./change-scan.js";
import { residualDispersion } from "./residual-dispersion.js";

export interface MeanScan extends ChangeScan {
  /** Σx/n on both sides of the cut, and their standard errors from windows. */
  readonly before: { readonly mean: number; readonly standardError: number };
  readonly after: { readonly mean: number; readonly standardError: number };
}

/**
 * Scans all cuts of a series of window means: Gaussian, each window weighing as many rows as it has. The variance is that of
 * windows around their own side's mean over the long run, never that of rows. `counts` and `sums`: n and Σx of each window.
 *
 * Worsley (1986, doi:10.1093/biomet/73.1.91). Undetermined: `too-few` filled windows, `constant` where no window differs from its side.
 * @throws ModelwatchError `invalid-argument`: arrays of unequal length, a count negative or a number not finite.
 */
export function scanMeans(counts: Float64Array, sums: Float64Array): MeanScan | Undetermined {
  check(counts, sums);
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const filled = counts.reduce((sum, count) => sum + Number(count > 0), 0);
  if (filled < 2 * LEAST_SIDE) return { kind: "undetermined", reason: "too-few", counts: { current: rows } };
  // around the overall mean, so that a huge offset does not cancel the digits away
  const centre = sums.reduce((sum, value) => sum + value, 0) / rows;
  const centred = sums.map((sum, window) => sum - counts[window]! * centre);
  const raw = ratios(counts, centred, filled);
  const cut = bestCut(raw);
  const [before, after] = [sideOf(counts, centred, 0, cut), sideOf(counts, centred, cut, counts.length)];
  const residuals: number[] = [];
  counts.forEach((count, window) => {
    const { mean } = window < cut ? before : after;
    if (count > 0) residuals.push(centred[window]! - count * mean);
  });
  const dispersion = residualDispersion(Float64Array.from(residuals), 1, rows);
  // rounding of sums leaves a rest of this order where nothing varies
  const rounding = (1e-13 * (Math.abs(centre) + Math.abs(before.mean) + Math.abs(after.mean))) ** 2;
  if (dispersion <= rounding) return { kind: "undetermined", reason: "constant", counts: { current: rows } };
  const side = ({ mean, count }: Side) => ({
    mean: mean + centre,
    standardError: Math.sqrt(dispersion / count),
  });
  return { logRatio: raw, degrees: 1, cut, dispersion, before: side(before), after: side(after) };
}

interface Side {
  readonly mean: number;
  readonly count: number;
}

function sideOf(counts: Float64Array, sums: Float64Array, from: number, to: number): Side {
  let count = 0;
  let sum = 0;
  for (let window = from; window < to; window++) {
    count += counts[window]!;
    sum += sums[window]!;
  }
  return { mean: sum / count, count };
}

/** ½·(n_b n_a/n)·(difference of the means)² for every cut; the unit of variance is divided out later. */
function ratios(counts: Float64Array, sums: Float64Array, filled: number): Float64Array {
  const windows = counts.length;
  const rows = counts.reduce((total, count) => total + count, 0);
  const all = sums.reduce((total, sum) => total + sum, 0);
  const logRatio = new Float64Array(windows + 1).fill(-Infinity);
  let n = 0;
  let sum = 0;
  let filledBefore = 0;
  for (let cut = 1; cut < windows; cut++) {
    n += counts[cut - 1]!;
    sum += sums[cut - 1]!;
    if (counts[cut - 1]! > 0) filledBefore++;
    if (filledBefore < LEAST_SIDE || filled - filledBefore < LEAST_SIDE) continue;
    const difference = sum / n - (all - sum) / (rows - n);
    logRatio[cut] = (0.5 * n * (rows - n) * difference ** 2) / rows;
  }
  return logRatio;
}

function check(counts: Float64Array, sums: Float64Array): void {
  requireArgument(
    counts.length === sums.length,
    `counts has ${counts.length} windows and sums ${sums.length}`,
    "equally many",
  );
  const wrong = counts.findIndex((count, window) => {
    return !(count >= 0 && Number.isFinite(count) && Number.isFinite(sums[window]));
  });
  requireArgument(
    wrong < 0,
    `window ${wrong} has n = ${counts[wrong]} and Σx = ${sums[wrong]}`,
    "n ≥ 0 and a finite Σx",
  );
}
