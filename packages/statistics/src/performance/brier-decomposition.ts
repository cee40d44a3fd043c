import {
  requireSameBounds,
  rowCountOf,
  scoreMiddles,
  scoreRangeOf,
  type ScoredOutcomes,
} from "./scored-outcomes.js";

/** Brier = reliability − resolution + uncertainty, each ≥ 0. */
export interface BrierDecomposition {
  /** Σ n_k/n (s_k − r_k)²: what recalibration could take away; 0 is calibrated. */
  readonly reliability: number;
  /** Reliability if the scores lay at the nearest or the furthest place of their buckets. */
  readonly reliabilityRange: { readonly low: number; readonly high: number };
  /** What a calibrated model of this size shows on average: Σ r_k(1 − r_k) / n. */
  readonly reliabilityNoiseFloor: number;
  /** Σ n_k/n (r_k − r)²: how far the scores tell rows apart; more is better. */
  readonly resolution: number;
  /** r(1 − r): what the outcomes themselves are worth; no model changes it. */
  readonly uncertainty: number;
}

/**
 * Murphy's decomposition of the Brier score over score buckets, each bucket's rows at its middle: then the three parts add up to
 * the bucketed Brier score exactly. Resolution and uncertainty do not depend on the place inside buckets. Null without rows.
 *
 * Reference: Murphy (J. Applied Meteorology 1973); Ferro and Fricker (Q. J. R. Meteorol. Soc. 2012), doi:10.1002/qj.1924, for the bias.
 * @throws ModelwatchError `invalid-argument` where the classes do not share their bounds.
 */
export function decomposeBrier(outcomes: ScoredOutcomes): BrierDecomposition | null {
  requireSameBounds(outcomes);
  const n = rowCountOf(outcomes);
  if (n === 0) return null;
  const { positive, negative } = outcomes;
  const middles = scoreMiddles(positive.bounds);
  const rate = positive.count / n;
  const sums = { reliability: 0, low: 0, high: 0, noiseFloor: 0, resolution: 0 };
  for (let i = 0; i < middles.length; i++) {
    const rows = positive.counts[i]! + negative.counts[i]!;
    if (rows === 0) continue;
    const own = positive.counts[i]! / rows;
    const { low, high } = scoreRangeOf(positive.bounds, i);
    sums.reliability += rows * (middles[i]! - own) ** 2;
    sums.low += rows * Math.max(0, low - own, own - high) ** 2;
    sums.high += rows * Math.max(own - low, high - own) ** 2;
    sums.noiseFloor += own * (1 - own);
    sums.resolution += rows * (own - rate) ** 2;
  }
  return {
    reliability: sums.reliability / n,
    reliabilityRange: { low: sums.low / n, high: sums.high / n },
    reliabilityNoiseFloor: sums.noiseFloor / n,
    resolution: sums.resolution / n,
    uncertainty: rate * (1 - rate),
  };
}
