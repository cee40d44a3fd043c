import { requireArgument } from "../definition/require-argument.js";
import type { NumericDistribution } from "../distribution/distribution.js";
import { alignDistributions } from "../distribution/align.js";
import type { Undetermined } from "../distribution/undetermined.js";

export interface TailMass {
  readonly kind: "value";
  readonly side: "low" | "high";
  /** The bound beyond which the tail lies: values ≤ bound (low) or > bound (high). */
  readonly bound: number;
  /** Rows in the tail, and all rows. */
  readonly current: { readonly count: number; readonly rows: number };
  readonly reference: { readonly count: number; readonly rows: number };
}

/**
 * Rows beyond the reference's quantile `probability` (low side) or 1 − probability (high side), counted exactly: the tail begins
 * at the first bucket bound at least that far out. Undetermined: `empty-reference`, `empty-current`, `no-common-bounds`; `open-tail`
 * where the reference's outermost bucket alone holds more.
 * @throws ModelwatchError `invalid-argument` unless 0 < probability < ½.
 */
export function tailMass(
  reference: NumericDistribution,
  current: NumericDistribution,
  side: "low" | "high",
  probability: number,
): TailMass | Undetermined {
  requireArgument(
    probability > 0 && probability < 0.5,
    `probability is ${probability}`,
    "a probability in (0, ½)",
  );
  const sizes = { reference: reference.count, current: current.count };
  if (reference.count === 0) return { kind: "undetermined", reason: "empty-reference", counts: sizes };
  if (current.count === 0) return { kind: "undetermined", reason: "empty-current", counts: sizes };
  const aligned = alignDistributions(reference, current);
  if (aligned.kind === "undetermined") return { ...aligned, counts: sizes };
  const { a, b } = aligned;
  if (a.kind !== "numeric" || b.kind !== "numeric")
    return { kind: "undetermined", reason: "not-numeric", counts: sizes };
  const cells = tailCells(a, side, probability * a.count);
  if (cells === 0) return { kind: "undetermined", reason: "open-tail", counts: sizes };
  return {
    kind: "value",
    side,
    bound: side === "low" ? a.bounds[cells - 1]! : a.bounds[a.bounds.length - cells]!,
    current: { count: sumOuter(b, side, cells), rows: b.count },
    reference: { count: sumOuter(a, side, cells), rows: a.count },
  };
}

/** How many outer buckets hold no more than `most` reference rows. */
function tailCells(reference: NumericDistribution, side: "low" | "high", most: number): number {
  let cells = 0;
  while (cells < reference.bounds.length && sumOuter(reference, side, cells + 1) <= most) cells++;
  return cells;
}

function sumOuter({ counts }: NumericDistribution, side: "low" | "high", cells: number): number {
  let sum = 0;
  for (let i = 0; i < cells; i++) sum += side === "low" ? counts[i]! : counts[counts.length - 1 - i]!;
  return sum;
}
