import { requireArgument } from "../definition/require-argument.js";
import { normalMixtureLogRatio } from "../evidence/normal-mixture.js";

export interface MixtureSprtOptions {
  /** Units and Σx of each window, in order; one unit a window makes windows the units. */
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  /** Variance of one unit: known, or estimated from what was seen so far with each window's Σx². */
  readonly variance: number | { readonly sumsOfSquares: Float64Array };
  /** Variance of the effects that the test is tuned to, around `nullMean`. */
  readonly mixingVariance: number;
  readonly nullMean: number;
}

export interface MixtureSprt {
  /** ln of the mixture likelihood ratio after each window; 0 before a variance is known. */
  readonly logRatio: Float64Array;
  /** Always-valid p-value after each window: never rises. */
  readonly pValue: Float64Array;
}

/** An estimated variance of fewer units says too little: with two, false alarms are several times α. */
const LEAST_UNITS = 10;

/**
 * Mixture sequential probability ratio test of a mean: may be read after every window. Exact for normal units of known variance,
 * asymptotic where the variance is estimated. Feed it entity or window sums: rows that resemble each other make it alarm falsely.
 *
 * Reference: Johari, Koomen, Pekelis, Walsh (Oper. Res. 2022), doi:10.1287/opre.2021.2135.
 * @throws ModelwatchError `invalid-argument` for arrays of unequal length or variances that are not > 0.
 */
export function mixtureSprt(options: MixtureSprtOptions): MixtureSprt {
  const { counts, sums, variance, mixingVariance, nullMean } = options;
  const squares = typeof variance === "number" ? undefined : variance.sumsOfSquares;
  requireArgument(
    sums.length === counts.length && (squares === undefined || squares.length === counts.length),
    `counts has ${counts.length} windows, sums ${sums.length} and sumsOfSquares ${squares?.length ?? "none"}`,
    "equally many",
  );
  const logRatio = new Float64Array(counts.length);
  const pValue = new Float64Array(counts.length);
  const seen = { count: 0, sum: 0, squares: 0 };
  let smallest = 1;
  for (let window = 0; window < counts.length; window++) {
    const n = counts[window]!;
    // around the null mean, so that an offset far from 0 does not eat the digits
    seen.count += n;
    seen.sum += sums[window]! - n * nullMean;
    seen.squares += (squares?.[window] ?? 0) - 2 * nullMean * sums[window]! + n * nullMean ** 2;
    const unitVariance = typeof variance === "number" ? variance : estimatedVariance(seen);
    if (seen.count > 0 && unitVariance !== null) {
      const errorVariance = unitVariance / seen.count;
      const distance = seen.sum / seen.count;
      logRatio[window] = normalMixtureLogRatio({ distance, errorVariance, mixingVariance });
    }
    smallest = Math.min(smallest, Math.exp(-logRatio[window]!));
    pValue[window] = smallest;
  }
  return { logRatio, pValue };
}

function estimatedVariance(seen: { count: number; sum: number; squares: number }): number | null {
  if (seen.count < LEAST_UNITS) return null;
  const variance = (seen.squares - seen.sum ** 2 / seen.count) / (seen.count - 1);
  return variance > 0 ? variance : null;
}
