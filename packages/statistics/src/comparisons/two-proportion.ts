import { defineStatistic } from "../definition/define-statistic.js";
import { newcombeInterval } from "../special/proportion-interval.js";
import { normalSurvival } from "../special/survival.js";
import { twoSided } from "../special/tail.js";
import { undetermined } from "./comparison-results.js";

export const twoProportion = defineStatistic({
  id: "two-proportion",
  revision: 1,
  name: "Two-proportion score test",
  question: "Has a share moved by more than chance would explain?",
  definition:
    "(q − p)/√(m(1 − m)(1/n + 1/n0)), where p and q are the reference's and the current share of the second of two cells and m the pooled share; two-sided p from the normal distribution.",
  reference: "Newcombe (1998), doi:10.1002/sim.1779; its square is the chi-square of the 2 × 2 table",
  inputs: { kinds: ["numeric", "categorical"], leastCount: 1, layouts: "aligned" },
  parameters: [],
  output: {
    unit: "standard errors",
    rangeInclusive: [-Infinity, Infinity],
    noChange: 0,
    direction: "further-from-no-change-is-more-change",
    effect: "difference of the shares of the second cell, current − reference, with Newcombe's 95 % interval",
  },
  evidence: "p-value",
  resolution: "Exact: two cells hide nothing about the share.",
  validity: ["Independent rows; a caveat where a cell expects fewer than 10: use an exact test there."],
  degenerate: [
    { when: "the reference is empty", reason: "empty-reference" },
    { when: "the current window is empty", reason: "empty-current" },
    { when: "there are not exactly two cells", reason: "not-two-cells" },
    { when: "all values lie in one cell", reason: "one-cell" },
  ],
  properties: ["antisymmetric"],
  oracle: { tool: "statsmodels 0.15.0", fixture: "comparisons/fixtures/cases.json", relativeTolerance: 1e-8 },
  cost: "O(1)",
  compute(input) {
    const { reference, current } = input;
    if (reference.counts.length !== 2) return undetermined(input, "not-two-cells");
    const before = { count: reference.counts[1]!, trials: reference.count };
    const after = { count: current.counts[1]!, trials: current.count };
    const pooled = (before.count + after.count) / (before.trials + after.trials);
    if (pooled === 0 || pooled === 1) return undetermined(input, "one-cell");
    const effect = after.count / after.trials - before.count / before.trials;
    const variance = pooled * (1 - pooled) * (1 / before.trials + 1 / after.trials);
    const value = effect / Math.sqrt(variance);
    const tail = twoSided(normalSurvival(Math.abs(value)));
    const interval = newcombeInterval(before, after, 0.05);
    const leastExpected = Math.min(before.trials, after.trials) * Math.min(pooled, 1 - pooled);
    return {
      kind: "value",
      value,
      low: value,
      high: value,
      pValue: tail.probability,
      log10PValue: tail.logProbability / Math.LN10,
      effect,
      effectLow: interval.low,
      effectHigh: interval.high,
      ...(leastExpected < 10
        ? { caveats: ["a cell expects fewer than 10 values: the normal approximation is doubtful"] }
        : {}),
    };
  },
});
