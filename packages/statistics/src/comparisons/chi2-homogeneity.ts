import { defineStatistic } from "../definition/define-statistic.js";
import { chiSquareSurvival } from "../special/survival.js";
import { undetermined } from "./comparison-results.js";
import { createContingencyTable, sparseCellCaveats, type ContingencyTable } from "./contingency.js";

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
    const table = createContingencyTable(input);
    if (table.cells < 2) return undetermined(input, "one-cell");
    const correction = parameters["yates"] === 1 && table.cells === 2 ? 0.5 : 0;
    const value = pearson(table, input.reference.count, input.current.count, correction);
    const tail = chiSquareSurvival(value, table.degreesOfFreedom);
    return {
      kind: "value",
      value,
      low: value,
      noiseFloor: table.degreesOfFreedom,
      pValue: tail.probability,
      log10PValue: tail.logProbability / Math.LN10,
      effect: Math.min(1, Math.sqrt(value / table.total)),
      degreesOfFreedom: table.degreesOfFreedom,
      ...sparseCellCaveats(table),
    };
  },
});

function pearson(
  table: ContingencyTable,
  ofReference: number,
  ofCurrent: number,
  correction: number,
): number {
  let statistic = 0;
  for (let k = 0; k < table.cells; k++) {
    const r = table.reference[k]!;
    const share = (r + table.current[k]!) / table.total;
    // the two sides differ from what they expect by the same amount
    const difference = Math.abs(r - ofReference * share);
    const left = difference - Math.min(correction, difference);
    statistic += (left * left) / share;
  }
  return statistic * (1 / ofReference + 1 / ofCurrent);
}
