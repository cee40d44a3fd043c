import { normalQuantile } from "../special/quantiles.js";

/** How each cell of a numeric layout scores, from the reference's shares: see numericScores. */
export interface CellScores {
  /** E[Z | cell] and E[Z² | cell]. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** The smallest step of the first score that one row can make away from the most frequent cell. */
  readonly step: number;
}

/**
 * Normal scores (van der Waerden): each cell stands for its part of a standard normal Z that is cut at the reference's cumulative shares.
 * A window's mean score is then its location in standard deviations of the reference's rows, whatever the feature's unit
 * and however heavy its tails. Half a row is added to each cell, so that a cell the reference never filled still scores.
 */
export function numericScores(counts: Float64Array): CellScores {
  const shares = smoothedShares(counts);
  const cuts = normalCuts(shares);
  const first = new Float64Array(shares.length);
  const second = new Float64Array(shares.length);
  shares.forEach((share, cell) => {
    const [low, high] = [cuts[cell]!, cuts[cell + 1]!];
    first[cell] = (density(low) - density(high)) / share;
    second[cell] = 1 + (momentAt(low) - momentAt(high)) / share;
  });
  return { first, second, step: smallestStep(shares, first) };
}

/** Φ⁻¹ of the cumulative shares, from −∞ to ∞, each from the side on which less lies. */
function normalCuts(shares: Float64Array): Float64Array {
  const cuts = new Float64Array(shares.length + 1);
  let below = 0;
  shares.forEach((share, cell) => {
    cuts[cell] = normalQuantile(Math.min(0.5, below));
    below += share;
  });
  let above = 0;
  for (let cell = shares.length; cell >= 0 && above < 0.5; cell--) {
    cuts[cell] = -normalQuantile(above);
    above += shares[cell - 1] ?? 0;
  }
  return cuts;
}

export function smoothedShares(counts: Float64Array): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (count + 0.5) / (total + counts.length / 2));
}

function smallestStep(shares: Float64Array, scores: Float64Array): number {
  const mode = shares.indexOf(Math.max(...shares));
  let step = Infinity;
  scores.forEach((score, cell) => {
    if (cell !== mode) step = Math.min(step, Math.abs(score - scores[mode]!));
  });
  return Number.isFinite(step) ? step : 0;
}

function density(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

function momentAt(z: number): number {
  return Number.isFinite(z) ? z * density(z) : 0;
}
