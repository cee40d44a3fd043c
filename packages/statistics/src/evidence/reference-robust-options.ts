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
