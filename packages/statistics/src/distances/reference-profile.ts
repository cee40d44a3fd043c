import type { Distribution } from "../distribution/distribution.js";

/** A reference, prepared once for many windows: what every distance needs of it, in cell order. The distribution is not empty. */
export interface ReferenceProfile {
  readonly cells: number;
  readonly count: number;
  readonly counts: Float64Array;
  readonly shares: Float64Array;
  readonly rootShares: Float64Array;
  /** ln(count); −∞ for an empty cell. */
  readonly logs: Float64Array;
  /** ln(count + ½). */
  readonly logsOfHalfMore: Float64Array;
  /** Share of values in this cell or an earlier one. */
  readonly cumulative: Float64Array;
  /** Cells that hold reference values. */
  readonly usedCells: number;
  /** Numeric only. */
  readonly bounds?: Float64Array;
  /** Where the exact sum is known. */
  readonly mean?: number;
}

export function createReferenceProfile(reference: Distribution): ReferenceProfile {
  const { counts, count } = reference;
  // as the kernels divide their rows, so that a row equal to the reference is at distance 0 exactly
  const scale = 1 / count;
  const shares = counts.map((each) => each * scale);
  let below = 0;
  return {
    cells: counts.length,
    count,
    counts,
    shares,
    rootShares: shares.map(Math.sqrt),
    logs: counts.map(Math.log),
    logsOfHalfMore: counts.map((each) => Math.log(each + 0.5)),
    cumulative: counts.map((each) => {
      below += each;
      return below * scale;
    }),
    usedCells: counts.reduce((used, each) => used + (each > 0 ? 1 : 0), 0),
    ...(reference.kind === "numeric" ? { bounds: reference.bounds } : {}),
    ...(reference.kind === "numeric" && reference.sum !== undefined ? { mean: reference.sum / count } : {}),
  };
}
