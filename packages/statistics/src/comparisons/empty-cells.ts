import { requireArgument } from "../definition/require-argument.js";
import type { ParameterValues, StatisticParameter } from "../definition/statistic-definition.js";
import type { EmptyCellRule } from "../distances/empty-cell-rule.js";

/** The rule for cells that are empty on one side, where a logarithm would be infinite. */
export const EMPTY_CELL_PARAMETERS: readonly StatisticParameter[] = [
  {
    name: "pseudoCount",
    unit: "count",
    default: 0.5,
    minInclusive: 0,
    maxInclusive: 10,
    reason:
      "½ added to each cell that either side uses (Jeffreys' prior): its size follows the sample, unlike a fixed share such as 1e−4",
  },
  {
    name: "shareFloor",
    unit: "share",
    default: 0,
    minInclusive: 0,
    maxInclusive: 0.1,
    reason:
      "0: off. Above 0, with pseudoCount 0, shares below it are raised to it without renormalising, to compare with tools that do so",
  },
];

/** @throws ModelwatchError `invalid-argument` where both rules are asked for at once. */
export function toEmptyCellRule(parameters: ParameterValues): EmptyCellRule {
  const { pseudoCount = 0.5, shareFloor = 0 } = parameters;
  requireArgument(
    pseudoCount === 0 || shareFloor === 0,
    `pseudoCount is ${pseudoCount} and shareFloor is ${shareFloor}`,
    "one rule for empty cells: pseudoCount 0 with a shareFloor, or a pseudoCount with shareFloor 0",
  );
  return { pseudoCount, shareFloor };
}

/** The rule in words, for a result. */
export function describeEmptyCellRule({ pseudoCount, shareFloor }: EmptyCellRule): string {
  if (shareFloor > 0) return `shares below ${shareFloor} raised to it`;
  return pseudoCount > 0
    ? `${pseudoCount} added to each used cell`
    : "none: no cell may be empty on one side";
}
