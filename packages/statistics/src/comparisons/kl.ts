import { defineStatistic } from "../definition/define-statistic.js";
import { klOf, usedCells } from "../distances/divergences.js";
import { createReferenceProfile } from "../distances/reference-profile.js";
import { liesInOneBucket, samplingNoise, undetermined } from "./comparison-results.js";
import { hasOneSidedCell, PSEUDO_COUNT } from "./empty-cells.js";

export const kl = defineStatistic({
  id: "kl",
  revision: 1,
  name: "Kullback–Leibler divergence",
  question: "How badly do the reference's shares describe the current ones?",
  definition:
    "Σ q ln(q/p) over the cells, natural logarithm; p and q are the reference's and the current shares after adding pseudoCount to every cell that either side uses.",
  reference: "Kullback & Leibler (1951), doi:10.1214/aoms/1177729694; also relative entropy",
  inputs: { kinds: ["numeric", "categorical"], leastCount: 1, layouts: "aligned" },
  parameters: [PSEUDO_COUNT],
  output: { unit: "nat", rangeInclusive: [0, Infinity], noChange: 0, direction: "larger-is-more-change" },
  evidence: "none",
  resolution:
    "A lower bound of the value on unbucketed data (data-processing inequality); no upper bound exists.",
  validity: [
    "Its noise floor (cells − 1)(1/n + 1/n0)/2 is the second-order one: too small where cells expect fewer than 5.",
  ],
  degenerate: [
    { when: "the reference is empty", reason: "empty-reference" },
    { when: "the current window is empty", reason: "empty-current" },
    { when: "all values lie in one bucket", reason: "one-cell" },
    { when: "pseudoCount is 0 and a cell is empty on one side", reason: "empty-cell" },
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
    const pseudoCount = parameters["pseudoCount"] ?? PSEUDO_COUNT.default;
    if (pseudoCount === 0 && hasOneSidedCell(input)) return undetermined(input, "empty-cell");
    const profile = createReferenceProfile(input.reference);
    const { counts, count } = input.current;
    const value = klOf(profile, counts, 0, count, pseudoCount);
    const noiseFloor = ((usedCells(profile, counts, 0) - 1) * samplingNoise(input)) / 2;
    return { kind: "value", value, low: value, noiseFloor };
  },
});
