import { defineStatistic } from "../definition/define-statistic.js";
import { totalVariationOf } from "../distances/divergences.js";
import { createReferenceProfile } from "../distances/reference-profile.js";
import {
  countCells,
  expectedShareDifference,
  liesInOneBucket,
  samplingNoise,
  undetermined,
} from "./comparison-results.js";

export const totalVariation = defineStatistic({
  id: "total-variation",
  revision: 1,
  name: "Total variation distance",
  question: "Which share of the values has moved to other cells?",
  definition:
    "½ Σ |q − p| over the cells: the smallest share of values that must change cell. Empty cells need no rule.",
  reference: "Levin & Peres, Markov Chains and Mixing Times (2017), §4.1",
  inputs: { kinds: ["numeric", "categorical"], leastCount: 1, layouts: "aligned" },
  parameters: [],
  output: { unit: "1", rangeInclusive: [0, 1], noChange: 0, direction: "larger-is-more-change" },
  evidence: "none",
  resolution:
    "A lower bound of the value on unbucketed data (data-processing inequality); no upper bound below 1 exists.",
  validity: [
    "The noise floor ½ Σ √(2p(1 − p)(1/n + 1/n0)/π) is the normal limit: too large where cells expect fewer than 5.",
  ],
  degenerate: [
    { when: "the reference is empty", reason: "empty-reference" },
    { when: "the current window is empty", reason: "empty-current" },
    { when: "all values lie in one bucket", reason: "one-cell" },
  ],
  properties: ["symmetric", "size-free", "unused-cells-ignored", "falls-when-cells-join", "order-free"],
  oracle: {
    tool: "numpy 2.4.6",
    fixture: "comparisons/fixtures/scipy-comparisons.json",
    relativeTolerance: 1e-9,
  },
  cost: "O(cells)",
  compute(input) {
    if (liesInOneBucket(input)) return undetermined(input, "one-cell");
    const profile = createReferenceProfile(input.reference);
    const value = totalVariationOf(profile, input.current.counts, 0, input.current.count);
    const noise = samplingNoise(input);
    const twice = profile.shares.reduce((sum, share) => sum + expectedShareDifference(share, noise), 0);
    return {
      kind: "value",
      value,
      low: value,
      high: 1,
      noiseFloor: Math.min(1, twice / 2),
      ...countCells(input),
    };
  },
});
