import { wilsonInterval, type Interval } from "../special/proportion-interval.js";
import { requireSameBounds, type ScoredOutcomes } from "./scored-outcomes.js";

/** One threshold: rows that score above it are decided positive. */
export interface RocPoint {
  /** A bucket bound; +∞ and −∞ (every row negative, every row positive) are left to the ends of the curve. */
  readonly threshold: number;
  /** Share of the positive truths decided positive, with its Wilson interval. */
  readonly truePositiveRate: number;
  readonly truePositiveInterval: Interval;
  /** Share of the negative truths decided positive, with its Wilson interval. */
  readonly falsePositiveRate: number;
  readonly falsePositiveInterval: Interval;
}

/**
 * The receiver operating characteristic at every bucket bound, from the highest threshold down: exact there, because bounds cut
 * between rows. The area under it is {@link computeAuc}. Null without rows of both classes. Rows are taken to be independent.
 *
 * Reference: Fawcett, An introduction to ROC analysis (2006), doi:10.1016/j.patrec.2005.10.010.
 * @throws ModelwatchError `invalid-argument` where the classes do not share their bounds, or alpha is outside (0, 1).
 */
export function computeRocCurve(outcomes: ScoredOutcomes, alpha: number): readonly RocPoint[] | null {
  requireSameBounds(outcomes);
  const { positive, negative } = outcomes;
  if (positive.count === 0 || negative.count === 0) return null;
  const points: RocPoint[] = [];
  let truePositive = 0;
  let falsePositive = 0;
  for (let i = positive.bounds.length - 1; i >= 0; i--) {
    truePositive += positive.counts[i + 1]!;
    falsePositive += negative.counts[i + 1]!;
    points.push({
      threshold: positive.bounds[i]!,
      truePositiveRate: truePositive / positive.count,
      truePositiveInterval: wilsonInterval(truePositive, positive.count, alpha),
      falsePositiveRate: falsePositive / negative.count,
      falsePositiveInterval: wilsonInterval(falsePositive, negative.count, alpha),
    });
  }
  return points;
}
