import { wilsonInterval, type Interval } from "../special/proportion-interval.js";
import { requireSameBounds, scoreRangeOf, type ScoredOutcomes } from "./scored-outcomes.js";

/** One bucket of scores: what they promised, and what came. */
export interface CalibrationPoint {
  /** The bucket's scores lie in (low, high]. */
  readonly scores: Interval;
  readonly rows: number;
  /** Share of positive truths among them, with its Wilson interval. */
  readonly outcomeRate: number;
  readonly outcomeInterval: Interval;
}

/**
 * The calibration (reliability) curve: buckets that hold rows, in ascending order of score. Calibrated where the rate's interval
 * meets the bucket's scores. Empty without rows. Rows are taken to be independent.
 *
 * Reference: Murphy and Winkler (Applied Statistics 1977), doi:10.2307/2346866.
 * @throws ModelwatchError `invalid-argument` where the classes do not share their bounds, or alpha is outside (0, 1).
 */
export function computeCalibrationCurve(
  outcomes: ScoredOutcomes,
  alpha: number,
): readonly CalibrationPoint[] {
  requireSameBounds(outcomes);
  const { positive, negative } = outcomes;
  const points: CalibrationPoint[] = [];
  for (let i = 0; i < positive.counts.length; i++) {
    const truths = positive.counts[i]!;
    const rows = truths + negative.counts[i]!;
    if (rows === 0) continue;
    points.push({
      scores: scoreRangeOf(positive.bounds, i),
      rows,
      outcomeRate: truths / rows,
      outcomeInterval: wilsonInterval(truths, rows, alpha),
    });
  }
  return points;
}
