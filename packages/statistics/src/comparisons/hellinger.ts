import { defineStatistic } from "../definition/define-statistic.js";
import { hellingerOf } from "../distances/divergences.js";
import { HALF_A_COUNT } from "../distances/empty-cell-rule.js";
import { createReferenceProfile } from "../distances/reference-profile.js";
import { countCells, liesInOneBucket, undetermined } from "./comparison-results.js";
import { expectDivergences } from "./expected-divergences.js";

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
    const profile = createReferenceProfile(input.reference);
    const value = hellingerOf(profile, counts, 0, count);
    return {
      kind: "value",
      value,
      low: value,
      high: 1,
      noiseFloor: expectDivergences(profile, HALF_A_COUNT)(count).hellinger,
      ...countCells(input),
    };
  },
});
