import type { Undetermined } from "../distribution/undetermined.js";
import { requireArgument } from "../definition/require-argument.js";
import { createResidualMaker } from "./residual-maker.js";

export interface PlaceboOptions {
  /** One number per window, in order; all finite. */
  readonly series: Float64Array;
  /** First window of the treatment; windows before it are without. From 1 to n − 1. */
  readonly firstTreated: number;
  /** Also explain the series by a straight line. */
  readonly trend?: boolean;
  /** Each window's place in a season (day of the week 0 … 6), whose means are removed. */
  readonly season?: Uint8Array;
  readonly alpha: number;
}

export interface PlaceboInference {
  readonly kind: "value";
  /** Mean of the treated windows beyond what the untreated ones, level, trend and season explain. */
  readonly effect: number;
  /**
   * Effects that the placebos do not reject at alpha, for one look at a size fixed beforehand. Null where the trend makes too many
   * placebos look like the treatment for them to bound it.
   */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Two-sided p of "no effect", (b + 1)/(m + 1). */
  readonly pValue: number;
  /** Placebo stretches that the real one was compared with, m. */
  readonly placebos: number;
}

/**
 * Did the series change when treatment began? The treated windows' mean residual is compared with that of every other stretch of the
 * same length (cyclic shifts), the model being fitted as if the tested effect were true; the interval holds the effects that survive.
 * Exact where residuals are exchangeable, approximate where neighbours resemble each other for much less than the series' length. Weaker
 * than a randomised arm: whatever else began at that time counts as effect. Undetermined with fewer than 1/alpha windows, in a
 * series without variation, or where the season or trend cannot be told from the treatment.
 *
 * Reference: Chernozhukov, Wüthrich, Zhu (JASA 2021), doi:10.1080/01621459.2021.1920957.
 * @throws ModelwatchError `invalid-argument` for firstTreated outside 1 … n − 1, a season of other length, or a value that is not finite.
 */
export function placeboInference(options: PlaceboOptions): PlaceboInference | Undetermined {
  const { series, firstTreated, alpha } = options;
  check(options);
  const size = series.length;
  const length = size - firstTreated;
  const undetermined = (reason: "too-few" | "constant"): Undetermined => ({
    kind: "undetermined",
    reason,
    counts: { reference: firstTreated, current: length },
  });
  if (size * alpha < 1) return undetermined("too-few");
  const residualsOf = createResidualMaker(size, options);
  const own = residualsOf(series);
  const indicator = residualsOf(Float64Array.from(series, (_, t) => (t >= firstTreated ? 1 : 0)));
  const shifted = (values: Float64Array) => meansOfStretches(values, firstTreated, length);
  const means = shifted(own);
  const weights = shifted(indicator);
  if (weights[0]! < 1e-9) return undetermined("too-few");
  const scale = series.reduce((sum, value) => Math.max(sum, Math.abs(value)), 0);
  if (!own.some((value) => Math.abs(value) > 1e-12 * scale)) return undetermined("constant");
  const effect = means[0]! / weights[0]!;
  let atLeast = 0;
  for (const mean of means) if (Math.abs(mean) >= Math.abs(means[0]!)) atLeast++;
  return {
    kind: "value",
    effect,
    interval: acceptedEffects(means, weights, Math.floor(alpha * size)),
    pValue: atLeast / size,
    placebos: size - 1,
  };
}

/** Mean over the treated stretch shifted by 0, 1, … n − 1 windows around the end of the series. */
function meansOfStretches(values: Float64Array, from: number, length: number): Float64Array {
  const size = values.length;
  const means = new Float64Array(size);
  for (let shift = 0; shift < size; shift++) {
    let sum = 0;
    for (let t = 0; t < length; t++) sum += values[(from + shift + t) % size]!;
    means[shift] = sum / length;
  }
  return means;
}

/**
 * The effects that more than `rejected` of all stretches accept. A placebo accepts τ where it is at least as extreme as the real stretch,
 * |m_k − τ w_k| ≥ |m_0 − τ w_0|: an interval around the estimate.
 */
function acceptedEffects(means: Float64Array, weights: Float64Array, rejected: number) {
  const [mean, weight] = [means[0]!, weights[0]!];
  const lows = new Float64Array(means.length);
  const highs = new Float64Array(means.length);
  means.forEach((own, k) => {
    const differs = weight - Math.abs(weights[k]!) > 1e-12;
    // the real stretch itself, or one that the model cannot tell from it, is as extreme whatever the effect
    const ends = differs
      ? [(mean - own) / (weight - weights[k]!), (mean + own) / (weight + weights[k]!)]
      : [-Infinity, Infinity];
    lows[k] = Math.min(...ends);
    highs[k] = Math.max(...ends);
  });
  const low = lows.sort()[rejected]!;
  const high = highs.sort()[means.length - 1 - rejected]!;
  return Number.isFinite(low) && Number.isFinite(high) ? { low, high } : null;
}

function check({ series, firstTreated, season, alpha }: PlaceboOptions): void {
  const size = series.length;
  requireArgument(
    Number.isInteger(firstTreated) && firstTreated >= 1 && firstTreated < size,
    `firstTreated is ${firstTreated} of ${size} windows`,
    "a window from 1 to the last",
  );
  requireArgument(
    season === undefined || season.length === size,
    `season has ${season?.length ?? 0} entries for ${size} windows`,
    "one for each window",
  );
  requireArgument(alpha > 0 && alpha < 1, `alpha is ${alpha}`, "a probability in (0, 1)");
  series.forEach((value, t) =>
    requireArgument(Number.isFinite(value), `series[${t}] is ${value}`, "finite numbers"),
  );
}
