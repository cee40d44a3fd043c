import { binomialExpectation } from "./binomial-expectation.js";
import type { EmptyCellRule } from "../distances/empty-cell-rule.js";

/** What one side shows of a cell, on average, if nothing changed. */
export interface CellExpectation {
  readonly mean: number;
  readonly log: number;
  readonly entropy: number;
}

/**
 * E q, E ln q and E q ln q of a cell's share q under the rule for empty cells, for a side of `count` values of which a share `share`
 * belongs to the cell; `cells` are used. The logarithm of 0 counts as 0: without a rule such comparisons are undetermined.
 */
export function expectCell(
  count: number,
  share: number,
  cells: number,
  { pseudoCount, shareFloor }: EmptyCellRule,
): CellExpectation {
  const total = count + pseudoCount * cells;
  const toShare = (x: number): number => Math.max(shareFloor, (x + pseudoCount) / total);
  return {
    mean: binomialExpectation(count, share, toShare),
    log: binomialExpectation(count, share, (x) => Math.log(toShare(x))),
    entropy: binomialExpectation(count, share, (x) => toShare(x) * Math.log(toShare(x))),
  };
}
