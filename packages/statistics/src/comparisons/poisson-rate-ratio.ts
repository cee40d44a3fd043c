import { defineStatistic } from "../definition/define-statistic.js";
import { binomialTail } from "../special/binomial-tail.js";
import { clopperPearsonInterval, wilsonInterval } from "../special/proportion-interval.js";
import { undetermined } from "./comparison-results.js";

export const poissonRateRatio = defineStatistic({
  id: "poisson-rate-ratio",
  revision: 1,
  name: "Ratio of two Poisson rates",
  question: "Do values arrive faster or slower than in the reference, by more than chance would explain?",
  definition:
    "(n/n0)/exposureRatio, n and n0 the numbers of values on both sides whatever their cells. Two-sided p, exact: given n + n0, n is binomial with share exposureRatio/(1 + exposureRatio) if the rates are equal; the probability of every n that is no likelier than the one seen.",
  reference:
    "Przyborowski & Wilenski (1940), doi:10.1093/biomet/31.3-4.313; interval: Clopper & Pearson's for the share, turned into a ratio; both from the score test where more than some 10¹⁰ values arrive",
  inputs: { kinds: ["numeric", "categorical"], leastCount: 0, layouts: "any" },
  parameters: [
    {
      name: "exposureRatio",
      unit: "1",
      default: 1,
      minInclusive: 1e-6,
      maxInclusive: 1e6,
      reason: "how long the current side was watched, in lengths of the reference's; 1: equally long",
    },
  ],
  output: {
    unit: "1",
    rangeInclusive: [0, Infinity],
    noChange: 1,
    direction: "further-from-no-change-is-more-change",
    effect: "the ratio itself, with its exact 95 % interval",
  },
  evidence: "p-value",
  resolution: "Exact: how many values there are does not depend on buckets.",
  validity: [
    "Values arrive independently of one another at a steady rate. Real traffic varies more: divide both numbers by its overdispersion, or read the p-value as a lower bound.",
    "For one look: repeated looks need the always-valid evidence.",
  ],
  degenerate: [{ when: "the reference is empty", reason: "empty-reference" }],
  properties: ["size-free", "unused-cells-ignored", "order-free"],
  oracle: {
    tool: "scipy 1.17.1",
    fixture: "comparisons/fixtures/scipy-exact.json",
    relativeTolerance: 1e-9,
  },
  cost: "O(log n)",
  compute(input, parameters) {
    const exposureRatio = parameters["exposureRatio"] ?? 1;
    const { reference, current } = input;
    if (reference.count === 0) return undetermined(input, "empty-reference");
    const trials = reference.count + current.count;
    const toRatio = (share: number): number => share / (1 - share) / exposureRatio;
    const tail = binomialTail(current.count, trials, exposureRatio / (1 + exposureRatio));
    const interval = (tail.isExact ? clopperPearsonInterval : wilsonInterval)(current.count, trials, 0.05);
    const value = current.count / reference.count / exposureRatio;
    return {
      kind: "value",
      value,
      low: value,
      high: value,
      // the mean distance from 1 without change, in the normal limit
      noiseFloor: 1 + Math.sqrt((2 / Math.PI) * expectedNoise(reference.count, exposureRatio)),
      pValue: tail.probability,
      log10PValue: tail.logProbability / Math.LN10,
      effect: value,
      effectLow: toRatio(interval.low),
      effectHigh: toRatio(interval.high),
      ...(tail.isExact
        ? {}
        : { caveats: ["too many values for exact sums: the score test and its interval instead"] }),
    };
  },
});

/** Relative variance of the ratio without change: both sides at the reference's rate. */
function expectedNoise(referenceCount: number, exposureRatio: number): number {
  return (1 + 1 / exposureRatio) / referenceCount;
}
