/** What stands in for a share of 0 where its logarithm is needed. At most one of the two is above 0. */
export interface EmptyCellRule {
  /** Added to every cell that either side uses, on both sides. */
  readonly pseudoCount: number;
  /** Smaller shares are raised to it, without renormalising. */
  readonly shareFloor: number;
}

/** ½ in every used cell. */
export const HALF_A_COUNT: EmptyCellRule = { pseudoCount: 0.5, shareFloor: 0 };

/** Whether nothing stands in for a share of 0. */
export function isOff({ pseudoCount, shareFloor }: EmptyCellRule): boolean {
  return pseudoCount === 0 && shareFloor === 0;
}
