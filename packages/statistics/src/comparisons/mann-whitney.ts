import { defineStatistic } from "../definition/define-statistic.js";
import { countPairs, varianceOfWins, type PairCounts } from "../distances/pair-counts.js";
import { normalSurvival } from "../special/survival.js";
import { twoSided } from "../special/tail.js";
import { countCells, liesInOneBucket, undetermined } from "./comparison-results.js";

export const mannWhitney = defineStatistic({
  id: "mann-whitney",
  revision: 1,
  name: "Mann–Whitney test",
  question: "Does a current value tend to be larger than a reference value?",
  definition:
    "P(current > reference) + ½·P(same bucket), from midranks of buckets; two-sided p from the normal limit with tie correction, with half a rank taken off if continuity = 1.",
  reference:
    "Mann & Whitney (1947), doi:10.1214/aoms/1177730491; ties: Lehmann, Nonparametrics (1975), §1.4; the value is also the AUC, or common-language effect size",
  inputs: { kinds: ["numeric"], leastCount: 1, layouts: "aligned" },
  parameters: [
    {
      name: "continuity",
      unit: "0 or 1",
      default: 0,
      minInclusive: 0,
      maxInclusive: 1,
      reason:
        "with buckets the ranks are too coarse for the correction to help; 1 is for comparison with tools that apply it",
    },
  ],
  output: {
    unit: "probability",
    rangeInclusive: [0, 1],
    noChange: 0.5,
    direction: "further-from-no-change-is-more-change",
    effect: "the probability itself",
  },
  evidence: "p-value",
  resolution: "Pairs that share a bucket could be ordered either way: low counts none of them, high all.",
  validity: [
    "Independent rows; the normal limit wants some 8 values on each side.",
    "Sees shifts, not changes of spread.",
  ],
  degenerate: [
    { when: "the reference is empty", reason: "empty-reference" },
    { when: "the current window is empty", reason: "empty-current" },
    { when: "the distributions are categorical", reason: "not-numeric" },
    { when: "all values lie in one bucket", reason: "one-cell" },
  ],
  properties: ["size-free", "scale-free", "unused-cells-ignored"],
  oracle: { tool: "scipy 1.18.1", fixture: "comparisons/fixtures/cases.json", relativeTolerance: 1e-9 },
  cost: "O(cells)",
  compute(input, parameters) {
    if (liesInOneBucket(input)) return undetermined(input, "one-cell");
    const counted: PairCounts = { wins: 0, draws: 0, tieSum: 0 };
    countPairs(input.reference.counts, input.current.counts, 0, counted);
    const { wins, draws } = counted;
    const pairs = input.current.count * input.reference.count;
    const value = (wins + draws / 2) / pairs;
    const deviation = Math.sqrt(varianceOfWins(counted, input.current.count, input.reference.count));
    const distance = Math.abs(wins + draws / 2 - pairs / 2) - (parameters["continuity"] === 1 ? 0.5 : 0);
    const tail = twoSided(normalSurvival(distance / deviation));
    return {
      kind: "value",
      value,
      low: wins / pairs,
      high: (wins + draws) / pairs,
      // the mean distance from ½ without change, as a distance
      noiseFloor: 0.5 + (Math.sqrt(2 / Math.PI) * deviation) / pairs,
      pValue: tail.probability,
      log10PValue: tail.logProbability / Math.LN10,
      effect: value,
      ...countCells(input),
    };
  },
});
