import { defineStatistic } from "../definition/define-statistic.js";
import { liesInOneBucket, undetermined } from "./comparison-results.js";
import { BASE, measureJensenShannon } from "./jensen-shannon.js";

export const jsDivergence = defineStatistic({
  id: "js-divergence",
  revision: 1,
  name: "Jensen–Shannon divergence",
  question: "How much does a value tell about the side that it comes from, from 0 (nothing) to 1 bit?",
  definition:
    "½ Σ p log(p/m) + ½ Σ q log(q/m) with m = (p + q)/2; base 2, so that it ends at 1. The square of js-distance: not the same number. Empty cells need no rule.",
  reference:
    "Lin (1991), doi:10.1109/18.61115; also information radius, or mutual information of cell and side at equal sizes",
  inputs: { kinds: ["numeric", "categorical"], leastCount: 1, layouts: "aligned" },
  parameters: [BASE],
  output: { unit: "bit", rangeInclusive: [0, 1], noChange: 0, direction: "larger-is-more-change" },
  evidence: "none",
  resolution:
    "A lower bound of the value on unbucketed data (data-processing inequality); no upper bound below 1 exists.",
  validity: [
    "Its noise floor is the second-order one, (cells − 1)(1/n + 1/n0)/(8 ln base): too large where cells expect fewer than 5.",
  ],
  degenerate: [
    { when: "the reference is empty", reason: "empty-reference" },
    { when: "the current window is empty", reason: "empty-current" },
    { when: "all values lie in one bucket", reason: "one-cell" },
  ],
  properties: ["symmetric", "size-free", "unused-cells-ignored", "falls-when-cells-join", "order-free"],
  oracle: { tool: "scipy 1.18.1", fixture: "comparisons/fixtures/cases.json", relativeTolerance: 1e-9 },
  cost: "O(cells)",
  compute(input, parameters) {
    if (liesInOneBucket(input)) return undetermined(input, "one-cell");
    const { divergence, greatest, noiseFloor, counted } = measureJensenShannon(input, parameters);
    return {
      kind: "value",
      value: divergence,
      low: divergence,
      high: greatest,
      noiseFloor,
      ...counted,
    };
  },
});
