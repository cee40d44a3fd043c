import { defineStatistic } from "../definition/define-statistic.js";
import { klOf } from "../distances/divergences.js";
import { isOff } from "../distances/empty-cell-rule.js";
import { createReferenceProfile } from "../distances/reference-profile.js";
import { countCells, liesInOneBucket, undetermined } from "./comparison-results.js";
import { describeEmptyCellRule, EMPTY_CELL_PARAMETERS, toEmptyCellRule } from "./empty-cells.js";
import { expectDivergences } from "./expected-divergences.js";

export const kl = defineStatistic({
  id: "kl",
  revision: 2,
  name: "Kullback–Leibler divergence",
  question: "How badly do the reference's shares describe the current ones?",
  definition:
    "Σ q ln(q/p) over the cells, natural logarithm; p and q are the reference's and the current shares after adding pseudoCount to every cell that either side uses, or raising shares to shareFloor.",
  reference: "Kullback & Leibler (1951), doi:10.1214/aoms/1177729694; also relative entropy",
  inputs: { kinds: ["numeric", "categorical"], leastCount: 1, layouts: "aligned" },
  parameters: EMPTY_CELL_PARAMETERS,
  output: { unit: "nat", rangeInclusive: [0, Infinity], noChange: 0, direction: "larger-is-more-change" },
  evidence: "none",
  resolution:
    "A lower bound of the value on unbucketed data (data-processing inequality); no upper bound exists.",
  validity: [
    "Grows like (cells − 1)(1/n + 1/n0)/2 without any change: read it against its noise floor, never against a fixed cut-off.",
  ],
  degenerate: [
    { when: "the reference is empty", reason: "empty-reference" },
    { when: "the current window is empty", reason: "empty-current" },
    { when: "all values lie in one bucket", reason: "one-cell" },
    { when: "there is no rule and a cell is empty on one side", reason: "empty-cell" },
  ],
  properties: ["unused-cells-ignored", "order-free"],
  oracle: {
    tool: "scipy 1.17.1",
    fixture: "comparisons/fixtures/scipy-comparisons.json",
    relativeTolerance: 1e-9,
  },
  cost: "O(cells)",
  compute(input, parameters) {
    if (liesInOneBucket(input)) return undetermined(input, "one-cell");
    const rule = toEmptyCellRule(parameters);
    const counted = countCells(input);
    if (counted.oneSidedCells > 0 && isOff(rule)) return undetermined(input, "empty-cell");
    const { counts, count } = input.current;
    const profile = createReferenceProfile(input.reference);
    const value = klOf(profile, counts, 0, count, rule);
    return {
      kind: "value",
      value,
      low: value,
      ...(isOff(rule) ? {} : { noiseFloor: expectDivergences(profile, rule)(count).kl }),
      ...counted,
      emptyCellRule: describeEmptyCellRule(rule),
    };
  },
});
