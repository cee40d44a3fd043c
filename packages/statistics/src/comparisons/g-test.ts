import { defineStatistic } from "../definition/define-statistic.js";
import { countCells, undetermined } from "./comparison-results.js";
import { gTestOfTable } from "./contingency-tests.js";
import { sparseCellCaveats } from "./sparse-cells.js";

export const gTest = defineStatistic({
  id: "g-test",
  revision: 1,
  name: "G-test of homogeneity",
  question: "Could the two sides' cell counts come from one distribution?",
  definition:
    "2 Σ observed·ln(observed/expected) over the 2 × cells table, expected from the margins, an empty cell adding 0; p from chi-square with cells − 1 degrees of freedom.",
  reference:
    "Wilks (1938), doi:10.1214/aoms/1177732360; Sokal & Rohlf, Biometry (1981), §17.4; also likelihood-ratio chi-square",
  inputs: { kinds: ["numeric", "categorical"], leastCount: 1, layouts: "aligned" },
  parameters: [],
  output: {
    unit: "1",
    rangeInclusive: [0, Infinity],
    noChange: 0,
    direction: "larger-is-more-change",
    effect: "G/(2N): the information about the side that a value's cell gives, in nats",
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
  compute(input) {
    const counted = countCells(input);
    if (counted.cells < 2) return undetermined(input, "one-cell");
    const { reference, current } = input;
    const test = gTestOfTable([reference.counts, current.counts], { yates: false });
    return {
      kind: "value",
      value: test.statistic,
      low: test.statistic,
      noiseFloor: test.degreesOfFreedom,
      pValue: test.pValue,
      log10PValue: test.log10PValue,
      effect: test.statistic / (2 * (reference.count + current.count)),
      degreesOfFreedom: test.degreesOfFreedom,
      ...counted,
      ...sparseCellCaveats(input),
    };
  },
});
