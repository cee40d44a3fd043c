/** Why a number cannot be given. Expected states of data, each with one meaning; never an error, never a stand-in number. */
export type UndeterminedReason =
  /** The reference holds no values. */
  | "empty-reference"
  /** The current window holds no values. */
  | "empty-current"
  /** The distribution holds no values. */
  | "empty"
  /** Fewer values or windows than the method needs. */
  | "too-few"
  /** A numeric distribution meets a categorical one. */
  | "kind-mismatch"
  /** The two numeric layouts share no bound. */
  | "no-common-bounds"
  /** The method needs numbers, the distribution holds categories. */
  | "not-numeric"
  /** All values of both sides lie in one cell: buckets cannot tell them apart. */
  | "one-cell"
  /** A cell is empty on one side and the stated rule adds nothing to it. */
  | "empty-cell"
  /** The method needs exactly two cells. */
  | "not-two-cells"
  /** Values lie in an open tail whose extent is unknown, or so far out that no double holds the answer. */
  | "open-tail"
  /** The exact sum or sum of squares is not stored. */
  | "moments-missing"
  /** No spread: every value is the same. */
  | "constant";

/** "Don't know", with the reason and what was there. */
export interface Undetermined {
  readonly kind: "undetermined";
  readonly reason: UndeterminedReason;
  /** Values on each side (or of the one distribution as `current`). */
  readonly counts: { readonly reference?: number; readonly current: number };
}
