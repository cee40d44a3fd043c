import { defineStatistic } from "../definition/define-statistic.js";
import { createReferenceProfile } from "../distances/reference-profile.js";
import { wasserstein1Of } from "../distances/wasserstein.js";
import { wasserstein1Interval } from "../distances/wasserstein-interval.js";
import { varianceOf } from "../distribution/moments.js";
import {
  expectedShareDifference,
  liesInOneBucket,
  samplingNoise,
  undetermined,
} from "./comparison-results.js";

export const wasserstein1 = defineStatistic({
  id: "wasserstein-1",
  revision: 1,
  name: "Wasserstein-1 distance",
  question:
    "How far, on average and in the data's own unit, would values have to move to turn one distribution into the other?",
  definition:
    "∫ |G − F|: the area between the cumulative curves over the closed buckets, values spread evenly inside each, and never less than the difference of the exact means. What lies in an open tail counts through the means alone.",
  reference:
    "Vallender (1974), doi:10.1137/1118101; also earth mover's distance, Kantorovich or Mallows distance",
  inputs: { kinds: ["numeric"], leastCount: 1, layouts: "aligned" },
  parameters: [],
  output: {
    unit: "the data's unit",
    rangeInclusive: [0, Infinity],
    noChange: 0,
    direction: "larger-is-more-change",
    effect: "the distance in standard deviations of the reference, where these are known and not 0",
  },
  evidence: "none",
  resolution:
    "Per bucket the area lies between that of the closest and the furthest placement of its values; low is at least |Δmean|. No upper end where an open tail has neither a known end nor exact means.",
  validity: ["The noise floor is the normal limit of E∫|G − F| over the closed buckets."],
  degenerate: [
    { when: "the reference is empty", reason: "empty-reference" },
    { when: "the current window is empty", reason: "empty-current" },
    { when: "the distributions are categorical", reason: "not-numeric" },
    { when: "all values lie in one bucket and the exact means are not known", reason: "one-cell" },
  ],
  properties: ["symmetric", "size-free", "unused-cells-ignored"],
  oracle: { tool: "scipy 1.18.1", fixture: "comparisons/fixtures/cases.json", relativeTolerance: 1e-9 },
  cost: "O(cells)",
  compute(input) {
    const { reference, current } = input;
    if (reference.kind !== "numeric" || current.kind !== "numeric") return undetermined(input, "not-numeric");
    const hasMeans = reference.sum !== undefined && current.sum !== undefined;
    if (!hasMeans && liesInOneBucket(input)) return undetermined(input, "one-cell");
    const profile = createReferenceProfile(reference);
    const interval = wasserstein1Interval(reference, current);
    const area = wasserstein1Of(profile, current.counts, 0, current.count, current.sum);
    const value = Math.min(Math.max(area, interval.low), interval.high ?? Infinity);
    const variance = varianceOf(reference);
    const deviation = variance.kind === "value" ? Math.sqrt(variance.value) : 0;
    return {
      kind: "value",
      value,
      ...interval,
      noiseFloor: expectedArea(
        profile.bounds ?? new Float64Array(0),
        profile.cumulative,
        samplingNoise(input),
      ),
      ...(deviation > 0 ? { effect: value / deviation } : {}),
    };
  },
});

function expectedArea(bounds: Float64Array, cumulative: Float64Array, noise: number): number {
  let area = 0;
  for (let k = 1; k < bounds.length; k++) {
    const share = Math.min(1, (cumulative[k - 1]! + cumulative[k]!) / 2);
    area += (bounds[k]! - bounds[k - 1]!) * expectedShareDifference(share, noise);
  }
  return area;
}
