import { requireArgument } from "../definition/require-argument.js";
import { asymptoticHalfWidth } from "./half-width.js";

export interface MeanConfidenceSequenceOptions {
  /** n and Σx of each window, in order. */
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  /** Σx² of each window; needed for unit "row" only. */
  readonly sumsOfSquares?: Float64Array;
  /** Miss probability over all windows together, in (0, 1). */
  readonly alpha: number;
  /**
   * Where the variance comes from: "window" (window sums: rows inside a window may depend on each other, windows may not) or "row" (all
   * rows independent). With groups of 5 equal rows, row intervals are √5 too narrow.
   */
  readonly unit: "window" | "row";
  /** Number of units at which the interval is tightest. Default 30 windows, or 10,000 rows. */
  readonly optimalAt?: number;
}

/** Running intervals, one entry per window, for windows from `firstKnown` on. */
export interface ConfidenceSequence {
  readonly estimate: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /**
   * The first window with an interval (5 units that vary). Those before it have none: their bounds are −∞ and +∞ and their estimate means
   * nothing. Equals the number of windows if none has one.
   */
  readonly firstKnown: number;
}

/** The limit theorem behind the interval says nothing about fewer units. */
const LEAST_UNITS = 5;

/**
 * Running interval for the mean Σx/n that holds at all windows at once, so it may be read after each and stopped at any
 * (asymptotic; see asymptoticHalfWidth). With unit "window" the mean is a ratio of window sums, and its variance is that of
 * the residuals Σx − mean·n of windows with values.
 * @throws ModelwatchError `invalid-argument`: arrays of unequal length, alpha outside (0, 1), "row" without sumsOfSquares.
 */
export function meanConfidenceSequence(options: MeanConfidenceSequenceOptions): ConfidenceSequence {
  check(options);
  const { counts, sums, alpha, unit } = options;
  const optimalAt = options.optimalAt ?? (unit === "window" ? 30 : 10_000);
  const windows = counts.length;
  const estimate = new Float64Array(windows);
  const low = new Float64Array(windows).fill(-Infinity);
  const high = new Float64Array(windows).fill(Infinity);
  const moments = { units: 0, n: 0, sum: 0, squares: 0, nn: 0, nSum: 0, sumSum: 0 };
  let firstKnown = windows;
  for (let window = 0; window < windows; window++) {
    const n = counts[window]!;
    const sum = sums[window]!;
    moments.units += n > 0 ? 1 : 0;
    moments.n += n;
    moments.sum += sum;
    moments.squares += options.sumsOfSquares?.[window] ?? 0;
    moments.nn += n * n;
    moments.nSum += n * sum;
    moments.sumSum += sum * sum;
    const units = unit === "window" ? moments.units : moments.n;
    const variance = unit === "window" ? ratioVariance(moments) : rowVariance(moments);
    if (units < LEAST_UNITS || variance === 0) continue;
    firstKnown = Math.min(firstKnown, window);
    estimate[window] = moments.sum / moments.n;
    const half = asymptoticHalfWidth({ variance, units, alpha, optimalAt });
    low[window] = estimate[window]! - half;
    high[window] = estimate[window]! + half;
  }
  return { estimate, low, high, firstKnown };
}

interface RunningMoments {
  readonly units: number;
  readonly n: number;
  readonly sum: number;
  readonly squares: number;
  readonly nn: number;
  readonly nSum: number;
  readonly sumSum: number;
}

/** Variance of one window's part in the ratio Σx/Σn: residuals Σx − mean·n over the mean window size (delta method). */
function ratioVariance({ units, n, sum, nn, nSum, sumSum }: RunningMoments): number {
  if (units < 2) return 0;
  const mean = sum / n;
  const residuals = Math.max(0, sumSum - 2 * mean * nSum + mean * mean * nn);
  const size = n / units;
  return residuals / (units - 1) / (size * size);
}

function rowVariance({ n, sum, squares }: RunningMoments): number {
  return n < 2 ? 0 : Math.max(0, squares - (sum * sum) / n) / (n - 1);
}

function check({ counts, sums, sumsOfSquares, alpha, unit }: MeanConfidenceSequenceOptions): void {
  const windows = counts.length;
  requireArgument(
    sums.length === windows,
    `counts has ${windows} windows and sums ${sums.length}`,
    "equally many",
  );
  requireArgument(alpha > 0 && alpha < 1, `alpha is ${alpha}`, "a probability in (0, 1)");
  requireArgument(
    unit === "window" || sumsOfSquares?.length === windows,
    'unit "row" has no sums of squares',
    'sumsOfSquares of each window, or unit "window"',
  );
}
