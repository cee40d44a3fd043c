import { ATTR_OUTCOME_CLASS, ATTR_PREDICTION_CLASS, CATEGORY_OTHER } from "@modelwatch/conventions";
import type { Finding, Query } from "@modelwatch/conventions/query";
import { computeLabelMaturity } from "@modelwatch/statistics";
import { readDecisionCohorts, type DecisionCohorts } from "../read/decision-outcomes.js";
import type { ReadContext } from "../read/model-matchers.js";
import { compareText } from "../read/series-matrix.js";
import type { Slice } from "../read/strata.js";
import type { PlannedWindow, WindowPlan } from "../windows/plan-windows.js";
import { measureDecisions, type DecisionShare } from "./decision-share.js";
import { toLabelledFinding, type LabelledRows } from "./labelled-finding.js";
import { notApplicableFindings } from "./not-applicable.js";

const OFFERED: readonly string[] = ["accuracy", "precision", "recall"];

/** Accuracy, and precision and recall of each class, for one part of the rows of a model of several classes. */
export async function decisionSliceFindings(
  query: Query,
  context: ReadContext,
  plan: WindowPlan,
  slice: Slice,
): Promise<Finding[]> {
  const cohorts = await readDecisionCohorts(context, plan.baseEdges, slice.matchers);
  return plan.windows.flatMap((window) => windowFindings(query, slice, window, cohorts));
}

function windowFindings(
  query: Query,
  slice: Slice,
  window: PlannedWindow,
  cohorts: DecisionCohorts,
): Finding[] {
  const { firstBase, endBase } = window;
  const rows: LabelledRows = {
    labels: slice.labels,
    window,
    maturity: computeLabelMaturity(countRows(cohorts.made, window), countByAge(cohorts, window)),
    quality: cohorts.qualityOf(firstBase, endBase),
    reference: null,
  };
  const measure = (share: DecisionShare) =>
    measureDecisions(cohorts.outcomes, share, { firstBase, endBase, alpha: query.guard.alpha });
  const finding = (
    id: string,
    share: DecisionShare,
    part?: { readonly attribute: string; readonly class: string },
  ) => {
    const measured = measure(share);
    const own = part && {
      labels: { ...slice.labels, [part.attribute]: part.class },
      part: { n: Number(measured?.details["trials"] ?? 0), class: part.class },
    };
    return toLabelledFinding(query, { ...rows, ...own }, { id, measured, referenceValue: null, limit: null });
  };
  const isAsked = (id: string) => query.statistics?.includes(id) ?? true;
  const findings = isAsked("accuracy") ? [finding("accuracy", ACCURACY)] : [];
  for (const name of classesOf(cohorts)) {
    if (isAsked("precision"))
      findings.push(
        finding("precision", precisionOf(name), { attribute: ATTR_PREDICTION_CLASS, class: name }),
      );
    if (isAsked("recall"))
      findings.push(finding("recall", recallOf(name), { attribute: ATTR_OUTCOME_CLASS, class: name }));
  }
  return [...findings, ...notApplicableFindings(query, rows, OFFERED, "it decides among several classes")];
}

/** Of all decisions, the right ones. Whether two classes that nobody declared are the same, nobody knows. */
const ACCURACY: DecisionShare = {
  isTrial: () => true,
  isSuccess: ({ truth, decision }) => truth === decision && truth !== CATEGORY_OTHER,
  isUnknown: ({ truth, decision }) => truth === decision && truth === CATEGORY_OTHER,
};

/** Of the decisions for a class, the right ones. */
function precisionOf(name: string): DecisionShare {
  return {
    isTrial: ({ decision }) => decision === name,
    isSuccess: ({ truth }) => truth === name,
    isUnknown: () => false,
  };
}

/** Of the rows of a class, those decided so. */
function recallOf(name: string): DecisionShare {
  return {
    isTrial: ({ truth }) => truth === name,
    isSuccess: ({ decision }) => decision === name,
    isUnknown: () => false,
  };
}

/** Declared classes that were decided or true in the range. */
function classesOf({ outcomes }: DecisionCohorts): readonly string[] {
  const names = new Set(outcomes.flatMap(({ truth, decision }) => [truth, decision]));
  return [...names].filter((name) => name !== CATEGORY_OTHER && name !== "").sort(compareText);
}

function countByAge({ outcomes }: DecisionCohorts, window: PlannedWindow): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { age, rows } of outcomes) {
    const count = countRows(rows, window);
    if (count > 0) counts[age] = (counts[age] ?? 0) + count;
  }
  return counts;
}

function countRows(rows: Float64Array, { firstBase, endBase }: PlannedWindow): number {
  return rows.subarray(firstBase, endBase).reduce((total, count) => total + count, 0);
}
