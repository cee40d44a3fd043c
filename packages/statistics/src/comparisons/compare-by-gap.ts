import type { ComparisonInput, StatisticResult } from "../definition/statistic-definition.js";
import { createGapMeasure, measureGaps } from "../distances/edf-quadratics.js";
import { createReferenceProfile } from "../distances/reference-profile.js";
import { logEdfTail, type EdfLimit } from "../special/edf-tail.js";
import { fromLog } from "../special/tail.js";
import { countCells, liesInOneBucket, undetermined } from "./comparison-results.js";

/** A test on the squared gap between the cumulative curves: its statistic, effect and p-value. */
export function compareByGap(
  input: ComparisonInput,
  weight: "uniform" | "tails",
  limit: EdfLimit,
): StatisticResult {
  if (liesInOneBucket(input)) return undetermined(input, "one-cell");
  const { reference, current } = input;
  const measures = { uniform: createGapMeasure(), tails: createGapMeasure() };
  const profile = createReferenceProfile(reference);
  measureGaps(profile, current.counts, 0, current.count, measures.uniform, measures.tails);
  const measure = measures[weight];
  const tail = fromLog(logEdfTail(measure.statistic, measure, limit));
  return {
    kind: "value",
    value: measure.statistic,
    low: measure.statistic,
    noiseFloor: measure.mean,
    pValue: tail.probability,
    log10PValue: tail.logProbability / Math.LN10,
    effect: measure.statistic * (1 / current.count + 1 / reference.count),
    ...countCells(input),
  };
}
