import { addMoments, covariancesOf, type CrossMoments } from "./cross-moments.js";

export interface Cuped {
  /** Cov(x, y) / Var(y) over both arms together. */
  readonly theta: number;
  /** Adjusted difference of means, treated − control. */
  readonly effect: number;
  readonly standardError: number;
  readonly rawEffect: number;
  /** 1 − (variance of the adjusted values ÷ of the raw ones), pooled over both arms. */
  readonly varianceReduction: number;
}

/**
 * Difference of means with the part removed that a covariate from before the experiment explains: x − θ(y − ȳ), exactly from
 * sums (x the metric, y the covariate). Null with fewer than two units in an arm or a covariate that does not vary.
 *
 * Reference: Deng, Xu, Kohavi, Walker (WSDM 2013), doi:10.1145/2433396.2433413.
 */
export function computeCuped(treated: CrossMoments, control: CrossMoments): Cuped | null {
  const a = covariancesOf(treated);
  const b = covariancesOf(control);
  const pooled = covariancesOf(addMoments(treated, control));
  if (a === null || b === null || pooled === null || pooled.varianceY <= 0 || pooled.varianceX <= 0)
    return null;
  const theta = pooled.covariance / pooled.varianceY;
  const rawEffect = a.meanX - b.meanX;
  const adjusted = (arm: typeof a) => arm.varianceX - 2 * theta * arm.covariance + theta ** 2 * arm.varianceY;
  const variance = Math.max(0, adjusted(a)) / treated.count + Math.max(0, adjusted(b)) / control.count;
  return {
    theta,
    effect: rawEffect - theta * (a.meanY - b.meanY),
    standardError: Math.sqrt(variance),
    rawEffect,
    varianceReduction: 1 - Math.max(0, adjusted(pooled)) / pooled.varianceX,
  };
}
