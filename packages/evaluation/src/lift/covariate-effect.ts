import {
  adjustForCovariate,
  computeCuped,
  contrastMeans,
  totalOf,
  type CrossMoments,
  type CovariateWindows,
  type GroupWindows,
} from "@modelwatch/statistics";
import { toEffect, type Effect } from "./effects.js";
import type { ArmSlice, GroupPair } from "./slice-groups.js";

export interface CovariateEffect {
  readonly difference: Effect;
  /** Coefficient of the covariate. */
  readonly theta: number;
  /** Share of the rows' variance that the covariate explains. */
  readonly varianceReduction: number;
  /** Treated − control of the covariate itself: 0 but for chance where groups were assigned by design. */
  readonly covariateDifference: Effect | null;
}

/**
 * The difference of means without what a covariate from before the experiment explains (CUPED), with base windows as units. Null without a
 * covariate in both groups, or where it does not vary.
 */
export function covariateEffect({ treated, control }: GroupPair, alpha: number): CovariateEffect | null {
  const a = momentsOf(treated);
  const b = momentsOf(control);
  const cuped = a && b && computeCuped(a, b);
  const first = withCovariate(treated);
  const second = withCovariate(control);
  if (cuped === null || first === null || second === null) return null;
  const adjusted = adjustForCovariate(first, second, cuped.theta);
  const difference = toEffect(contrastMeans(adjusted.treated, adjusted.control), alpha);
  if (difference === null) return null;
  return {
    difference,
    theta: cuped.theta,
    varianceReduction: cuped.varianceReduction,
    covariateDifference: toEffect(contrastMeans(covariateOf(first), covariateOf(second)), alpha),
  };
}

function momentsOf({ rows, sums, squares, covariate }: ArmSlice): CrossMoments | null {
  if (squares === undefined || covariate === undefined) return null;
  return {
    count: rows,
    sumX: totalOf(sums),
    sumY: totalOf(covariate.sums),
    sumXX: totalOf(squares),
    sumYY: totalOf(covariate.squares),
    sumXY: totalOf(covariate.crossProducts),
  };
}

function withCovariate({ counts, sums, covariate }: ArmSlice): CovariateWindows | null {
  return covariate === undefined ? null : { counts, sums, covariateSums: covariate.sums };
}

function covariateOf({ counts, covariateSums }: CovariateWindows): GroupWindows {
  return { counts, sums: covariateSums };
}
