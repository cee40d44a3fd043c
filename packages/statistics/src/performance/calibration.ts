import { computeBrier } from "./brier.js";
import {
  requireSameBounds,
  rowCountOf,
  scoreMiddles,
  scoreRangeOf,
  scoreSumOf,
  type Estimate,
  type ScoredOutcomes,
} from "./scored-outcomes.js";

export interface CalibrationGap extends Estimate {
  readonly meanScore: number;
  /** Share of rows whose truth is the positive class. */
  readonly outcomeRate: number;
}

/**
 * Calibration in the large: mean score − outcome rate, in [−1, 1], 0 is calibrated; positive: the scores promise too much.
 * Exact where the histograms carry Σs; otherwise an interval from the bucket edges. Null without rows.
 * The residuals s − y have variance Brier − gap², which gives the standard error.
 */
export function computeCalibrationGap(outcomes: ScoredOutcomes): CalibrationGap | null {
  const brier = computeBrier(outcomes);
  if (brier === null) return null;
  const rows = rowCountOf(outcomes);
  const outcomeRate = outcomes.positive.count / rows;
  const scores = meanScore(outcomes, rows);
  const value = scores.value - outcomeRate;
  return {
    value,
    resolution: scores.exact ? null : { low: scores.low - outcomeRate, high: scores.high - outcomeRate },
    standardError: rows > 1 ? Math.sqrt(Math.max(0, brier.value - value ** 2) / rows) : null,
    meanScore: scores.value,
    outcomeRate,
  };
}

export interface CalibrationError extends Estimate {
  /** What a perfectly calibrated model of this size would show on average: Σ n_b/n · √(2 r(1−r) / (π n_b)). */
  readonly noiseFloor: number;
}

/**
 * Expected calibration error over the buckets: Σ n_b/n · |outcome rate − mean score| of each bucket, in [0, 1]. The mean score
 * of a bucket lies between its edges, so the value is an interval; it is never below |calibration gap|. Biased upwards by
 * sampling: read it beside its noise floor. Null without rows. No standard error is given: at 0 there is none.
 *
 * Reference: Naeini, Cooper, Hauskrecht (AAAI 2015).
 */
export function computeCalibrationError(outcomes: ScoredOutcomes): CalibrationError | null {
  requireSameBounds(outcomes);
  const gap = computeCalibrationGap(outcomes);
  if (gap === null) return null;
  const rows = rowCountOf(outcomes);
  const { positive, negative } = outcomes;
  const middles = scoreMiddles(positive.bounds);
  let value = 0;
  let low = 0;
  let high = 0;
  let noiseFloor = 0;
  for (let i = 0; i < middles.length; i++) {
    const n = positive.counts[i]! + negative.counts[i]!;
    if (n === 0) continue;
    const rate = positive.counts[i]! / n;
    const range = scoreRangeOf(positive.bounds, i);
    value += n * Math.abs(rate - middles[i]!);
    low += n * Math.max(0, rate - range.high, range.low - rate);
    high += n * Math.max(Math.abs(rate - range.low), Math.abs(rate - range.high));
    noiseFloor += n * Math.sqrt((2 * middles[i]! * (1 - middles[i]!)) / (Math.PI * n));
  }
  const least = gap.resolution === null ? Math.max(low / rows, Math.abs(gap.value)) : low / rows;
  return {
    value: Math.min(high / rows, Math.max(least, value / rows)),
    resolution: { low: least, high: high / rows },
    standardError: null,
    noiseFloor: noiseFloor / rows,
  };
}

function meanScore(outcomes: ScoredOutcomes, rows: number) {
  const sum = scoreSumOf(outcomes);
  if (sum !== undefined) return { value: sum / rows, low: sum / rows, high: sum / rows, exact: true };
  const { positive, negative } = outcomes;
  let value = 0;
  let low = 0;
  let high = 0;
  for (let i = 0; i <= positive.bounds.length; i++) {
    const n = positive.counts[i]! + negative.counts[i]!;
    const range = scoreRangeOf(positive.bounds, i);
    value += (n * (range.low + range.high)) / 2;
    low += n * range.low;
    high += n * range.high;
  }
  return { value: value / rows, low: low / rows, high: high / rows, exact: false };
}
