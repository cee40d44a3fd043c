import { defineStatistic } from "../definition/define-statistic.js";
import { varianceOf } from "../distribution/moments.js";
import { undetermined } from "./comparison-results.js";
import { cannotTellApart, measureWasserstein1 } from "./measure-wasserstein.js";

export const wasserstein1Scaled = defineStatistic({
  id: "wasserstein-1-scaled",
  revision: 1,
  name: "Wasserstein-1 distance in reference standard deviations",
  question:
    "How far, on average and in standard deviations of the reference, would values have to move to turn one distribution into the other?",
  definition:
    "wasserstein-1 divided by the reference's standard deviation (divisor n0 − 1): comparable across features. Where the reference's sum of squares is not stored, its buckets give an interval for the deviation, and its middle is used.",
  reference:
    "Vallender (1974), doi:10.1137/1118101; often called normalised or relative Wasserstein distance",
  inputs: { kinds: ["numeric"], leastCount: 1, layouts: "aligned" },
  parameters: [],
  output: {
    unit: "standard deviations of the reference",
    rangeInclusive: [0, Infinity],
    noChange: 0,
    direction: "larger-is-more-change",
  },
  evidence: "none",
  resolution:
    "As for wasserstein-1, each end divided by the largest and the smallest deviation that the reference's buckets allow. No upper end where that distance has none, or the deviation could be 0.",
  validity: [
    "The noise floor is that of wasserstein-1, in the same unit.",
    "A standard deviation describes heavy-tailed data badly, and a few values can set it.",
  ],
  degenerate: [
    { when: "the reference is empty", reason: "empty-reference" },
    { when: "the current window is empty", reason: "empty-current" },
    { when: "the reference has fewer than two values", reason: "too-few" },
    { when: "the distributions are categorical", reason: "not-numeric" },
    { when: "all values lie in one bucket and the exact means are not known", reason: "one-cell" },
    { when: "the reference's values are all equal", reason: "constant" },
    { when: "the reference uses a tail without a known end and has no sum of squares", reason: "open-tail" },
  ],
  properties: ["scale-free", "unused-cells-ignored"],
  oracle: {
    tool: "scipy 1.17.1",
    fixture: "comparisons/fixtures/scipy-comparisons.json",
    relativeTolerance: 1e-9,
  },
  cost: "O(cells)",
  compute(input) {
    const { reference, current } = input;
    if (reference.kind !== "numeric" || current.kind !== "numeric") return undetermined(input, "not-numeric");
    if (cannotTellApart(reference, current)) return undetermined(input, "one-cell");
    const variance = varianceOf(reference);
    if (variance.kind === "undetermined") {
      return undetermined(input, variance.reason === "too-few" ? "too-few" : "open-tail");
    }
    const deviation = Math.sqrt(variance.value);
    if (deviation === 0) return undetermined(input, "constant");
    const distance = measureWasserstein1(reference, current);
    const value = distance.value / deviation;
    if (!Number.isFinite(value)) return undetermined(input, "open-tail");
    const high = distance.high === undefined ? Infinity : distance.high / Math.sqrt(variance.low);
    return {
      kind: "value",
      value,
      low: distance.low / Math.sqrt(variance.high),
      ...(Number.isFinite(high) ? { high } : {}),
      noiseFloor: distance.noiseFloor / deviation,
    };
  },
});
