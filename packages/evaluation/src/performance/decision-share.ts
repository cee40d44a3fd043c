import { shareIntervalOf, type GroupTotals } from "@modelwatch/statistics";
import type { DecisionSeries } from "../read/decision-outcomes.js";
import { shareEffectOf } from "./cohort.js";
import type { Measured } from "./measures.js";

type Cell = Pick<DecisionSeries, "truth" | "decision">;

/** A share of the cells of a confusion matrix. */
export interface DecisionShare {
  readonly isTrial: (cell: Cell) => boolean;
  /** Of the trials, what counts as right. */
  readonly isSuccess: (cell: Cell) => boolean;
  /** Of the trials, what may be right or wrong. */
  readonly isUnknown: (cell: Cell) => boolean;
}

/** The base windows [firstBase, endBase) that are measured. */
export interface MeasuredWindow {
  readonly firstBase: number;
  readonly endBase: number;
  readonly alpha: number;
}

/** A share with its interval, in which rows of a base window may resemble each other. Null without a trial. */
export function measureDecisions(
  outcomes: readonly DecisionSeries[],
  share: DecisionShare,
  { firstBase, endBase, alpha }: MeasuredWindow,
): Measured | null {
  const cells = outcomes.filter(share.isTrial);
  const right = cells.filter(share.isSuccess);
  const groups: GroupTotals[] = [];
  for (let w = firstBase; w < endBase; w++) groups.push({ count: rowsIn(cells, w), sum: rowsIn(right, w) });
  const trials = groups.reduce((total, { count }) => total + count, 0);
  if (trials === 0) return null;
  const successes = groups.reduce((total, { sum }) => total + sum, 0);
  let unknown = 0;
  for (const cell of cells.filter(share.isUnknown))
    for (let w = firstBase; w < endBase; w++) unknown += cell.rows[w]!;
  const value = successes / trials;
  const designEffect = shareEffectOf(groups);
  return {
    value,
    resolution: unknown > 0 ? { low: value, high: (successes + unknown) / trials } : null,
    sampling: shareIntervalOf({ value, successes, trials }, { alpha, designEffect }),
    designEffect,
    method: "Wilson, design effect of days",
    details: { successes, trials },
  };
}

function rowsIn(cells: readonly DecisionSeries[], window: number): number {
  return cells.reduce((total, { rows }) => total + rows[window]!, 0);
}
