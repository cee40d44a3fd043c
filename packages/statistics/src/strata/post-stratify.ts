import type { Undetermined } from "../distribution/undetermined.js";
import { requireArgument } from "../definition/require-argument.js";
import { normalQuantile } from "../special/quantiles.js";

/** Rows of one stratum with Σx and Σx², and the stratum's share of the population that is spoken of. */
export interface PopulationStratum {
  readonly share: number;
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

export interface PostStratified {
  readonly kind: "value";
  readonly value: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The mean that a stated population would show: strata's means weighted by their shares of it, Σ w_k x̄_k, with error √Σ w_k² s²_k/n_k ·
 * √designEffect. Undetermined where a stratum with a share holds fewer than two rows: that part of the population was not observed.
 *
 * Reference: Holt and Smith (JRSS A 1979), doi:10.2307/2344652.
 * @throws ModelwatchError `invalid-argument` for shares that do not sum to 1, a design effect below 1, or alpha outside (0, 1).
 */
export function postStratify(
  strata: readonly PopulationStratum[],
  options: {
    readonly alpha: number;
    /** How many times more the means vary than independent rows would have it. Default 1. */
    readonly designEffect?: number;
  },
): PostStratified | Undetermined {
  const { alpha, designEffect = 1 } = options;
  const shares = strata.reduce((sum, { share }) => sum + share, 0);
  requireArgument(
    Math.abs(shares - 1) <= 1e-9 && strata.every(({ share }) => share >= 0),
    `shares are ${strata.map(({ share }) => share).join(", ")}`,
    "numbers ≥ 0 that sum to 1",
  );
  requireArgument(designEffect >= 1, `designEffect is ${designEffect}`, "a number ≥ 1");
  requireArgument(alpha > 0 && alpha < 1, `alpha is ${alpha}`, "a probability in (0, 1)");
  let value = 0;
  let variance = 0;
  for (const { share, count, sum, sumOfSquares } of strata) {
    if (share === 0) continue;
    if (count < 2) return { kind: "undetermined", reason: "too-few", counts: { current: count } };
    const mean = sum / count;
    value += share * mean;
    variance += (share ** 2 * Math.max(0, sumOfSquares - mean * sum)) / (count - 1) / count;
  }
  const standardError = Math.sqrt(variance * designEffect);
  const half = -normalQuantile(alpha / 2) * standardError;
  return { kind: "value", value, standardError, low: value - half, high: value + half };
}
