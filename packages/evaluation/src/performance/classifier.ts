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
import {
  confusionOf,
  countByAge,
  outcomeQuality,
  readCohorts,
  scoredOutcomes,
  type OutcomeWindows,
} from "../read/outcomes.js";
import type { PredictionKind } from "../read/prediction-kind.js";
import { describeReferenceOutcomes, type ReferenceOutcomes } from "../read/reference-outcomes.js";
import { countRows } from "../read/series-matrix.js";
import type { Slice } from "../read/strata.js";
import type { PlannedWindow, WindowPlan } from "../windows/plan-windows.js";
import { TimeSlices } from "../windows/time-slices.js";
import { designEffectsOf, jackknifeError, rankingEffectsOf } from "./cohort.js";
import { estimateFindings, readScoresByDecision } from "./estimated.js";
import { toLabelledFinding } from "./labelled-finding.js";
import { MEASURES, type Cohort } from "./measures.js";
import { notApplicableFindings } from "./not-applicable.js";
import { recalibratedFindings, wantsRecalibrated, type LabelledWindow } from "./recalibrated.js";
import { referenceMeasures } from "./reference-measures.js";

/** A part of the rows of a binary classifier. */
export interface ClassifierSlice {
  readonly slice: Slice;
  readonly kind: Exclude<PredictionKind, "classes">;
  readonly reference: ReferenceOutcomes | null;
}

/** One window of one slice, ready to be measured. */
interface CohortWindow {
  readonly window: PlannedWindow;
  readonly slice: Slice;
  readonly cohort: Cohort | null;
  readonly maturity: LabelMaturity;
  readonly quality: Finding["quality"];
}

/** Measures that need no probability: of the order of the scores, and of the decisions. */
const RANKING_MEASURES: readonly string[] = [
  "auc",
  "average-precision",
  "accuracy",
  "precision",
  "recall",
  "specificity",
  "f1",
];

/** Every measure of one part of the rows; of a score that only ranks those that need no probability, and nothing without labels. */
export async function classifierFindings(
  query: Query,
  context: ReadContext,
  plan: WindowPlan,
  { slice, kind, reference }: ClassifierSlice,
): Promise<Finding[]> {
  const outcomes = await readCohorts(context, plan.baseEdges, slice.matchers, kind);
  const scores = await readScoresByDecision(context, plan.baseEdges, slice.matchers, kind);
  // A stratum has no reference of its own: its loss is given, not judged.
  const ownReference = slice.matchers.length === 0 ? reference : null;
  const findings: Finding[] = [];
  const slices = new TimeSlices(context.signal);
  let labelled: LabelledWindow | null = null;
  for (const window of plan.windows) {
    await slices.next();
    const described = describeCohort(query, outcomes, scores, { slice, kind, window });
    findings.push(...labelledFindings(query, described, ownReference, kind));
    if (kind === "score") continue;
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
  { slice, kind, window }: { slice: Slice; kind: ClassifierSlice["kind"]; window: PlannedWindow },
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
      effects: (kind === "score" ? rankingEffectsOf : designEffectsOf)(outcomes, firstBase, endBase),
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
  kind: ClassifierSlice["kind"],
): Finding[] {
  const { cohort } = described;
  const offered = kind === "score" ? RANKING_MEASURES : Object.keys(MEASURES);
  const ids = query.statistics?.filter((id) => offered.includes(id)) ?? offered;
  const before = reference && referenceMeasures(reference, cohort?.effects ?? null, query.guard);
  const { slice, window, maturity, quality } = described;
  const rows = {
    labels: slice.labels,
    window,
    maturity,
    quality,
    reference: reference && describeReferenceOutcomes(reference),
  };
  const findings = ids.map((id) =>
    toLabelledFinding(query, rows, {
      id,
      measured: cohort && MEASURES[id]!(cohort),
      referenceValue: before?.values[id] ?? null,
      limit: id === "brier" && before !== null ? before.lossLimit : null,
    }),
  );
  if (kind !== "score") return findings;
  return [...findings, ...notApplicableFindings(query, rows, offered, "the scores only rank")];
}
