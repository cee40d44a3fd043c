import type { Finding } from "@modelwatch/conventions/query";
import {
  computeAuc,
  computeAveragePrecision,
  computeBrier,
  computeCalibrationCurve,
  computeCalibrationError,
  computeCalibrationGap,
  computeConfusionMetrics,
  computeLogLoss,
  computeRocCurve,
  decomposeBrier,
  samplingIntervalOf,
  shareIntervalOf,
  type Confusion,
  type Estimate,
  type ScoredOutcomes,
  type Share,
} from "@modelwatch/statistics";
import type { DesignEffects } from "./cohort.js";

/** A labelled number of a cohort: the value, what buckets hide, what samples hide. */
export interface Measured {
  readonly value: number;
  readonly resolution: { readonly low: number; readonly high: number } | null;
  readonly sampling: { readonly low: number; readonly high: number } | null;
  readonly designEffect: number;
  readonly method: string;
  readonly details: Finding["details"];
}

export interface Cohort {
  readonly outcomes: ScoredOutcomes;
  /** Null where no decision was recorded. */
  readonly confusion: Confusion | null;
  readonly effects: DesignEffects;
  /** Standard errors of the ranking measures with days as units; null where they are not known. */
  readonly errors: { readonly auc: number | null; readonly averagePrecision: number | null };
  readonly alpha: number;
}

type Measure = (cohort: Cohort) => Measured | null;

/** What `performance` measures with labels, in the order of display. */
export const MEASURES: Readonly<Record<string, Measure>> = {
  auc: (cohort) => {
    const auc = computeAuc(cohort.outcomes);
    const details = auc === null ? {} : { roc: rocOf(cohort) };
    if (auc === null || cohort.errors.auc === null || auc.standardError === null) {
      return fromEstimate(auc, cohort, "loss", "DeLong, design effect of days", details);
    }
    const designEffect = Math.max(1, (cohort.errors.auc / auc.standardError) ** 2);
    const sampling = samplingIntervalOf(auc, { alpha: cohort.alpha, designEffect });
    return { ...auc, sampling, designEffect, method: "jackknife over days", details };
  },
  "average-precision": (cohort) => {
    const precision = computeAveragePrecision(cohort.outcomes);
    if (precision === null) return null;
    const estimate = { value: precision.value, standardError: cohort.errors.averagePrecision };
    const sampling = samplingIntervalOf(estimate, { alpha: cohort.alpha, designEffect: 1 });
    return { ...precision, sampling, designEffect: 1, method: "jackknife over days", details: {} };
  },
  brier: (cohort) => {
    const parts = decomposeBrier(cohort.outcomes);
    const details =
      parts === null ? {} : { murphy: { ...parts, reliabilityRange: { ...parts.reliabilityRange } } };
    return fromEstimate(
      computeBrier(cohort.outcomes),
      cohort,
      "loss",
      "normal, design effect of days",
      details,
    );
  },
  "log-loss": (cohort) =>
    fromEstimate(computeLogLoss(cohort.outcomes), cohort, "loss", "normal, design effect of days"),
  "calibration-gap": (cohort) => {
    const gap = computeCalibrationGap(cohort.outcomes);
    const measured = fromEstimate(gap, cohort, "outcome", "normal, design effect of days");
    if (gap === null || measured === null) return null;
    return { ...measured, details: { meanScore: gap.meanScore, outcomeRate: gap.outcomeRate } };
  },
  "calibration-error": (cohort) => {
    const error = computeCalibrationError(cohort.outcomes);
    const measured = fromEstimate(error, cohort, "outcome", "none");
    if (error === null || measured === null) return null;
    return { ...measured, details: { noiseFloor: error.noiseFloor, curve: calibrationCurveOf(cohort) } };
  },
  accuracy: (cohort) => fromConfusion(cohort, "accuracy"),
  precision: (cohort) => fromConfusion(cohort, "precision"),
  recall: (cohort) => fromConfusion(cohort, "recall"),
  specificity: (cohort) => fromConfusion(cohort, "specificity"),
  f1: (cohort) => f1Of(cohort),
};

/** Points of the ROC curve at the bucket bounds, from the highest threshold down. */
function rocOf({ outcomes, alpha }: Cohort) {
  return (computeRocCurve(outcomes, alpha) ?? []).map(
    ({ threshold, truePositiveRate, falsePositiveRate }) => ({
      threshold,
      truePositiveRate,
      falsePositiveRate,
    }),
  );
}

/** What each used score bucket promised and what came; its rates' intervals take rows as independent. */
function calibrationCurveOf({ outcomes, alpha }: Cohort) {
  return computeCalibrationCurve(outcomes, alpha).map(({ scores, rows, outcomeRate, outcomeInterval }) => ({
    scoreLow: scores.low,
    scoreHigh: scores.high,
    rows,
    outcomeRate,
    low: outcomeInterval.low,
    high: outcomeInterval.high,
  }));
}

/** F1 = 2J/(1 + J) rises with J = TP/(TP + FP + FN), which is a share: so does its interval. */
function f1Of(cohort: Cohort): Measured | null {
  if (cohort.confusion === null) return null;
  const { truePositive, falsePositive, falseNegative } = cohort.confusion;
  const trials = truePositive + falsePositive + falseNegative;
  if (trials === 0) return null;
  const designEffect = cohort.effects.outcome;
  const share: Share = { value: truePositive / trials, successes: truePositive, trials };
  const jaccard = shareIntervalOf(share, { alpha: cohort.alpha, designEffect });
  return {
    value: toF1(share.value),
    resolution: null,
    sampling: jaccard && { low: toF1(jaccard.low), high: toF1(jaccard.high) },
    designEffect,
    method: "Wilson on TP/(TP+FP+FN), design effect of days",
    details: {},
  };
}

function toF1(jaccard: number): number {
  return (2 * jaccard) / (1 + jaccard);
}

function fromEstimate(
  estimate: Estimate | null,
  cohort: Cohort,
  effect: keyof DesignEffects,
  method: string,
  details: Measured["details"] = {},
): Measured | null {
  if (estimate === null) return null;
  const designEffect = cohort.effects[effect];
  const sampling = samplingIntervalOf(estimate, { alpha: cohort.alpha, designEffect });
  return {
    value: estimate.value,
    resolution: estimate.resolution,
    sampling,
    designEffect,
    method,
    details,
  };
}

function fromConfusion(
  cohort: Cohort,
  name: "accuracy" | "precision" | "recall" | "specificity",
): Measured | null {
  const share: Share | null = cohort.confusion && computeConfusionMetrics(cohort.confusion)[name];
  if (share === null) return null;
  const designEffect = cohort.effects.outcome;
  return {
    value: share.value,
    resolution: null,
    sampling: shareIntervalOf(share, { alpha: cohort.alpha, designEffect }),
    designEffect,
    method: "Wilson, design effect of days",
    details: { successes: share.successes, trials: share.trials },
  };
}

/** Both uncertainties in one interval: each end of the bucket interval moved out by the sampling error. */
export function wholeInterval(measured: Measured): {
  readonly low: number | null;
  readonly high: number | null;
} {
  const { value, resolution, sampling } = measured;
  if (sampling === null) return { low: resolution?.low ?? null, high: resolution?.high ?? null };
  return {
    low: sampling.low - (value - (resolution?.low ?? value)),
    high: sampling.high + ((resolution?.high ?? value) - value),
  };
}
