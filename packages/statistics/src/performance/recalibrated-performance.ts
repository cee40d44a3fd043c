import {
  estimatePerformance,
  type EstimatedPerformance,
  type ScoreMoments,
} from "./estimated-performance.js";
import type { Recalibration } from "./recalibration.js";

/**
 * Performance without labels, with the probabilities that a labelled cohort has shown for each score bucket in place of the
 * scores themselves: right where scores were never calibrated, as long as outcomes at the same score have not changed since.
 * `decisions` holds rows by score bucket for each decision, on the recalibration's bounds. Standard errors hold both the chance of
 * the unseen truths and that of the probabilities. The Brier score is null: it judges the scores themselves, not these probabilities.
 *
 * Reference: Białek et al., Estimating model performance under covariate shift without labels, arXiv:2401.08348 (§ PAPE).
 */
export function estimateRecalibrated(
  decisions: { readonly positive: Float64Array; readonly negative: Float64Array },
  recalibration: Recalibration,
): EstimatedPerformance {
  const estimated = estimatePerformance({
    positive: momentsOf(decisions.positive, recalibration),
    negative: momentsOf(decisions.negative, recalibration),
  });
  return { ...estimated, brier: null };
}

/** Σ1, Σp, and the Σp² at which Σp − Σp² is the variance of the number of positive truths. */
function momentsOf(counts: Float64Array, recalibration: Recalibration): ScoreMoments {
  const { probabilities, block, variance } = recalibration;
  const rowsOfBlock = new Float64Array(variance.length);
  let count = 0;
  let sum = 0;
  let chance = 0;
  for (let i = 0; i < counts.length; i++) {
    const rows = counts[i]!;
    const p = probabilities[i]!;
    count += rows;
    sum += rows * p;
    chance += rows * p * (1 - p);
    // a bucket without labelled rows is as uncertain as a coin of its own
    if (block[i]! >= 0) rowsOfBlock[block[i]!] = rowsOfBlock[block[i]!]! + rows;
    else chance += rows * p * (1 - p) * rows;
  }
  rowsOfBlock.forEach((rows, b) => (chance += rows ** 2 * variance[b]!));
  return { count, sum, sumOfSquares: sum - chance };
}
