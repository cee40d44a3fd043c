import { studentTSurvival } from "../special/survival.js";
import { twoSided } from "../special/tail.js";
import { addMoments, covariancesOf, type CrossMoments } from "./cross-moments.js";

export interface Cuped {
  /** Cov(x, y) / Var(y) over both arms together. */
  readonly theta: number;
  /** Adjusted difference of means, treated − control. */
  readonly effect: number;
  readonly standardError: number;
  /** Welch's t of the adjusted values, its degrees of freedom and two-sided p; null where the adjusted values do not vary. */
  readonly test: { readonly t: number; readonly degreesOfFreedom: number; readonly pValue: number } | null;
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
  const errors = [
    { variance: Math.max(0, adjusted(a)) / treated.count, count: treated.count },
    { variance: Math.max(0, adjusted(b)) / control.count, count: control.count },
  ];
  const effect = rawEffect - theta * (a.meanY - b.meanY);
  return {
    theta,
    effect,
    standardError: Math.sqrt(errors.reduce((sum, { variance }) => sum + variance, 0)),
    test: welchTest(effect, errors),
    rawEffect,
    varianceReduction: 1 - Math.max(0, adjusted(pooled)) / pooled.varianceX,
  };
}

function welchTest(
  effect: number,
  errors: readonly { readonly variance: number; readonly count: number }[],
): Cuped["test"] {
  const total = errors.reduce((sum, { variance }) => sum + variance, 0);
  if (!(total > 0)) return null;
  const spread = errors.reduce((sum, { variance, count }) => sum + (variance / total) ** 2 / (count - 1), 0);
  const t = effect / Math.sqrt(total);
  const pValue = twoSided(studentTSurvival(Math.abs(t), 1 / spread)).probability;
  return { t, degreesOfFreedom: 1 / spread, pValue };
}
