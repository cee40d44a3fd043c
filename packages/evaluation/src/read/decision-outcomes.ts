import {
  ATTR_OUTCOME_AGE,
  ATTR_OUTCOME_CLASS,
  ATTR_PREDICTION_CLASS,
  METRIC_OUTCOME_DECISION,
  METRIC_PREDICTION_DECISION,
} from "@modelwatch/conventions";
import type { WindowQuality } from "@modelwatch/conventions/query";
import type { Matcher, WindowedSums } from "@modelwatch/sources";
import { equals, modelMatchers, type ReadContext } from "./model-matchers.js";
import { listAges, middleOfAge } from "./outcomes.js";
import { qualityOf, sortSeries } from "./series-matrix.js";

/** Outcomes of one truth, decision and label delay: rows in base windows. */
export interface DecisionSeries {
  readonly truth: string;
  readonly decision: string;
  readonly age: string;
  readonly rows: Float64Array;
}

/** The decisions of a model of several classes, by the windows in which they were made. */
export interface DecisionCohorts {
  readonly outcomes: readonly DecisionSeries[];
  /** Decisions in base windows, whether or not their truth has arrived. */
  readonly made: Float64Array;
  qualityOf(from: number, to: number): WindowQuality[];
}

/**
 * Outcomes lie on the axis of their arrival: each label delay is read from windows shifted by the middle of its range, which is approximate
 * and said to be (`cohort-approximate`).
 */
export async function readDecisionCohorts(
  context: ReadContext,
  edges: readonly number[],
  matchers: readonly Matcher[],
): Promise<DecisionCohorts> {
  const own = [...modelMatchers(context.subject), ...matchers];
  const outcomes: DecisionSeries[] = [];
  const read: WindowedSums[] = [];
  for (const age of await listAges(context, METRIC_OUTCOME_DECISION, own, edges)) {
    const request = {
      metric: METRIC_OUTCOME_DECISION,
      matchers: [...own, equals(ATTR_OUTCOME_AGE, age.name)],
      groupBy: [ATTR_OUTCOME_CLASS, ATTR_PREDICTION_CLASS],
      edges: edges.map((edge) => edge + middleOfAge(age)),
    };
    for (const series of sortSeries(await context.source.sumWindows(request, context.signal))) {
      const { labels, sums } = series;
      read.push(series);
      outcomes.push({
        truth: labels[ATTR_OUTCOME_CLASS] ?? "",
        decision: labels[ATTR_PREDICTION_CLASS] ?? "",
        age: age.name,
        rows: sums,
      });
    }
  }
  const request = { metric: METRIC_PREDICTION_DECISION, matchers: own, groupBy: [], edges };
  const [decisions] = await context.source.sumWindows(request, context.signal);
  return {
    outcomes,
    made: decisions?.sums ?? new Float64Array(edges.length - 1),
    qualityOf: (from, to) => [
      ...qualityOf(read, from, to).filter((flag) => flag !== "exact"),
      "cohort-approximate",
    ],
  };
}
