import { defineStatistic } from "../definition/define-statistic.js";
import type { ComparisonInput } from "../definition/statistic-definition.js";
import { hellingerOf } from "../distances/divergences.js";
import { createReferenceProfile } from "../distances/reference-profile.js";
import { binomialExpectation } from "./binomial-expectation.js";
import { countCells, liesInOneBucket, undetermined } from "./comparison-results.js";

export const hellinger = defineStatistic({
  id: "hellinger",
  revision: 1,
  name: "Hellinger distance",
  question: "How far apart are the two distributions, from 0 (the same) to 1 (nothing in common)?",
  definition: "√(½ Σ (√q − √p)²) over the cells. Empty cells need no rule.",
  reference:
    "Hellinger (1909), doi:10.1515/crll.1909.136.210; 1 − its square is the Bhattacharyya coefficient",
  inputs: { kinds: ["numeric", "categorical"], leastCount: 1, layouts: "aligned" },
  parameters: [],
  output: { unit: "1", rangeInclusive: [0, 1], noChange: 0, direction: "larger-is-more-change" },
  evidence: "none",
  resolution:
    "A lower bound of the value on unbucketed data (data-processing inequality); no upper bound below 1 exists.",
  validity: [
    "The noise floor is √E[H²] without change, exact for these sample sizes and the reference's shares.",
  ],
  degenerate: [
    { when: "the reference is empty", reason: "empty-reference" },
    { when: "the current window is empty", reason: "empty-current" },
    { when: "all values lie in one bucket", reason: "one-cell" },
  ],
  properties: ["symmetric", "size-free", "unused-cells-ignored", "falls-when-cells-join", "order-free"],
  oracle: { tool: "numpy 2.5.5", fixture: "comparisons/fixtures/cases.json", relativeTolerance: 1e-9 },
  cost: "O(cells)",
  compute(input) {
    if (liesInOneBucket(input)) return undetermined(input, "one-cell");
    const { counts, count } = input.current;
    const value = hellingerOf(createReferenceProfile(input.reference), counts, 0, count);
    return {
      kind: "value",
      value,
      low: value,
      high: 1,
      noiseFloor: expectedHellinger(input),
      ...countCells(input),
    };
  },
});

/** √E[H²] = √(1 − Σ E√q·E√p) if both sides came from the reference's shares. */
function expectedHellinger({ reference, current }: ComparisonInput): number {
  let affinity = 0;
  for (let k = 0; k < reference.counts.length; k++) {
    const share = reference.counts[k]! / reference.count;
    if (share === 0) continue;
    affinity +=
      binomialExpectation(reference.count, share, (x) => Math.sqrt(x / reference.count)) *
      binomialExpectation(current.count, share, (x) => Math.sqrt(x / current.count));
  }
  return Math.sqrt(Math.max(0, 1 - affinity));
}
