import { ATTR_OUTCOME_CLASS, METRIC_OUTCOME_PREDICTION } from "@modelwatch/conventions";
import type { Finding, Query } from "@modelwatch/conventions/query";
import type { ScoredOutcomes } from "@modelwatch/statistics";
import { readEmittedReference } from "./emitted-references.js";
import type { ReadContext } from "./model-matchers.js";
import { readCohorts, scoredOutcomes, splitByTruth } from "./outcomes.js";

/** Labelled rows to compare a loss with. */
export interface ReferenceOutcomes {
  readonly kind: string;
  readonly id?: string;
  readonly outcomes: ScoredOutcomes;
}

/**
 * The reference's scores split by their truth: the emitted ones, or the cohorts of a fixed time range. Null where there are none;
 * other kinds of reference have no fixed loss to compare with.
 */
export async function readReferenceOutcomes(
  context: ReadContext,
  reference: Query["reference"],
  range: { readonly fromMs: number; readonly toMs: number },
): Promise<ReferenceOutcomes | null> {
  if (reference.kind === "range") {
    const cohorts = await readCohorts(context, [Date.parse(reference.from), Date.parse(reference.to)]);
    const outcomes = scoredOutcomes(cohorts, 0, 1);
    return outcomes === null ? null : { kind: "range", outcomes };
  }
  if (reference.kind !== "emitted") return null;
  const groupBy = [ATTR_OUTCOME_CLASS];
  const request = { metric: METRIC_OUTCOME_PREDICTION, matchers: [], groupBy };
  const found = await readEmittedReference(context, reference, range, request);
  if (found.kind !== "found") return null;
  const outcomes = splitByTruth(found.series, 0, 1);
  if (outcomes === null) return null;
  return { kind: "emitted", ...(found.id === "" ? {} : { id: found.id }), outcomes };
}

/** How a finding names this reference. */
export function describeReferenceOutcomes({
  kind,
  id,
  outcomes,
}: ReferenceOutcomes): NonNullable<Finding["reference"]> {
  const n = outcomes.positive.count + outcomes.negative.count;
  return { kind, n, ...(id === undefined ? {} : { id }) };
}
