import { requireArgument } from "../definition/require-argument.js";
import type { Interval } from "../special/proportion-interval.js";
import { normalQuantile } from "../special/quantiles.js";

/** Rows of two groups by a yes/no outcome. Counts ≥ 0. */
export interface TwoByTwo {
  readonly treatedYes: number;
  readonly treatedNo: number;
  readonly controlYes: number;
  readonly controlNo: number;
}

export interface RatioEstimate {
  readonly value: number;
  /** Standard error of the natural logarithm of the ratio. */
  readonly logStandardError: number;
}

/**
 * Odds ratio ad/bc of one table with the standard error of its logarithm (Woolf). Null where a cell is empty: the ratio would
 * be 0 or ∞. Reference: Woolf (1955), doi:10.1111/j.1469-1809.1955.tb01348.x.
 */
export function oddsRatioOf(table: TwoByTwo): RatioEstimate | null {
  const { treatedYes: a, treatedNo: b, controlYes: c, controlNo: d } = table;
  if (Math.min(a, b, c, d) <= 0) return null;
  return { value: (a * d) / (b * c), logStandardError: Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d) };
}

/** Risk ratio of one table, treated ÷ control. Null where a group is empty or a group has no yes. Reference: Katz et al. (1978). */
export function riskRatioOf(table: TwoByTwo): RatioEstimate | null {
  const { treatedYes: a, controlYes: c } = table;
  const treated = a + table.treatedNo;
  const control = c + table.controlNo;
  if (a <= 0 || c <= 0) return null;
  return {
    value: a / treated / (c / control),
    logStandardError: Math.sqrt(1 / a - 1 / treated + 1 / c - 1 / control),
  };
}

/** Rows of the table. */
export function sizeOf(table: TwoByTwo): number {
  return table.treatedYes + table.treatedNo + table.controlYes + table.controlNo;
}

/** The ratio's interval, symmetric on the logarithmic scale. @throws ModelwatchError `invalid-argument` for alpha outside (0, 1). */
export function ratioIntervalOf({ value, logStandardError }: RatioEstimate, alpha: number): Interval {
  requireArgument(alpha > 0 && alpha < 1, `alpha is ${alpha}`, "a probability in (0, 1)");
  const factor = Math.exp(-normalQuantile(alpha / 2) * logStandardError);
  return { low: value / factor, high: value * factor };
}

/** @throws ModelwatchError `invalid-argument` for a count that is negative, NaN or ∞. */
export function checkTable(table: TwoByTwo): void {
  for (const [name, count] of Object.entries(table))
    requireArgument(count >= 0 && count < Infinity, `${name} is ${count}`, "finite counts ≥ 0");
}
