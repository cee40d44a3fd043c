import {
  computeAuc,
  computeBrier,
  computeCalibrationError,
  computeCalibrationGap,
  computeConfusionMetrics,
  computeLogLoss,
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
  readonly details: Record<string, number>;
}

export interface Cohort {
  readonly outcomes: ScoredOutcomes;
  /** Null where no decision was recorded. */
  readonly confusion: Confusion | null;
  readonly effects: DesignEffects;
  /** Standard error of the AUC with days as units; null where it is not known. */
  readonly aucError: number | null;
  readonly alpha: number;
}

type Measure = (cohort: Cohort) => Measured | null;

/** What `performance` measures with labels, in the order of display. */
export const MEASURES: Readonly<Record<string, Measure>> = {
  auc: (cohort) => {
    const auc = computeAuc(cohort.outcomes);
    if (auc === null || cohort.aucError === null || auc.standardError === null) {
      return fromEstimate(auc, cohort, "loss", "DeLong, design effect of days");
    }
    const designEffect = Math.max(1, (cohort.aucError / auc.standardError) ** 2);
    const sampling = samplingIntervalOf(auc, { alpha: cohort.alpha, designEffect });
    return { ...auc, sampling, designEffect, method: "jackknife over days", details: {} };
  },
  brier: (cohort) =>
    fromEstimate(computeBrier(cohort.outcomes), cohort, "loss", "normal, design effect of days"),
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
    return { ...measured, details: { noiseFloor: error.noiseFloor } };
  },
  accuracy: (cohort) => fromConfusion(cohort, "accuracy"),
  precision: (cohort) => fromConfusion(cohort, "precision"),
  recall: (cohort) => fromConfusion(cohort, "recall"),
};

function fromEstimate(
  estimate: Estimate | null,
  cohort: Cohort,
  effect: keyof DesignEffects,
  method: string,
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
    details: {},
  };
}

function fromConfusion(cohort: Cohort, name: "accuracy" | "precision" | "recall"): Measured | null {
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
