import { defineStatistic } from "../definition/define-statistic.js";
import { ANDERSON_DARLING_LIMIT } from "../special/edf-tail.js";
import { compareByGap } from "./compare-by-gap.js";

export const andersonDarling = defineStatistic({
  id: "anderson-darling",
  revision: 1,
  name: "Anderson–Darling test",
  question:
    "Are the two cumulative curves apart, the tails counted as much as the middle, by more than chance would explain?",
  definition:
    "n·n0/N² Σ t(G − F)²/(H(1 − H)) over the cells but the last used, t their pooled counts, F, G and H the reference's, the current and the pooled cumulative shares at the cells' upper ends. p from the limit's law with the mean and variance that the pooled cells leave; where few cells decide, from the gamma law with three moments.",
  reference:
    "Pettitt (1976), doi:10.1093/biomet/63.1.161; with ties Scholz & Stephens (1987), doi:10.1080/01621459.1987.10478517, equation 6 for two samples",
  inputs: { kinds: ["numeric"], leastCount: 2, layouts: "aligned" },
  parameters: [],
  output: {
    unit: "1",
    rangeInclusive: [0, Infinity],
    noChange: 0,
    direction: "larger-is-more-change",
    effect:
      "the mean over the pooled values of the squared gap between the curves, in units of its variance for one pair",
  },
  evidence: "p-value",
  resolution:
    "The statistic of the cells themselves: low is the value; what finer cells would add is not bounded.",
  validity: [
    "Independent rows. Without change p ≤ 0.05 came out in 4.8 to 5.4 % and p ≤ 0.01 in 0.85 to 1.13 % of comparisons of 300 values a side, over six layouts; with 20 on one side in 3.9 to 5.5 % and 0.2 to 1.3 % (simulated, 8,000 each).",
    "Far out the moments are matched and not the law: ln p is off by up to 4.5 % of itself beyond p = 0.01.",
    "For one look: repeated looks need the always-valid evidence.",
  ],
  degenerate: [
    { when: "the reference is empty", reason: "empty-reference" },
    { when: "the current window is empty", reason: "empty-current" },
    { when: "a side has fewer than two values", reason: "too-few" },
    { when: "the distributions are categorical", reason: "not-numeric" },
    { when: "all values lie in one bucket", reason: "one-cell" },
  ],
  properties: ["symmetric", "scale-free", "unused-cells-ignored"],
  oracle: {
    tool: "scipy 1.17.1",
    fixture: "comparisons/fixtures/scipy-comparisons.json",
    relativeTolerance: 1e-9,
  },
  cost: "O(cells)",
  compute: (input) => compareByGap(input, "tails", ANDERSON_DARLING_LIMIT),
});
