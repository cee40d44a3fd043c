import { defineStatistic } from "../definition/define-statistic.js";
import { liesInOneBucket, undetermined } from "./comparison-results.js";
import { BASE, measureJensenShannon } from "./jensen-shannon.js";

export const jsDistance = defineStatistic({
  id: "js-distance",
  revision: 1,
  name: "Jensen–Shannon distance",
  question: "How far apart are the two distributions, from 0 (the same) to 1 (nothing in common)?",
  definition:
    "√(½ Σ p log(p/m) + ½ Σ q log(q/m)) with m = (p + q)/2; base 2, so that it ends at 1. The root of js-divergence, and a metric. Empty cells need no rule.",
  reference:
    "Lin (1991), doi:10.1109/18.61115; the root is a metric: Endres & Schindelin (2003), doi:10.1109/TIT.2003.813506",
  inputs: { kinds: ["numeric", "categorical"], leastCount: 1, layouts: "aligned" },
  parameters: [BASE],
  output: { unit: "1", rangeInclusive: [0, 1], noChange: 0, direction: "larger-is-more-change" },
  evidence: "none",
  resolution:
    "A lower bound of the value on unbucketed data (data-processing inequality); no upper bound below 1 exists.",
  validity: [
    "Its noise floor is the second-order one, √((cells − 1)(1/n + 1/n0)/(8 ln base)): too large where cells expect fewer than 5.",
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
    const value = Math.sqrt(divergence);
    return {
      kind: "value",
      value,
      low: value,
      high: Math.sqrt(greatest),
      noiseFloor: Math.sqrt(noiseFloor),
      ...counted,
    };
  },
});
