import { requireArgument } from "../definition/require-argument.js";
import { normalMixtureLogRatio } from "../evidence/normal-mixture.js";
import { tMixtureLogRatio } from "../evidence/t-mixture.js";

export interface MixtureSprtOptions {
  /** Units and Σx of each window, in order; one unit a window makes windows the units. */
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  /** Variance of one unit: known, or estimated from what was seen so far with each window's Σx². */
  readonly variance: number | { readonly sumsOfSquares: Float64Array };
  /** Variance of the effects that the test is tuned to, around `nullMean`; in units of the variance where that is estimated. */
  readonly mixingVariance: number;
  readonly nullMean: number;
}

export interface MixtureSprt {
  /** ln of the mixture likelihood ratio after each window; 0 before a variance is known. */
  readonly logRatio: Float64Array;
  /** Always-valid p-value after each window: never rises. */
  readonly pValue: Float64Array;
}

/**
 * Mixture sequential probability ratio test of a mean: may be read after every window. Exact for normal units, of known variance
 * or of unknown (mixed over the scale too), asymptotic for others. Feed it entity or window sums: rows that resemble each other make it alarm falsely.
 *
 * Reference: Johari, Koomen, Pekelis, Walsh (Oper. Res. 2022), doi:10.1287/opre.2021.2135; Wang and Ramdas (2024), arXiv:2310.03722.
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
    logRatio[window] = seen.count > 0 ? logRatioOf(seen, variance, mixingVariance) : 0;
    smallest = Math.min(smallest, Math.exp(-logRatio[window]!));
    pValue[window] = smallest;
  }
  return { logRatio, pValue };
}

function logRatioOf(
  seen: { readonly count: number; readonly sum: number; readonly squares: number },
  known: MixtureSprtOptions["variance"],
  mixingVariance: number,
): number {
  const units = seen.count;
  const distance = seen.sum / units;
  if (typeof known === "number")
    return normalMixtureLogRatio({ distance, errorVariance: known / units, mixingVariance });
  const variance = units < 2 ? 0 : (seen.squares - seen.sum * distance) / (units - 1);
  return variance > 0 ? tMixtureLogRatio({ units, variance, mixingVariance, distance }) : 0;
}
