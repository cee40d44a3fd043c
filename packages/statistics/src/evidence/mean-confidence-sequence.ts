import { ModelwatchError } from "@modelwatch/conventions";

export interface MeanConfidenceSequenceOptions {
  /** n, Σx and Σx² of each window, in order. Σx² is needed for unit "row" only. */
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  readonly sumsOfSquares?: Float64Array;
  /** Miss probability over all windows together, in (0, 1). */
  readonly alpha: number;
  /** Where the variance comes from: window sums (rows inside a window may depend on each other) or independent rows. */
  readonly unit: "window" | "row";
  /** Number of units at which the interval is tightest. Default: 30 windows, or 10,000 rows. */
  readonly optimalAt?: number;
}

export interface ConfidenceSequence {
  /** One entry per window; NaN-free: before the first window with enough data low is −∞ and high +∞. */
  readonly estimate: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Running interval for the mean that holds at all windows at once (asymptotic). */
export function meanConfidenceSequence(_options: MeanConfidenceSequenceOptions): ConfidenceSequence {
  throw new ModelwatchError("unsupported", "meanConfidenceSequence is being written");
}
