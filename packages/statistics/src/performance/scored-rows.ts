import { requireArgument } from "../definition/require-argument.js";

/*
 * Measures of raw rows, a score in [0, 1] and a truth (0 or 1) each: what the same measures of buckets enclose. For rows at hand (a
 * test set); production has buckets.
 */

/** Mean of (score − truth)². @throws ModelwatchError `invalid-argument` for no rows, unequal lengths or values out of range. */
export function brierOfRows(scores: ArrayLike<number>, truths: ArrayLike<number>): number {
  return meanOfRows(scores, truths, (score, truth) => (score - truth) ** 2);
}

/** Mean of −ln(score given to the truth); +∞ where a row was given 0. Unclipped. @throws as {@link brierOfRows}. */
export function logLossOfRows(scores: ArrayLike<number>, truths: ArrayLike<number>): number {
  return meanOfRows(scores, truths, (score, truth) => (truth === 1 ? -Math.log(score) : -Math.log1p(-score)));
}

/**
 * Expected calibration error over `bins` bins of equal width, [i/bins, (i + 1)/bins), the last closed: Σ n_b/n · |outcome rate − mean score|.
 * Naeini, Cooper, Hauskrecht (AAAI 2015).
 * @throws ModelwatchError `invalid-argument` as {@link brierOfRows}, or for bins that are no whole number ≥ 1.
 */
export function calibrationErrorOfRows(
  scores: ArrayLike<number>,
  truths: ArrayLike<number>,
  bins: number,
): number {
  check(scores, truths);
  requireArgument(Number.isInteger(bins) && bins >= 1, `bins is ${bins}`, "a whole number ≥ 1");
  const excess = new Float64Array(bins);
  for (let row = 0; row < scores.length; row++) {
    const bin = binOf(scores[row]!, bins);
    excess[bin] = excess[bin]! + (truths[row]! - scores[row]!);
  }
  return excess.reduce((sum, each) => sum + Math.abs(each), 0) / scores.length;
}

/** The product may round across a bin's edge; the edge itself decides. */
function binOf(score: number, bins: number): number {
  const bin = Math.min(bins - 1, Math.floor(score * bins));
  if (bin + 1 < bins && score >= (bin + 1) / bins) return bin + 1;
  return score < bin / bins ? bin - 1 : bin;
}

function meanOfRows(
  scores: ArrayLike<number>,
  truths: ArrayLike<number>,
  cost: (score: number, truth: number) => number,
): number {
  check(scores, truths);
  let sum = 0;
  for (let row = 0; row < scores.length; row++) sum += cost(scores[row]!, truths[row]!);
  return sum / scores.length;
}

function check(scores: ArrayLike<number>, truths: ArrayLike<number>): void {
  requireArgument(
    scores.length > 0 && scores.length === truths.length,
    `there are ${scores.length} scores and ${truths.length} truths`,
    "equally many, at least one",
  );
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row]!;
    const truth = truths[row]!;
    requireArgument(score >= 0 && score <= 1, `scores[${row}] is ${score}`, "numbers in [0, 1]");
    requireArgument(truth === 0 || truth === 1, `truths[${row}] is ${truth}`, "0 or 1");
  }
}
