import {
  ATTR_OUTCOME_CLASS,
  ATTR_PREDICTION_CLASS,
  CLASS_POSITIVE,
  METRIC_OUTCOME_PREDICTION,
  METRIC_PREDICTION_VALUE,
} from "@modelwatch/conventions";
import { modelMatchers, type ReadContext } from "../read/model-matchers.js";
import { NOT_CLASSES } from "../read/prediction-kind.js";
import type { EventCounts } from "./count-beyond.js";

/** Positives of each window: decisions of the model, or truths that arrived. */
export interface Positives {
  readonly target: "prediction" | "outcome";
  readonly statistic: "positive-decisions" | "positive-outcomes";
  readonly events: EventCounts;
}

/** Reads both kinds; one that nobody recorded is left out. */
export async function readPositives(
  context: ReadContext,
  edges: readonly number[],
): Promise<readonly Positives[]> {
  const kinds = [
    {
      target: "prediction",
      statistic: "positive-decisions",
      metric: METRIC_PREDICTION_VALUE,
      attribute: ATTR_PREDICTION_CLASS,
    },
    {
      target: "outcome",
      statistic: "positive-outcomes",
      metric: METRIC_OUTCOME_PREDICTION,
      attribute: ATTR_OUTCOME_CLASS,
    },
  ] as const;
  const found: Positives[] = [];
  for (const { target, statistic, metric, attribute } of kinds) {
    const matchers = [...modelMatchers(context.subject), NOT_CLASSES];
    const request = { metric, matchers, groupBy: [attribute], edges };
    const series = await context.source.histogramWindows(request, context.signal);
    const classed = series.filter(({ labels }) => (labels[attribute] ?? "") !== "");
    if (classed.length === 0) continue;
    const counts = new Float64Array(edges.length - 1);
    const rows = new Float64Array(edges.length - 1);
    for (const { labels, windows } of classed) {
      windows.totals.forEach((total, w) => {
        rows[w] = rows[w]! + total;
        if (labels[attribute] === CLASS_POSITIVE) counts[w] = counts[w]! + total;
      });
    }
    found.push({ target, statistic, events: { counts, rows } });
  }
  return found;
}
