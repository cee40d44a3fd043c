import { requireArgument } from "../definition/require-argument.js";

/** What the reference-robust evidence needs. Window 0 is the anchor: the first window of production after the reference. */
export interface ReferenceRobustOptions {
  /** Counts of the reference histogram, one per cell; constant. */
  readonly reference: Float64Array;
  /** Counts of the windows, windows × cells, row-major; closed, non-overlapping, in order. */
  readonly counts: Float64Array;
  readonly cells: number;
  /** Total false-alarm probability over all time, in (0, 1). */
  readonly alpha: number;
  /** The part of alpha spent on not knowing the reference exactly, in (0, alpha). */
  readonly delta: number;
  /** Drift that does not matter, as a Hellinger distance in [0, 1). 0: any drift counts. */
  readonly hellingerTolerance: number;
  /** Divisor φ ≥ 1 of all counts (see estimateOverdispersion). 1: rows are independent. */
  readonly overdispersion: number;
}

/** @throws ModelwatchError `invalid-argument` naming the option that breaks its contract. */
export function checkReferenceRobustOptions(options: ReferenceRobustOptions): void {
  const { reference, counts, cells, alpha, delta, hellingerTolerance, overdispersion } = options;
  requireArgument(Number.isInteger(cells) && cells > 0, `cells is ${cells}`, "a whole number ≥ 1");
  requireArgument(reference.length === cells, `reference has ${reference.length} cells`, `${cells} cells`);
  requireArgument(
    counts.length % cells === 0,
    `counts has ${counts.length} entries`,
    `a multiple of ${cells} cells`,
  );
  requireArgument(alpha > 0 && alpha < 1, `alpha is ${alpha}`, "a probability in (0, 1)");
  requireArgument(delta > 0 && delta < alpha, `delta is ${delta}`, `a probability in (0, alpha = ${alpha})`);
  requireArgument(
    hellingerTolerance >= 0 && hellingerTolerance < 1,
    `hellingerTolerance is ${hellingerTolerance}`,
    "a Hellinger distance in [0, 1)",
  );
  requireArgument(
    overdispersion >= 1 && Number.isFinite(overdispersion),
    `overdispersion is ${overdispersion}`,
    "a finite number ≥ 1",
  );
}
