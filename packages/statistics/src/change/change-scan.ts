/** How well every possible date of one change explains a series of windows, beside no change at all. */
export interface ChangeScan {
  /**
   * ln of the likelihood ratio of "changed between windows c − 1 and c" against "never", with both sides' parameters fitted; entry 0
   * and the last are never possible. −∞ where a cut leaves too few windows on a side. As if rows were independent.
   */
  readonly logRatio: Float64Array;
  /** Parameters that differ between the sides. */
  readonly degrees: number;
  /** The cut that explains most; the first of equals. */
  readonly cut: number;
  /** How many times more windows vary around their own side than the scan assumed; divides logRatio. > 0. */
  readonly dispersion: number;
}

/** Filled windows that each side of a cut must have: one window that stands out is an outlier, not a change. */
export const LEAST_SIDE = 2;

/** The first cut with the greatest ratio; 0 where no cut is possible. */
export function bestCut(logRatio: Float64Array): number {
  let best = 0;
  for (let cut = 1; cut < logRatio.length; cut++) if (logRatio[cut]! > logRatio[best]!) best = cut;
  return best;
}
