import { ModelwatchError } from "@modelwatch/conventions";

export interface TwoArmOptions {
  readonly windows: number;
  /** Blocks per window: a stratum compares with itself only. 1: no strata. */
  readonly strata: number;
  readonly cells: number;
  /** Counts of each arm, windows × strata × cells, row-major. Entities counted once per window. */
  readonly armA: Float64Array;
  readonly armB: Float64Array;
}

/** ln E after each window that the arms have different distributions; alarm at −ln α. */
export function twoArmEvidence(_options: TwoArmOptions): { readonly logEvidence: Float64Array } {
  throw new ModelwatchError("unsupported", "twoArmEvidence is being written");
}
