import { requireArgument } from "../definition/require-argument.js";
import { chiSquareSurvival } from "../special/survival.js";
import { requireSameBounds, type Estimate, type ScoredOutcomes } from "./scored-outcomes.js";
import type { Confusion } from "./confusion.js";

export interface LabelShift {
  /** Share of positive truths among the unlabelled rows. */
  readonly outcomeRate: Estimate;
  /** p-value that the scores are a mixture of the two labelled classes at all (χ² of fit); small: the assumption fails. Null with fewer than three cells of 5 rows. */
  readonly fitPValue: number | null;
}

/**
 * The share of positive truths among unlabelled rows, from their scores: the mixture weight π at which π·f₁ + (1 − π)·f₀ is most
 * likely, f₁ and f₀ being the labelled scores of each class. It is where the EM of Saerens et al. ends; the likelihood is concave in
 * π, so it is found by bisection. **Assumes label shift**: classes came more or less often, and within a class scores came as before;
 * the fit's p-value can refute that. The standard error holds the chance of both samples (delta method). Null where the current
 * side is empty, a class has no labelled rows, or both classes score alike.
 *
 * Reference: Saerens, Latinne, Decaestecker (Neural Computation 2002), doi:10.1162/089976602753284446; Alexandari et al. (ICML 2020).
 * @throws ModelwatchError `invalid-argument` where the classes do not share their bounds, or `current` has not one count a bucket.
 */
export function estimateLabelShift(labelled: ScoredOutcomes, current: Float64Array): LabelShift | null {
  requireSameBounds(labelled);
  const { positive, negative } = labelled;
  requireArgument(
    current.length === positive.counts.length,
    `${current.length} current counts for ${positive.counts.length} buckets`,
    "one count for each score bucket",
  );
  const n = current.reduce((sum, count) => sum + count, 0);
  if (n === 0 || positive.count === 0 || negative.count === 0) return null;
  // Half a row in every bucket: scores that no labelled row had are then unlikely, not impossible.
  const f1 = smoothShares(positive.counts);
  const f0 = smoothShares(negative.counts);
  const slopeAt = (rate: number) => {
    let slope = 0;
    for (let k = 0; k < current.length; k++) {
      slope += (current[k]! * (f1[k]! - f0[k]!)) / (rate * f1[k]! + (1 - rate) * f0[k]!);
    }
    return slope;
  };
  const information = (rate: number) =>
    f1.reduce((sum, p, k) => sum + current[k]! * ((p - f0[k]!) / (rate * p + (1 - rate) * f0[k]!)) ** 2, 0);
  if (information(0.5) < 1e-12 * n) return null;
  const rate = rootBetween(slopeAt);
  const sizes = { positive: positive.count, negative: negative.count };
  return {
    outcomeRate: {
      value: rate,
      resolution: null,
      standardError: standardErrorOf(rate, current, f1, f0, sizes, information(rate)),
    },
    fitPValue: fitOf(rate, current, n, f1, f0, sizes),
  };
}

/**
 * The same share from decisions alone (black-box shift estimation): π = (share decided positive − FPR) / (TPR − FPR), clipped to
 * [0, 1]. `labelled` says how decisions met truths when labels were there. Same assumption, less precise than scores. Null without
 * rows, without a class, or where TPR = FPR.
 *
 * Reference: Lipton, Wang, Smola (ICML 2018), arXiv:1802.03916.
 */
export function estimateLabelShiftFromDecisions(
  labelled: Confusion,
  decided: { readonly positive: number; readonly negative: number },
): Estimate | null {
  const positives = labelled.truePositive + labelled.falseNegative;
  const negatives = labelled.falsePositive + labelled.trueNegative;
  const n = decided.positive + decided.negative;
  if (n === 0 || positives === 0 || negatives === 0) return null;
  const tpr = labelled.truePositive / positives;
  const fpr = labelled.falsePositive / negatives;
  const gap = tpr - fpr;
  if (gap === 0) return null;
  const share = decided.positive / n;
  const rate = (share - fpr) / gap;
  const variance =
    (share * (1 - share)) / n +
    (rate ** 2 * tpr * (1 - tpr)) / positives +
    ((1 - rate) ** 2 * fpr * (1 - fpr)) / negatives;
  return {
    value: Math.min(1, Math.max(0, rate)),
    resolution: null,
    standardError: Math.sqrt(variance) / Math.abs(gap),
  };
}

interface Sizes {
  readonly positive: number;
  readonly negative: number;
}

function smoothShares(counts: Float64Array): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0) + counts.length / 2;
  return counts.map((count) => (count + 0.5) / total);
}

/** Where a falling function of [0, 1] crosses 0; an end where it does not. */
function rootBetween(slopeAt: (rate: number) => number): number {
  if (slopeAt(0) <= 0) return 0;
  if (slopeAt(1) >= 0) return 1;
  let low = 0;
  let high = 1;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (slopeAt(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function standardErrorOf(
  rate: number,
  current: Float64Array,
  f1: Float64Array,
  f0: Float64Array,
  sizes: Sizes,
  information: number,
): number {
  const mean = { positive: 0, negative: 0 };
  const square = { positive: 0, negative: 0 };
  for (let k = 0; k < current.length; k++) {
    const mixed = rate * f1[k]! + (1 - rate) * f0[k]!;
    // how the likelihood's slope moves with each labelled share
    const ofPositive = (current[k]! * f0[k]!) / mixed ** 2;
    const ofNegative = (current[k]! * f1[k]!) / mixed ** 2;
    mean.positive += f1[k]! * ofPositive;
    mean.negative += f0[k]! * ofNegative;
    square.positive += f1[k]! * ofPositive ** 2;
    square.negative += f0[k]! * ofNegative ** 2;
  }
  const labelled =
    (square.positive - mean.positive ** 2) / sizes.positive +
    (square.negative - mean.negative ** 2) / sizes.negative;
  return Math.sqrt(1 / information + Math.max(0, labelled) / information ** 2);
}

/** χ² of the current counts against the mixture, its expected cells themselves uncertain; cells below 5 rows are joined. */
function fitOf(
  rate: number,
  current: Float64Array,
  n: number,
  f1: Float64Array,
  f0: Float64Array,
  sizes: Sizes,
): number | null {
  let statistic = 0;
  let cells = 0;
  let cell = { seen: 0, positive: 0, negative: 0 };
  for (let k = 0; k < current.length; k++) {
    cell = {
      seen: cell.seen + current[k]!,
      positive: cell.positive + f1[k]!,
      negative: cell.negative + f0[k]!,
    };
    const expected = n * (rate * cell.positive + (1 - rate) * cell.negative);
    if (expected < 5) continue;
    const ofPositive = (rate ** 2 * cell.positive * (1 - cell.positive)) / sizes.positive;
    const ofNegative = ((1 - rate) ** 2 * cell.negative * (1 - cell.negative)) / sizes.negative;
    statistic += (cell.seen - expected) ** 2 / (expected + n ** 2 * (ofPositive + ofNegative));
    cells++;
    cell = { seen: 0, positive: 0, negative: 0 };
  }
  return cells < 3 ? null : chiSquareSurvival(statistic, cells - 2).probability;
}
