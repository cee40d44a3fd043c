import { METRIC_OUTCOME_PREDICTION } from "@modelwatch/conventions";
import type { Finding, Query } from "@modelwatch/conventions/query";
import type { WindowedSeries } from "@modelwatch/sources";
import { computeLabelMaturity, type LabelMaturity } from "@modelwatch/statistics";
import { decideLabelled, decideWindowLoss } from "../decide.js";
import { createFinding, frameOf } from "../finding/finding-builder.js";
import type { ReadContext } from "../read/model-matchers.js";
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
import { planWindows, type PlannedWindow } from "../windows/plan-windows.js";
import { designEffectsOf, jackknifeAucError } from "./cohort.js";
import { estimateFindings, readScoresByDecision } from "./estimated.js";
import { MEASURES, wholeInterval, type Cohort, type Measured } from "./measures.js";
import { performanceText } from "./reason.js";
import { referenceMeasures, type ReferenceMeasures } from "./reference-measures.js";

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
 * labels beside it. Overall and by each value of the query's strata. The Brier score is judged against the reference's; the
 * other measures are numbers to read.
 */
export async function evaluatePerformance(query: Query, context: ReadContext): Promise<readonly Finding[]> {
  const plan = planWindows(query);
  const range = { fromMs: plan.baseEdges[0]!, toMs: plan.baseEdges[plan.baseEdges.length - 1]! };
  const reference = await readReferenceOutcomes(context, query.reference, range);
  const slices = await listSlices(context, METRIC_OUTCOME_PREDICTION, query.strata, range);
  const findings: Finding[] = [];
  for (const slice of slices) {
    const outcomes = await readCohorts(context, plan.baseEdges, slice.matchers);
    const scores = await readScoresByDecision(context, plan.baseEdges, slice.matchers);
    // A stratum has no reference of its own: its loss is given, not judged.
    const ownReference = slice.matchers.length === 0 ? reference : null;
    for (const window of plan.windows) {
      const described = describeCohort(query, outcomes, scores, slice, window);
      findings.push(...labelledFindings(query, described, ownReference));
      findings.push(...estimateFindings(query, scores, slice.labels, window));
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
      aucError: jackknifeAucError(outcomes, firstBase, endBase),
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
  return ids.map((id) =>
    labelledFinding(query, described, id, cohort && MEASURES[id]!(cohort), reference, before),
  );
}

function labelledFinding(
  query: Query,
  { window, slice, maturity, quality }: CohortWindow,
  id: string,
  measured: Measured | null,
  reference: ReferenceOutcomes | null,
  before: ReferenceMeasures | null,
): Finding {
  const n = maturity.outcomes;
  const { minimumCount, lossTolerance } = query.guard;
  const whole = measured ? wholeInterval(measured) : { low: null, high: null };
  const limit = id === "brier" && before !== null ? before.lossLimit : null;
  const facts = { n, minimumCount, maturity: maturity.share };
  const decision =
    measured === null && n >= minimumCount
      ? ({ status: "undetermined", code: "too-few-rows" } as const)
      : limit === null
        ? decideLabelled(facts)
        : decideWindowLoss({ ...facts, low: whole.low, limit });
  const referenceValue = before?.values[id] ?? null;
  const text = performanceText(id, decision.code, {
    ...facts,
    measured,
    referenceValue,
    tolerance: lossTolerance,
  });
  return createFinding(frameOf(query), {
    target: "outcome",
    labels: slice.labels,
    statistic: id,
    window,
    reference: reference && describeReferenceOutcomes(reference),
    value: measured?.value ?? null,
    ...whole,
    resolution: measured?.resolution ?? null,
    sampling: measured?.sampling
      ? { ...measured.sampling, level: 1 - query.guard.alpha, sequential: false, method: measured.method }
      : null,
    n,
    threshold: limit,
    margin: limit === null || whole.low === null ? null : whole.low - limit,
    status: decision.status,
    reason: { code: decision.code, text },
    quality,
    details: {
      ...measured?.details,
      ...(measured ? { designEffect: measured.designEffect } : {}),
      ...(referenceValue === null ? {} : { referenceValue }),
      maturity: { ...maturity, byAge: { ...maturity.byAge } },
    },
  });
}
