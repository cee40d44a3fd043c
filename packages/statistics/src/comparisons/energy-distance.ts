import { defineStatistic } from "../definition/define-statistic.js";
import { bridgeArea } from "../distances/bridge-areas.js";
import { createReferenceProfile } from "../distances/reference-profile.js";
import { cramerDistanceInterval, cramerDistanceOf } from "../distances/cramer-distance.js";
import { liesInOneBucket, samplingNoise, undetermined } from "./comparison-results.js";

export const energyDistance = defineStatistic({
  id: "energy-distance",
  revision: 1,
  name: "Energy distance",
  question:
    "How far apart are the two cumulative curves over the whole axis, large gaps counting more than wide ones?",
  definition:
    "√(2 ∫ (G − F)²) over the closed buckets, values spread evenly inside each; what lies in an open tail is left out. Equal to √(2·E|X − Y| − E|X − X′| − E|Y − Y′|).",
  reference:
    "Székely & Rizzo (2013), doi:10.1016/j.jspi.2013.03.018; ∫ (G − F)² alone is Cramér's distance, or the continuous ranked probability score of one curve against the other",
  inputs: { kinds: ["numeric"], leastCount: 1, layouts: "aligned" },
  parameters: [],
  output: {
    unit: "square root of the data's unit",
    rangeInclusive: [0, Infinity],
    noChange: 0,
    direction: "larger-is-more-change",
    effect: "Cramér's distance ∫ (G − F)², in the data's unit",
  },
  evidence: "none",
  resolution:
    "Per bucket the gap lies between that of the closest and the furthest placement of its values. No upper end where an open tail has neither a known end nor exact means.",
  validity: ["The noise floor is √E without change, exact for these sizes and the reference's shares."],
  degenerate: [
    { when: "the reference is empty", reason: "empty-reference" },
    { when: "the current window is empty", reason: "empty-current" },
    { when: "the distributions are categorical", reason: "not-numeric" },
    { when: "the values lie further apart than a number can say", reason: "open-tail" },
    { when: "all values lie in one bucket", reason: "one-cell" },
  ],
  properties: ["symmetric", "size-free", "unused-cells-ignored"],
  oracle: {
    tool: "scipy 1.17.1",
    fixture: "comparisons/fixtures/scipy-comparisons.json",
    relativeTolerance: 1e-9,
  },
  cost: "O(cells)",
  compute(input) {
    const { reference, current } = input;
    if (reference.kind !== "numeric" || current.kind !== "numeric") return undetermined(input, "not-numeric");
    if (liesInOneBucket(input)) return undetermined(input, "one-cell");
    const profile = createReferenceProfile(reference);
    const effect = cramerDistanceOf(profile, current.counts, 0, current.count);
    if (!Number.isFinite(effect)) return undetermined(input, "open-tail");
    const { low, high } = cramerDistanceInterval(profile, reference, current);
    return {
      kind: "value",
      value: Math.SQRT2 * Math.sqrt(effect),
      low: Math.SQRT2 * Math.sqrt(low),
      ...(high === undefined ? {} : { high: Math.SQRT2 * Math.sqrt(Math.max(high, effect)) }),
      noiseFloor: Math.SQRT2 * Math.sqrt(samplingNoise(input) * bridgeArea(profile)),
      effect,
    };
  },
});
