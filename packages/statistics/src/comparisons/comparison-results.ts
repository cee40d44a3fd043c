import type { ComparisonInput } from "../definition/statistic-definition.js";
import type { Undetermined, UndeterminedReason } from "../distribution/undetermined.js";

/** "Don't know" about a comparison. */
export function undetermined(
  { reference, current }: ComparisonInput,
  reason: UndeterminedReason,
): Undetermined {
  return { kind: "undetermined", reason, counts: { reference: reference.count, current: current.count } };
}

/** Whether all values of two aligned numeric distributions lie in one bucket, so that buckets cannot tell them apart. */
export function liesInOneBucket({ reference, current }: ComparisonInput): boolean {
  return reference.kind === "numeric" && countCells({ reference, current }).cells < 2;
}

/** 1/n + 1/n0: the variance that a difference of two shares has, in units of p(1 − p). */
export function samplingNoise({ reference, current }: ComparisonInput): number {
  return 1 / current.count + 1 / reference.count;
}

/** E|difference of the two sides' shares| without change, for a cell or tail with this share (normal limit). */
export function expectedShareDifference(share: number, noise: number): number {
  return Math.sqrt((2 / Math.PI) * share * (1 - share) * noise);
}

/** How many cells a value rests on, and how many of them only one side uses. */
export function countCells({ reference, current }: ComparisonInput): {
  readonly cells: number;
  readonly oneSidedCells: number;
} {
  let cells = 0;
  let oneSidedCells = 0;
  for (let k = 0; k < reference.counts.length; k++) {
    const r = reference.counts[k]!;
    const s = current.counts[k]!;
    if (r > 0 || s > 0) cells++;
    if (r > 0 !== s > 0) oneSidedCells++;
  }
  return { cells, oneSidedCells };
}
