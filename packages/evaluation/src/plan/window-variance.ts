import {
  chiSquareUpperQuantile,
  computeDesignEffect,
  contrastMeans,
  covariancesOf,
  totalOf,
  windowVarianceOf,
} from "@modelwatch/statistics";
import type { ArmSlice, GroupPair } from "../lift/slice-groups.js";
import type { ValueMetric } from "../read/value-metric.js";

export interface Traffic {
  readonly rows: number;
  /** Base windows that hold rows. */
  readonly windows: number;
}

/** Variance of one base window's part in the difference of two groups, and the bounds of what it may be. */
export interface WindowVariance {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** `groups`: measured between the two groups. `rows`: as if rows were split at random and independent within a window. */
  readonly basis: "groups" | "rows";
  /** How many times more window means vary than independent rows would have it. */
  readonly designEffect: number | null;
  /** Share of the variance that the covariate from before would take out; null without one. */
  readonly varianceReduction: number | null;
}

export function measureTraffic(arms: readonly ArmSlice[]): Traffic {
  const first = arms[0]!.rowsByWindow;
  const windows = first.filter((_, t) => arms.some(({ rowsByWindow }) => rowsByWindow[t]! > 0)).length;
  return { rows: arms.reduce((sum, { rows }) => sum + rows, 0), windows };
}

/** From two groups as they are; the bounds are those of a variance of so many windows (chi-square, 95 %). */
export function varianceOfGroups({ treated, control }: GroupPair): WindowVariance | null {
  const contrast = contrastMeans(treated, control);
  const spread = contrast && windowVarianceOf(contrast);
  if (contrast === null || spread === null) return null;
  const { variance, independent } = spread;
  const degrees = Math.max(1, contrast.windows * (independent / variance) - 1);
  return {
    value: variance,
    low: (variance * degrees) / chiSquareUpperQuantile(0.025, degrees),
    high: (variance * degrees) / chiSquareUpperQuantile(0.975, degrees),
    basis: "groups",
    designEffect: null,
    varianceReduction: explainedShare([treated, control]),
  };
}

/**
 * From all rows, as if a `treatedShare` of them were treated at random: what windows share cancels between the groups, so rows vary as they
 * do within windows. The upper bound has the windows' own variation in full, which groups that do not share it would show.
 */
export function varianceOfSeries(
  all: ArmSlice,
  treatedShare: number,
  metric: Pick<ValueMetric, "isOutcome" | "per">,
): WindowVariance | null {
  const nobody = { counts: all.counts, sums: new Float64Array(all.sums.length) };
  const contrast = contrastMeans(all, nobody);
  const spread = contrast && windowVarianceOf(contrast);
  if (contrast === null || spread === null) return null;
  const split = treatedShare * (1 - treatedShare);
  const high = spread.variance / split;
  const squares = metric.isOutcome ? all.sums : all.squares;
  if (squares === undefined || metric.per !== undefined) {
    // without each row's square only the windows can say how much it varies
    return { value: high, low: 0, high, basis: "groups", designEffect: null, varianceReduction: null };
  }
  const rowVariance = varianceWithinWindows(all, squares);
  if (!(rowVariance > 0)) return null;
  const groups = Array.from(all.counts, (count, t) => ({ count, sum: all.sums[t]! }));
  const value = rowVariance / (all.rows / contrast.windows) / split;
  return {
    value,
    low: value,
    high: Math.max(value, high),
    basis: "rows",
    designEffect: computeDesignEffect(groups, rowVariance),
    varianceReduction: explainedShare([all]),
  };
}

/** Σ over windows of Σ(x − window's mean)², per degree of freedom. */
function varianceWithinWindows({ counts, sums }: ArmSlice, squares: Float64Array): number {
  let within = 0;
  let degrees = 0;
  counts.forEach((count, t) => {
    if (count < 2) return;
    within += Math.max(0, squares[t]! - (sums[t]! / count) * sums[t]!);
    degrees += count - 1;
  });
  return degrees > 0 ? within / degrees : 0;
}

/** Squared correlation of the value with its covariate over all rows; null without a covariate that varies. */
function explainedShare(arms: readonly ArmSlice[]): number | null {
  const sum = (pick: (arm: ArmSlice) => Float64Array | undefined) =>
    arms.reduce((total, arm) => total + totalOf(pick(arm) ?? new Float64Array(0)), 0);
  if (!arms.every(({ squares, covariate }) => squares !== undefined && covariate !== undefined)) return null;
  const moments = covariancesOf({
    count: arms.reduce((total, { rows }) => total + rows, 0),
    sumX: sum(({ sums }) => sums),
    sumXX: sum(({ squares }) => squares),
    sumY: sum(({ covariate }) => covariate?.sums),
    sumYY: sum(({ covariate }) => covariate?.squares),
    sumXY: sum(({ covariate }) => covariate?.crossProducts),
  });
  if (moments === null || !(moments.varianceX > 0 && moments.varianceY > 0)) return null;
  return Math.min(1, (moments.covariance / moments.varianceX) * (moments.covariance / moments.varianceY));
}
