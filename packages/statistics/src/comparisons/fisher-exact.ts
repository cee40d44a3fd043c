import { defineStatistic } from "../definition/define-statistic.js";
import { fisherTail } from "../special/fisher-tail.js";
import { newcombeInterval } from "../special/proportion-interval.js";
import { expectedShareDifference, samplingNoise, undetermined } from "./comparison-results.js";

export const fisherExact = defineStatistic({
  id: "fisher-exact",
  revision: 1,
  name: "Fisher's exact test",
  question: "Has a rare share moved by more than chance would explain?",
  definition:
    "Difference of the shares of the second of two cells, current − reference. Two-sided p, exact: the probability, given both margins, of every table that is no likelier than the one seen. Where that sum would be longer than a million terms, the score test's p, which then agrees, and a caveat says so.",
  reference:
    "Fisher (1935), doi:10.2307/2342435; two-sided as in Freeman & Halton (1951), doi:10.1093/biomet/38.1-2.141",
  inputs: { kinds: ["numeric", "categorical"], leastCount: 1, layouts: "aligned" },
  parameters: [],
  output: {
    unit: "share",
    rangeInclusive: [-1, 1],
    noChange: 0,
    direction: "further-from-no-change-is-more-change",
    effect: "the difference itself, with Newcombe's 95 % interval",
  },
  evidence: "p-value",
  resolution: "Exact: two cells hide nothing about the share.",
  validity: [
    "Independent rows; the p-value is never too small, and rather too large for small counts.",
    "For one look: repeated looks need the always-valid evidence.",
  ],
  degenerate: [
    { when: "the reference is empty", reason: "empty-reference" },
    { when: "the current window is empty", reason: "empty-current" },
    { when: "there are not exactly two cells", reason: "not-two-cells" },
    { when: "all values lie in one cell", reason: "one-cell" },
  ],
  properties: ["antisymmetric", "size-free"],
  oracle: {
    tool: "scipy 1.17.1",
    fixture: "comparisons/fixtures/scipy-exact.json",
    relativeTolerance: 1e-9,
  },
  cost: "O(√n), at most a million steps",
  compute(input) {
    const { reference, current } = input;
    if (reference.counts.length !== 2) return undetermined(input, "not-two-cells");
    const before = { count: reference.counts[1]!, trials: reference.count };
    const after = { count: current.counts[1]!, trials: current.count };
    const marked = before.count + after.count;
    // not the rest of the total: that has no room for single values near 2^53
    const unmarked = reference.counts[0]! + current.counts[0]!;
    if (marked === 0 || unmarked === 0) return undetermined(input, "one-cell");
    const value = after.count / after.trials - before.count / before.trials;
    const { isExact, probability, logProbability } = fisherTail(after.count, marked, unmarked, after.trials);
    const interval = newcombeInterval(before, after, 0.05);
    return {
      kind: "value",
      value,
      low: value,
      high: value,
      noiseFloor: expectedShareDifference(marked / (marked + unmarked), samplingNoise(input)),
      pValue: probability,
      log10PValue: logProbability / Math.LN10,
      effect: value,
      effectLow: interval.low,
      effectHigh: interval.high,
      ...(isExact
        ? {}
        : { caveats: ["too many values for the exact sum: the score test's p-value instead"] }),
    };
  },
});
