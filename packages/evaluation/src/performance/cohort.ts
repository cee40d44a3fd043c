import {
  alignDistributions,
  computeBrier,
  computeCalibrationGap,
  computeDesignEffect,
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
