import {
  METRIC_OUTCOME_DECISION,
  METRIC_OUTCOME_ERROR,
  METRIC_OUTCOME_PREDICTION,
} from "@modelwatch/conventions";
import type { Finding, Query } from "@modelwatch/conventions/query";
import type { ReadContext } from "../read/model-matchers.js";
import { readErrorCohorts, readReferenceErrors, type ReferenceErrors } from "../read/outcome-errors.js";
import type { OutcomeWindows } from "../read/outcomes.js";
import { readPredictionKind } from "../read/prediction-kind.js";
import { readReferenceOutcomes } from "../read/reference-outcomes.js";
import { countRows } from "../read/series-matrix.js";
import { listSlices, type Slice } from "../read/strata.js";
import { planWindows, type WindowPlan } from "../windows/plan-windows.js";
import { classifierFindings } from "./classifier.js";
import { decisionSliceFindings } from "./decisions.js";
import { readScoresByDecision } from "./estimated.js";
import { regressionFindings } from "./regression.js";

/**
 * How good is the model? For each window of predictions: every measure with labels, as an interval, and what can be said without
 * labels beside it. Overall and by each value of the query's strata. The Brier score is judged against the reference's, and so is
 * a regression's mean absolute error; the other measures are numbers to read. A measure that the kind of prediction does not allow (the
 * Brier score of a ranking score, the AUC of several classes) is not computed, and named where it was asked for.
 */
export async function evaluatePerformance(query: Query, context: ReadContext): Promise<readonly Finding[]> {
  const plan = planWindows(query);
  const range = { fromMs: plan.baseEdges[0]!, toMs: plan.baseEdges[plan.baseEdges.length - 1]! };
  const errors = await readErrorCohorts(context, plan.baseEdges, []);
  if (errors === null) return classFindings(query, context, plan, range);
  const findings: Finding[] = [];
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

/** A model whose truths are classes: binary ones of a probability or a ranking score, or one of several. */
async function classFindings(
  query: Query,
  context: ReadContext,
  plan: WindowPlan,
  range: { readonly fromMs: number; readonly toMs: number },
): Promise<Finding[]> {
  const kind = await readPredictionKind(context, range);
  const findings: Finding[][] = [];
  if (kind === "classes") {
    for (const slice of await listSlices(context, METRIC_OUTCOME_DECISION, query.strata, range))
      findings.push(await decisionSliceFindings(query, context, plan, slice));
    return findings.flat();
  }
  // The emitted reference of a ranking score is not marked as one: it must not be taken for a probability's.
  const reference = kind === "score" ? null : await readReferenceOutcomes(context, query.reference, range);
  for (const slice of await listSlices(context, METRIC_OUTCOME_PREDICTION, query.strata, range))
    findings.push(await classifierFindings(query, context, plan, { slice, kind, reference }));
  return findings.flat();
}
