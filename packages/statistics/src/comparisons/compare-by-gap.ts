import type { ComparisonInput, StatisticResult } from "../definition/statistic-definition.js";
import { measureGap, type GapMeasure, type GapWeight } from "../distances/edf-quadratics.js";
import { logEdfTail, type EdfLimit } from "../special/edf-tail.js";
import { fromLog } from "../special/tail.js";
import { countCells, liesInOneBucket, undetermined } from "./comparison-results.js";

/** A test on the squared gap between the cumulative curves: its statistic, effect and p-value. */
export function compareByGap(input: ComparisonInput, weight: GapWeight, limit: EdfLimit): StatisticResult {
  if (liesInOneBucket(input)) return undetermined(input, "one-cell");
  const { reference, current } = input;
  const measure: GapMeasure = { statistic: 0, mean: 0, variance: 0, skewness: 0 };
  measureGap(weight, reference.counts, reference.count, current.counts, 0, current.count, measure);
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
