import {
  alignDistributions,
  computeBrier,
  computeCalibrationGap,
  computeDesignEffect,
  type Estimate,
  type GroupTotals,
  type ScoredOutcomes,
} from "@modelwatch/statistics";
import { scoredOutcomes, type OutcomeWindows } from "../read/outcomes.js";

/** How many times larger variances are than independent rows would have them, from the spread of base windows. */
export interface DesignEffects {
  readonly loss: number;
  readonly outcome: number;
}

/** Design effects of the loss and of the outcome over the base windows [from, to). */
export function designEffectsOf(outcomes: OutcomeWindows, from: number, to: number): DesignEffects {
  const losses: GroupTotals[] = [];
  const residuals: GroupTotals[] = [];
  for (let w = from; w < to; w++) {
    const group = scoredOutcomes(outcomes, w, w + 1);
    const loss = group && computeBrier(group);
    const gap = group && computeCalibrationGap(group);
    if (!group || !loss || !gap) continue;
    const count = group.positive.count + group.negative.count;
    losses.push({ count, sum: loss.value * count });
    residuals.push({ count, sum: gap.value * count });
  }
  const all = scoredOutcomes(outcomes, from, to);
  if (all === null) return { loss: 1, outcome: 1 };
  const rows = all.positive.count + all.negative.count;
  const rowVariance = (standardError: number | null | undefined) => rows * (standardError ?? 0) ** 2;
  return {
    loss: computeDesignEffect(losses, rowVariance(computeBrier(all)?.standardError)),
    outcome: computeDesignEffect(residuals, rowVariance(computeCalibrationGap(all)?.standardError)),
  };
}

/** Design effects where scores are no probabilities: how alike the truths of a base window are, for both. */
export function rankingEffectsOf(outcomes: OutcomeWindows, from: number, to: number): DesignEffects {
  const groups: GroupTotals[] = [];
  for (let w = from; w < to; w++) {
    const group = scoredOutcomes(outcomes, w, w + 1);
    if (group === null) continue;
    groups.push({ count: group.positive.count + group.negative.count, sum: group.positive.count });
  }
  const effect = shareEffectOf(groups);
  return { loss: effect, outcome: effect };
}

/** How many times larger the variance of a share is than independent rows would have it; `sum` counts the successes of a group. */
export function shareEffectOf(groups: readonly GroupTotals[]): number {
  const rows = groups.reduce((total, { count }) => total + count, 0);
  const share = groups.reduce((total, { sum }) => total + sum, 0) / rows;
  return rows > 0 ? computeDesignEffect(groups, share * (1 - share)) : 1;
}

/** A number from the score counts of the positive and the negative truths. */
export type OfCounts = (positive: Float64Array, negative: Float64Array) => Estimate | null;

/**
 * Standard error of a ranking measure with base windows as units: each is left out once (delete-a-group jackknife), because rows
 * of a day share its luck. Null with fewer than ten base windows that hold rows, or where bucket layouts changed between them.
 *
 * Reference: Efron and Tibshirani, An Introduction to the Bootstrap (1993), §11.
 */
export function jackknifeError(
  outcomes: OutcomeWindows,
  from: number,
  to: number,
  ofCounts: OfCounts,
): number | null {
  const all = scoredOutcomes(outcomes, from, to);
  if (all === null) return null;
  const values: number[] = [];
  for (let w = from; w < to; w++) {
    const left = scoredOutcomes(outcomes, w, w + 1);
    if (left === null) continue;
    const value = withoutGroup(all, left, ofCounts);
    if (value === null) return null;
    values.push(value);
  }
  const groups = values.length;
  if (groups < 10) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / groups;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt((squares * (groups - 1)) / groups);
}

function minus(whole: Float64Array, part: Float64Array): Float64Array {
  return whole.map((count, i) => count - part[i]!);
}

function withoutGroup(all: ScoredOutcomes, group: ScoredOutcomes, ofCounts: OfCounts): number | null {
  if (all.positive.counts.length !== group.positive.counts.length) return null;
  if (all.negative.counts.length !== group.negative.counts.length) return null;
  const positive = minus(all.positive.counts, group.positive.counts);
  const negative = minus(all.negative.counts, group.negative.counts);
  return ofCounts(positive, negative)?.value ?? null;
}

/**
 * Scores of two labelled cohorts on the bounds that all four histograms share; null where they share none. Exact sums stay.
 */
export function alignOutcomes(
  a: ScoredOutcomes,
  b: ScoredOutcomes,
): { readonly a: ScoredOutcomes; readonly b: ScoredOutcomes } | null {
  const classes = alignDistributions(a.positive, b.positive);
  if (classes.kind === "undetermined") return null;
  const layout = classes.a;
  const onLayout = (outcomes: ScoredOutcomes): ScoredOutcomes | null => {
    const positive = alignDistributions(layout, outcomes.positive);
    const negative = alignDistributions(layout, outcomes.negative);
    if (positive.kind === "undetermined" || negative.kind === "undetermined") return null;
    if (positive.b.kind !== "numeric" || negative.b.kind !== "numeric") return null;
    const same =
      positive.b.counts.length === layout.counts.length && negative.b.counts.length === layout.counts.length;
    return same ? { positive: positive.b, negative: negative.b } : null;
  };
  const first = onLayout(a);
  const second = onLayout(b);
  return first === null || second === null ? null : { a: first, b: second };
}
