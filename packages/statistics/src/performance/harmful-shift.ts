import { meanConfidenceSequence } from "../evidence/mean-confidence-sequence.js";
import { normalQuantile } from "../special/quantiles.js";

export interface HarmfulShiftOptions {
  /** Loss of the reference and its standard error, design effect included. */
  readonly reference: { readonly loss: number; readonly standardError: number };
  /** Mean loss of each closed window since the anchor, in order: windows are the units of chance. */
  readonly windowLosses: Float64Array;
  /** Probability of ever calling a harmless shift harmful, over all windows together. */
  readonly alpha: number;
  /** Loss increase that does not matter. */
  readonly tolerance: number;
}

export interface HarmfulShift {
  /** Mean loss of the windows so far, and its running interval; ∓∞ before there is enough. */
  readonly estimate: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Upper bound of the reference loss + tolerance. */
  readonly limit: number;
}

/**
 * Has the loss risen by more than does not matter? Yes once the running lower bound of the current loss exceeds the reference's
 * upper bound + tolerance. Half of alpha is spent on the reference, once; the other half on the running lower bound (one side
 * of a two-sided sequence), however often it is read. The mean is over all windows since the anchor: a late rise after a long
 * good time is seen later. Asymptotic in the number of windows, which must not depend on each other strongly.
 *
 * Reference: Podkopaev and Ramdas, Tracking the risk of a deployed model (ICLR 2022), arXiv:2110.06177.
 */
export function trackHarmfulShift(options: HarmfulShiftOptions): HarmfulShift {
  const { reference, windowLosses, alpha, tolerance } = options;
  const sequence = meanConfidenceSequence({
    counts: new Float64Array(windowLosses.length).fill(1),
    sums: windowLosses,
    alpha,
    unit: "window",
  });
  const limit = reference.loss + normalQuantile(1 - alpha / 2) * reference.standardError + tolerance;
  return { ...sequence, limit };
}
