import { defineStatistic } from "../definition/define-statistic.js";
import { countCells, undetermined } from "./comparison-results.js";
import { chi2OfTable } from "./contingency-tests.js";
import { sparseCellCaveats } from "./sparse-cells.js";

export const chi2Homogeneity = defineStatistic({
  id: "chi2-homogeneity",
  revision: 1,
  name: "Chi-square test of homogeneity",
  question: "Could the two sides' cell counts come from one distribution?",
  definition:
    "Σ (observed − expected)²/expected over the 2 × cells table, expected from the margins; cells that both sides leave empty are left out; p from chi-square with cells − 1 degrees of freedom. With yates = 1 and two cells, ½ is taken off each difference.",
  reference:
    "Pearson (1900), doi:10.1080/14786440009463897; Cramér, Mathematical Methods of Statistics (1946), §21.9",
  inputs: { kinds: ["numeric", "categorical"], leastCount: 1, layouts: "aligned" },
  parameters: [
    {
      name: "yates",
      unit: "0 or 1",
      default: 0,
      minInclusive: 0,
      maxInclusive: 1,
      reason:
        "the correction makes the test too timid; 1 is for comparison with tools that apply it to 2 × 2 tables",
    },
  ],
  output: {
    unit: "1",
    rangeInclusive: [0, Infinity],
    noChange: 0,
    direction: "larger-is-more-change",
    effect: "Cramér's V, √(χ²/N), in [0, 1]",
  },
  evidence: "p-value",
  resolution:
    "A lower bound of the value on finer cells: joining cells never raises it. No upper bound exists.",
  validity: [
    "Independent rows; at most a fifth of the cells expecting fewer than 5 on either side, else a caveat says so.",
    "For one look: repeated looks need the always-valid evidence.",
  ],
  degenerate: [
    { when: "the reference is empty", reason: "empty-reference" },
    { when: "the current window is empty", reason: "empty-current" },
    { when: "all values lie in one cell", reason: "one-cell" },
  ],
  properties: ["symmetric", "unused-cells-ignored", "falls-when-cells-join", "order-free"],
  oracle: { tool: "scipy 1.18.1", fixture: "comparisons/fixtures/cases.json", relativeTolerance: 1e-9 },
  cost: "O(cells)",
  compute(input, parameters) {
    const counted = countCells(input);
    if (counted.cells < 2) return undetermined(input, "one-cell");
    const table = [input.reference.counts, input.current.counts];
    const test = chi2OfTable(table, { yates: parameters["yates"] === 1 });
    return {
      kind: "value",
      value: test.statistic,
      low: test.statistic,
      noiseFloor: test.degreesOfFreedom,
      pValue: test.pValue,
      log10PValue: test.log10PValue,
      effect: test.cramersV,
      degreesOfFreedom: test.degreesOfFreedom,
      ...counted,
      ...sparseCellCaveats(input),
    };
  },
});
