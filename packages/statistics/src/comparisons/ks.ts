import { defineStatistic } from "../definition/define-statistic.js";
import { ksHiddenOf, ksOf } from "../distances/divergences.js";
import { createReferenceProfile } from "../distances/reference-profile.js";
import { kolmogorovSmirnovTail } from "../special/kolmogorov-smirnov.js";
import {
  expectedShareDifference,
  liesInOneBucket,
  samplingNoise,
  undetermined,
} from "./comparison-results.js";

export const ks = defineStatistic({
  id: "ks",
  revision: 1,
  name: "Kolmogorov–Smirnov distance",
  question: "Where the two cumulative curves are furthest apart, how far is that, and could it be chance?",
  definition:
    "max |G − F| at the bounds, F and G the reference's and the current cumulative shares. The p-value is exact given the pooled buckets (every split of the pooled values equally likely) up to mostSteps steps, else Kolmogorov's limit, which is conservative for bucketed values.",
  reference: "Smirnov (1939); with ties Schröer & Trenkler (1995), doi:10.1016/0167-9473(94)00040-P",
  inputs: { kinds: ["numeric"], leastCount: 1, layouts: "aligned" },
  parameters: [
    {
      name: "mostSteps",
      unit: "steps",
      default: 2_000_000,
      minInclusive: 0,
      maxInclusive: 1e9,
      reason:
        "the exact p-value takes (n + n0)·min(n, n0) steps: some 10 ms at the default; 0 asks for the limit",
    },
  ],
  output: {
    unit: "1",
    rangeInclusive: [0, 1],
    noChange: 0,
    direction: "larger-is-more-change",
    effect: "the distance itself",
  },
  evidence: "p-value",
  resolution:
    "The unbucketed distance lies between the value and the largest step that one bucket allows: max(|F_j − G_{j−1}|, |G_j − F_{j−1}|).",
  validity: ["The p-value needs independent rows; the limit is conservative for bucketed values."],
  degenerate: [
    { when: "the reference is empty", reason: "empty-reference" },
    { when: "the current window is empty", reason: "empty-current" },
    { when: "the distributions are categorical", reason: "not-numeric" },
    { when: "all values lie in one bucket", reason: "one-cell" },
  ],
  properties: ["symmetric", "size-free", "scale-free", "unused-cells-ignored", "falls-when-cells-join"],
  oracle: { tool: "scipy 1.18.1", fixture: "comparisons/fixtures/cases.json", relativeTolerance: 1e-6 },
  cost: "O(cells), and O(n · min(n, n0)) for an exact p-value",
  compute(input, parameters) {
    if (liesInOneBucket(input)) return undetermined(input, "one-cell");
    const profile = createReferenceProfile(input.reference);
    const { counts, count } = input.current;
    const value = ksOf(profile, counts, 0, count);
    const tail = kolmogorovSmirnovTail(input.reference.counts, counts, parameters["mostSteps"] ?? 0);
    const noise = samplingNoise(input);
    const floors = profile.cumulative.map((share) => expectedShareDifference(Math.min(1, share), noise));
    return {
      kind: "value",
      value,
      low: value,
      high: ksHiddenOf(profile, counts, 0, count),
      // at least the largest of the means, at most the mean of Kolmogorov's limit, √(π/2)·ln 2
      noiseFloor: Math.min(1, Math.max(...floors)),
      pValue: tail.probability,
      log10PValue: tail.logProbability / Math.LN10,
      effect: value,
    };
  },
});
