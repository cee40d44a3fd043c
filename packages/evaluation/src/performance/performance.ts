import { METRIC_OUTCOME_ERROR, METRIC_OUTCOME_PREDICTION } from "@modelwatch/conventions";
import type { Finding, Query } from "@modelwatch/conventions/query";
import type { WindowedSeries } from "@modelwatch/sources";
import {
  aucOfCounts,
  averagePrecisionOfCounts,
  computeLabelMaturity,
  type LabelMaturity,
} from "@modelwatch/statistics";
import { POLICY } from "../decide/index.js";
import type { ReadContext } from "../read/model-matchers.js";
import { readErrorCohorts, readReferenceErrors, type ReferenceErrors } from "../read/outcome-errors.js";
import {
  confusionOf,
  countByAge,
  outcomeQuality,
  readCohorts,
  scoredOutcomes,
  type OutcomeWindows,
} from "../read/outcomes.js";
import {
  describeReferenceOutcomes,
  readReferenceOutcomes,
  type ReferenceOutcomes,
} from "../read/reference-outcomes.js";
import { countRows } from "../read/series-matrix.js";
import { listSlices, type Slice } from "../read/strata.js";
import { planWindows, type PlannedWindow, type WindowPlan } from "../windows/plan-windows.js";
import { designEffectsOf, jackknifeError } from "./cohort.js";
import { estimateFindings, readScoresByDecision } from "./estimated.js";
import { toLabelledFinding } from "./labelled-finding.js";
import { MEASURES, type Cohort } from "./measures.js";
import { recalibratedFindings, wantsRecalibrated, type LabelledWindow } from "./recalibrated.js";
import { referenceMeasures } from "./reference-measures.js";
import { regressionFindings } from "./regression.js";

/** One window of one slice, ready to be measured. */
interface CohortWindow {
  readonly window: PlannedWindow;
  readonly slice: Slice;
  readonly cohort: Cohort | null;
  readonly maturity: LabelMaturity;
  readonly quality: Finding["quality"];
}

/**
 * How good is the model? For each window of predictions: every measure with labels, as an interval, and what can be said without
 * labels beside it. Overall and by each value of the query's strata. The Brier score is judged against the reference's, and so is
 * a regression's mean absolute error; the other measures are numbers to read.
 */
export async function evaluatePerformance(query: Query, context: ReadContext): Promise<readonly Finding[]> {
  const plan = planWindows(query);
  const range = { fromMs: plan.baseEdges[0]!, toMs: plan.baseEdges[plan.baseEdges.length - 1]! };
  const errors = await readErrorCohorts(context, plan.baseEdges, []);
  const findings: Finding[] = [];
  if (errors === null) {
    const reference = await readReferenceOutcomes(context, query.reference, range);
    for (const slice of await listSlices(context, METRIC_OUTCOME_PREDICTION, query.strata, range))
      findings.push(...(await classifierFindings(query, context, plan, slice, reference)));
    return findings;
  }
  const reference = await readReferenceErrors(context, query.reference, range);
  for (const slice of await listSlices(context, METRIC_OUTCOME_ERROR, query.strata, range)) {
    const isOverall = slice.matchers.length === 0;
    const own = isOverall ? errors : await readErrorCohorts(context, plan.baseEdges, slice.matchers);
    // A stratum has no reference of its own: its loss is given, not judged.
    if (own !== null)
      findings.push(
        ...(await regressionSliceFindings(query, context, plan, slice, own, isOverall ? reference : null)),
      );
  }
  return findings;
}

/** A model whose residuals are recorded predicts a number: no probability stands for anything there. */
async function regressionSliceFindings(
  query: Query,
  context: ReadContext,
  plan: WindowPlan,
  slice: Slice,
  errors: OutcomeWindows,
  reference: ReferenceErrors | null,
): Promise<Finding[]> {
  const predicted = await readScoresByDecision(context, plan.baseEdges, slice.matchers);
  return plan.windows.flatMap((window) => {
    const predictions = countRows(predicted, window.firstBase, window.endBase);
    return regressionFindings(query, errors, { slice, window, predictions }, reference);
  });
}

async function classifierFindings(
  query: Query,
  context: ReadContext,
  plan: WindowPlan,
  slice: Slice,
  reference: ReferenceOutcomes | null,
): Promise<Finding[]> {
  const outcomes = await readCohorts(context, plan.baseEdges, slice.matchers);
  const scores = await readScoresByDecision(context, plan.baseEdges, slice.matchers);
  // A stratum has no reference of its own: its loss is given, not judged.
  const ownReference = slice.matchers.length === 0 ? reference : null;
  const findings: Finding[] = [];
  let labelled: LabelledWindow | null = null;
  for (const window of plan.windows) {
    const described = describeCohort(query, outcomes, scores, slice, window);
    findings.push(...labelledFindings(query, described, ownReference));
    findings.push(...estimateFindings(query, scores, slice.labels, window));
    const maturity = described.maturity.share;
    if (labelled !== null && wantsRecalibrated(query, maturity)) {
      findings.push(...recalibratedFindings(query, scores, slice, window, labelled));
    }
    if (described.cohort !== null && maturity !== null && maturity >= POLICY.leastMaturity) {
      labelled = { outcomes: described.cohort.outcomes, window };
    }
  }
  return findings;
}

function describeCohort(
  query: Query,
  outcomes: OutcomeWindows,
  scores: readonly WindowedSeries[],
  slice: Slice,
  window: PlannedWindow,
): CohortWindow {
  const { firstBase, endBase } = window;
  const rows = scoredOutcomes(outcomes, firstBase, endBase);
  const predictions = countRows(scores, firstBase, endBase);
  return {
    window,
    slice,
    cohort: rows && {
      outcomes: rows,
      confusion: confusionOf(outcomes, firstBase, endBase),
      effects: designEffectsOf(outcomes, firstBase, endBase),
      errors: {
        auc: jackknifeError(outcomes, firstBase, endBase, aucOfCounts),
        averagePrecision: jackknifeError(outcomes, firstBase, endBase, averagePrecisionOfCounts),
      },
      alpha: query.guard.alpha,
    },
    maturity: computeLabelMaturity(predictions, countByAge(outcomes, firstBase, endBase)),
    quality: outcomeQuality(outcomes, firstBase, endBase),
  };
}

function labelledFindings(
  query: Query,
  described: CohortWindow,
  reference: ReferenceOutcomes | null,
): Finding[] {
  const { cohort } = described;
  const ids = query.statistics?.filter((id) => id in MEASURES) ?? Object.keys(MEASURES);
  const before = reference && referenceMeasures(reference, cohort?.effects ?? null, query.guard);
  const { slice, window, maturity, quality } = described;
  const rows = {
    labels: slice.labels,
    window,
    maturity,
    quality,
    reference: reference && describeReferenceOutcomes(reference),
  };
  return ids.map((id) =>
    toLabelledFinding(query, rows, {
      id,
      measured: cohort && MEASURES[id]!(cohort),
      referenceValue: before?.values[id] ?? null,
      limit: id === "brier" && before !== null ? before.lossLimit : null,
    }),
  );
}
