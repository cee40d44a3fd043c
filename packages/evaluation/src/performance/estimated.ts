import {
  ATTR_PREDICTION_CLASS,
  CLASS_NEGATIVE,
  CLASS_POSITIVE,
  METRIC_PREDICTION_VALUE,
} from "@modelwatch/conventions";
import type { Finding, Query } from "@modelwatch/conventions/query";
import type { Matcher, WindowedSeries } from "@modelwatch/sources";
import {
  estimateAuc,
  estimatePerformance,
  scoreMiddles,
  type Estimate,
  type ScoreMoments,
} from "@modelwatch/statistics";
import { formatNumber } from "../finding/format.js";
import { modelMatchers, type ReadContext } from "../read/model-matchers.js";
import { kindMatcher, type PredictionKind } from "../read/prediction-kind.js";
import { sumNumericSeries } from "../read/series-matrix.js";
import type { PlannedWindow } from "../windows/plan-windows.js";
import { toEstimateFinding } from "./estimate-finding.js";

const NAMES: Readonly<Record<string, string>> = {
  "estimated-accuracy": "Accuracy",
  "estimated-precision": "Precision",
  "estimated-recall": "Recall",
  "estimated-auc": "Ranking quality (AUC)",
  "estimated-brier": "The Brier score",
  "estimated-outcome-rate": "The share of positive outcomes",
};

/** Scores of all predictions of a kind by the decision that they led to, with their second moments. */
export function readScoresByDecision(
  context: ReadContext,
  edges: readonly number[],
  matchers: readonly Matcher[],
  kind: PredictionKind = "probability",
): Promise<readonly WindowedSeries[]> {
  return context.source.histogramWindows(
    {
      metric: METRIC_PREDICTION_VALUE,
      matchers: [...modelMatchers(context.subject), ...matchers, kindMatcher(kind)],
      groupBy: [ATTR_PREDICTION_CLASS],
      edges,
      squares: true,
    },
    context.signal,
  );
}

/** What performance would be if the scores were calibrated: one finding per measure that the scores allow. */
export function estimateFindings(
  query: Query,
  scores: readonly WindowedSeries[],
  labels: Readonly<Record<string, string>>,
  window: PlannedWindow,
): Finding[] {
  const estimates = estimateWindow(scores, window.firstBase, window.endBase);
  const rows = { query, scores, labels, window, n: estimates.n };
  const findings: Finding[] = [];
  for (const [id, name] of Object.entries(NAMES)) {
    const estimate = estimates.values[id] ?? null;
    if (estimate === null || (query.statistics !== undefined && !query.statistics.includes(id))) continue;
    const text = `${name} would be ${formatNumber(estimate.value)} if the scores were still calibrated; without labels nobody can tell whether they are.`;
    const assumption = "each score is the true probability of a positive outcome";
    findings.push(
      toEstimateFinding(rows, { id, estimate, code: "assumes-calibrated-scores", text, assumption }),
    );
  }
  return findings;
}

function estimateWindow(scores: readonly WindowedSeries[], from: number, to: number) {
  const all = sumNumericSeries(scores, from, to);
  const ofClass = (decision: string): ScoreMoments | null => {
    const own = scores.filter(({ labels }) => labels[ATTR_PREDICTION_CLASS] === decision);
    const rows = sumNumericSeries(own, from, to);
    if (rows === null) return { count: 0, sum: 0, sumOfSquares: 0 };
    if (rows.sum === undefined) return null;
    const { count, sum, sumOfSquares } = rows;
    return { count, sum, ...(sumOfSquares === undefined ? {} : { sumOfSquares }) };
  };
  const values: Record<string, Estimate | null> = {};
  if (all === null) return { n: 0, values };
  values["estimated-auc"] = estimateAuc(all.counts, scoreMiddles(all.bounds));
  const positive = ofClass(CLASS_POSITIVE);
  const negative = ofClass(CLASS_NEGATIVE);
  // Without a recorded decision there is nothing that could be right or wrong.
  if (positive !== null && negative !== null && positive.count + negative.count === all.count) {
    const estimated = estimatePerformance({ positive, negative });
    values["estimated-accuracy"] = estimated.accuracy;
    values["estimated-precision"] = estimated.precision;
    values["estimated-recall"] = estimated.recall;
    values["estimated-brier"] = estimated.brier;
    values["estimated-outcome-rate"] = estimated.outcomeRate;
  }
  return { n: all.count, values };
}
