import { ATTR_PREDICTION_CLASS, CLASS_NEGATIVE, CLASS_POSITIVE } from "@modelwatch/conventions";
import type { Finding, Query, ReasonCode } from "@modelwatch/conventions/query";
import type { WindowedSeries } from "@modelwatch/sources";
import {
  estimateLabelShift,
  estimateRecalibrated,
  fitRecalibration,
  type Estimate,
  type NumericDistribution,
  type ScoredOutcomes,
} from "@modelwatch/statistics";
import { decideLabelShift, POLICY } from "../decide/index.js";
import { formatNumber } from "../finding/format.js";
import type { Slice } from "../read/strata.js";
import { sumNumericSeries } from "../read/series-matrix.js";
import type { PlannedWindow } from "../windows/plan-windows.js";
import { alignOutcomes } from "./cohort.js";
import { toEstimateFinding } from "./estimate-finding.js";

const NAMES: Readonly<Record<string, string>> = {
  "recalibrated-accuracy": "Accuracy",
  "recalibrated-precision": "Precision",
  "recalibrated-recall": "Recall",
  "recalibrated-outcome-rate": "The share of positive outcomes",
};
const LABEL_SHIFT = "label-shift-outcome-rate";

/** The last window before this one whose labels had arrived. */
export interface LabelledWindow {
  readonly outcomes: ScoredOutcomes;
  readonly window: PlannedWindow;
}

/**
 * What can be said about a window whose labels have not arrived from the last one whose had: performance with that window's outcome
 * rate for each score (assumes outcomes at the same score as before), and the share of positive outcomes if only that share
 * moved (assumes scores within each class as before; refuted where no mixture of the two fits).
 */
export function recalibratedFindings(
  query: Query,
  scores: readonly WindowedSeries[],
  slice: Slice,
  window: PlannedWindow,
  labelled: LabelledWindow,
): Finding[] {
  const aligned = alignDecisions(scores, window, labelled.outcomes);
  if (aligned === null) return [];
  const { before, decisions } = aligned;
  const n = decisions.positive.count + decisions.negative.count;
  const since = new Date(labelled.window.fromMs).toISOString().slice(0, 10);
  const frame = { query, scores, labels: slice.labels, window, n };
  const findings: Finding[] = [];
  const add = (id: string, estimate: Estimate | null, code: ReasonCode, text: string, assumption: string) => {
    if (estimate === null || (query.statistics !== undefined && !query.statistics.includes(id))) return;
    findings.push(toEstimateFinding(frame, { id, estimate, code, text, assumption }));
  };
  for (const [id, estimate] of Object.entries(recalibratedMeasures(before, decisions))) {
    const value = estimate === null ? "" : formatNumber(estimate.value);
    const text = `${NAMES[id]} would be ${value} if outcomes came at each score as in the window from ${since}; inputs alone cannot show whether they do.`;
    add(id, estimate, "assumes-outcomes-as-before", text, "outcomes at the same score have not changed");
  }
  const total = decisions.positive.counts.map((count, k) => count + decisions.negative.counts[k]!);
  const shift = estimateLabelShift(before, total);
  if (shift !== null) {
    const code = decideLabelShift(shift.fitPValue, query.guard.alpha);
    add(
      LABEL_SHIFT,
      shift.outcomeRate,
      code,
      labelShiftText(code, shift.outcomeRate.value, since),
      "scores within each class have not changed",
    );
  }
  return findings;
}

/** Whether a window's labels are too few to speak for it, or the query asks for the estimates by name. */
export function wantsRecalibrated(query: Query, maturity: number | null): boolean {
  const named = query.statistics?.some((id) => id in NAMES || id === LABEL_SHIFT) ?? false;
  return named || maturity === null || maturity < POLICY.leastMaturity;
}

interface Decisions {
  readonly positive: NumericDistribution;
  readonly negative: NumericDistribution;
}

function recalibratedMeasures(before: ScoredOutcomes, decisions: Decisions): Record<string, Estimate | null> {
  const recalibration = fitRecalibration(before);
  if (recalibration === null) return {};
  const { positive, negative } = decisions;
  const estimated = estimateRecalibrated(
    { positive: positive.counts, negative: negative.counts },
    recalibration,
  );
  return {
    "recalibrated-accuracy": estimated.accuracy,
    "recalibrated-precision": estimated.precision,
    "recalibrated-recall": estimated.recall,
    "recalibrated-outcome-rate": estimated.outcomeRate,
  };
}

/** Rows by decision on the bounds of the labelled scores; null where no decision was recorded or the layouts share no bound. */
function alignDecisions(
  scores: readonly WindowedSeries[],
  { firstBase, endBase }: PlannedWindow,
  labelled: ScoredOutcomes,
): { readonly before: ScoredOutcomes; readonly decisions: Decisions } | null {
  const ofClass = (decision: string) =>
    sumNumericSeries(
      scores.filter(({ labels }) => labels[ATTR_PREDICTION_CLASS] === decision),
      firstBase,
      endBase,
    );
  const positive = ofClass(CLASS_POSITIVE);
  const negative = ofClass(CLASS_NEGATIVE);
  if (positive === null || negative === null) return null;
  const aligned = alignOutcomes(labelled, { positive, negative });
  return aligned && { before: aligned.a, decisions: aligned.b };
}

function labelShiftText(code: ReasonCode, rate: number, since: string): string {
  return code === "label-shift-refuted"
    ? `The scores are no mixture of the two classes as they scored in the window from ${since}: more than the share of positive outcomes has changed.`
    : `${formatNumber(rate)} of the outcomes would be positive if each class scored as in the window from ${since}; the scores do not contradict that.`;
}
