import { METRIC_OUTCOME_ERROR } from "@modelwatch/conventions";
import type { Query } from "@modelwatch/conventions/query";
import type { Matcher } from "@modelwatch/sources";
import type { NumericDistribution } from "@modelwatch/statistics";
import { readEmittedReference } from "./emitted-references.js";
import type { ReadContext } from "./model-matchers.js";
import { readCohortsOf, type OutcomeWindows } from "./outcomes.js";
import { sumNumericSeries } from "./series-matrix.js";

/**
 * Residuals (prediction − truth) of a regression, of the predictions made in each window. Null where the model has no residuals: it is
 * no regression.
 */
export async function readErrorCohorts(
  context: ReadContext,
  edges: readonly number[],
  matchers: readonly Matcher[],
): Promise<OutcomeWindows | null> {
  const errors = await readCohortsOf(context, { metric: METRIC_OUTCOME_ERROR, groupBy: [] }, edges, matchers);
  return errors.parts.length === 0 ? null : errors;
}

/** The windows [from, to) as one distribution of residuals; null without rows or with layouts that share no bound. */
export function sumErrors(errors: OutcomeWindows, from: number, to: number): NumericDistribution | null {
  return sumNumericSeries(
    errors.parts.flatMap(({ series }) => series),
    from,
    to,
  );
}

/** Residuals to compare with. */
export interface ReferenceErrors {
  readonly kind: string;
  readonly id?: string;
  readonly errors: NumericDistribution;
}

/** The emitted reference residuals, or the cohorts of a fixed time range; null where there are none or the reference moves. */
export async function readReferenceErrors(
  context: ReadContext,
  reference: Query["reference"],
  range: { readonly fromMs: number; readonly toMs: number },
): Promise<ReferenceErrors | null> {
  if (reference.kind === "range") {
    const edges = [Date.parse(reference.from), Date.parse(reference.to)];
    const cohorts = await readErrorCohorts(context, edges, []);
    const errors = cohorts && sumErrors(cohorts, 0, 1);
    return errors && { kind: "range", errors };
  }
  if (reference.kind !== "emitted") return null;
  const request = { metric: METRIC_OUTCOME_ERROR, matchers: [], groupBy: [] };
  const found = await readEmittedReference(context, reference, range, request);
  if (found.kind !== "found") return null;
  const errors = sumNumericSeries(found.series, 0, 1);
  return errors && { kind: "emitted", ...(found.id === "" ? {} : { id: found.id }), errors };
}
