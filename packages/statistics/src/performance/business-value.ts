import { requireArgument } from "../definition/require-argument.js";
import type { Confusion } from "./confusion.js";

/** What one row of each kind is worth, in any unit; costs are negative. */
export type OutcomeValues = Confusion;

export interface BusinessValue {
  /** Σ rows × worth. */
  readonly total: number;
  /**
   * Mean worth of a positive decision plus mean worth of a negative one (a kind of decision that was never made adds 0): nannyml's
   * "per prediction". Divide `total` by the rows for the mean worth of a row.
   */
  readonly perDecision: number;
}

/**
 * What decisions were worth, or are expected to have been where the confusion counts are estimated.
 * @throws ModelwatchError `invalid-argument` for a count below 0 or a worth that is not finite.
 */
export function estimateBusinessValue(confusion: Confusion, values: OutcomeValues): BusinessValue {
  for (const kind of ["truePositive", "falsePositive", "falseNegative", "trueNegative"] as const) {
    requireArgument(confusion[kind] >= 0, `confusion.${kind} is ${confusion[kind]}`, "a number ≥ 0");
    requireArgument(Number.isFinite(values[kind]), `values.${kind} is ${values[kind]}`, "a finite number");
  }
  const positive =
    confusion.truePositive * values.truePositive + confusion.falsePositive * values.falsePositive;
  const negative =
    confusion.trueNegative * values.trueNegative + confusion.falseNegative * values.falseNegative;
  return {
    total: positive + negative,
    perDecision:
      share(positive, confusion.truePositive + confusion.falsePositive) +
      share(negative, confusion.trueNegative + confusion.falseNegative),
  };
}

function share(worth: number, rows: number): number {
  return rows > 0 ? worth / rows : 0;
}
