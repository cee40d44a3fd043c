import type { ComparisonInput, StatisticParameter } from "../definition/statistic-definition.js";

/** The rule for cells that are empty on one side, where a logarithm would be infinite. */
export const PSEUDO_COUNT: StatisticParameter = {
  name: "pseudoCount",
  unit: "count",
  default: 0.5,
  minInclusive: 0,
  maxInclusive: 10,
  reason:
    "½ added to each cell that either side uses (Jeffreys' prior): its size follows the sample, unlike a fixed share such as 1e−4",
};

export function hasOneSidedCell({ reference, current }: ComparisonInput): boolean {
  for (let k = 0; k < reference.counts.length; k++) {
    if ((reference.counts[k] === 0) !== (current.counts[k] === 0)) return true;
  }
  return false;
}
