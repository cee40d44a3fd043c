import { chiSquareUpperQuantile } from "../special/chi-square-quantile.js";

/**
 * The references that the histogram could have come from, enlarged by the tolerated drift: the null hypothesis as a set C,
 * of which evidence needs the largest likelihood. `logLikelihood` answers an upper bound of max over θ in C of Σ s ln θ, from the
 * Lagrangian dual: valid at any multiplier, exact at the best one, so an unfinished search costs power and never validity.
 */
export interface PlausibleReferences {
  /** `total` = Σ counts. `start`: index of a warm start, kept between calls that differ little. */
  readonly logLikelihood: (counts: Float64Array, total: number, start: number) => number;
}

/** c_δ: the log-likelihood ratio that a reference of K cells exceeds with probability δ (Wilks 1938), χ²_{K−1, 1−δ}/2. */
export function likelihoodRadius(cells: number, delta: number): number {
  return chiSquareUpperQuantile(delta, cells - 1) / 2;
}
