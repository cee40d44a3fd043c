import { defineStatistic } from "../definition/define-statistic.js";
import { undetermined } from "./comparison-results.js";
import { cannotTellApart, measureWasserstein1 } from "./measure-wasserstein.js";

export const wasserstein1 = defineStatistic({
  id: "wasserstein-1",
  revision: 2,
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
  },
  evidence: "none",
  resolution:
    "Per bucket the area lies between that of the closest and the furthest placement of its values; low is at least |Δmean|. No upper end where an open tail has neither a known end nor exact means.",
  validity: ["The noise floor is the normal limit of E∫|G − F| over the closed buckets."],
  degenerate: [
    { when: "the reference is empty", reason: "empty-reference" },
    { when: "the current window is empty", reason: "empty-current" },
    { when: "the distributions are categorical", reason: "not-numeric" },
    { when: "the values lie further apart than a number can say", reason: "open-tail" },
    { when: "all values lie in one bucket and the exact means are not known", reason: "one-cell" },
  ],
  properties: ["symmetric", "size-free", "unused-cells-ignored"],
  oracle: { tool: "scipy 1.18.1", fixture: "comparisons/fixtures/cases.json", relativeTolerance: 1e-9 },
  cost: "O(cells)",
  compute(input) {
    const { reference, current } = input;
    if (reference.kind !== "numeric" || current.kind !== "numeric") return undetermined(input, "not-numeric");
    if (cannotTellApart(reference, current)) return undetermined(input, "one-cell");
    const distance = measureWasserstein1(reference, current);
    if (!Number.isFinite(distance.value)) return undetermined(input, "open-tail");
    return { kind: "value", ...distance };
  },
});
