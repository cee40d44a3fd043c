import { ATTR_OUTCOME_AGE, METRIC_OUTCOME_ERROR, OUTCOME_AGES } from "@modelwatch/conventions";
import type { Query } from "@modelwatch/conventions/query";
import type { Matcher, WindowedSeries } from "@modelwatch/sources";
import type { NumericDistribution } from "@modelwatch/statistics";
import { readEmittedReference } from "./emitted-references.js";
import { equals, modelMatchers, type ReadContext } from "./model-matchers.js";
import { middleOfAge, type OutcomeWindows } from "./outcomes.js";
import { sumNumericSeries } from "./series-matrix.js";

const DAY_MS = 86_400_000;

/**
 * Residuals (prediction − truth) of a regression, of the predictions made in each window; cohorts are recovered from label delays, as
 * those of {@link readCohorts}. Null where the model has no residuals: it is no regression.
 */
export async function readErrorCohorts(
  context: ReadContext,
  edges: readonly number[],
  matchers: readonly Matcher[],
): Promise<OutcomeWindows | null> {
  const range = { fromMs: edges[0]!, toMs: edges[edges.length - 1]! + 365 * DAY_MS };
  const metric = METRIC_OUTCOME_ERROR;
  const own = [...modelMatchers(context.subject), ...matchers];
  const found = await context.source.labelValues(
    { attribute: ATTR_OUTCOME_AGE, metric, matchers: own, range },
    context.signal,
  );
  const parts = [];
  for (const age of OUTCOME_AGES.filter(({ name }) => found.includes(name))) {
    const shifted = edges.map((edge) => edge + middleOfAge(age));
    const ofAge = [...own, equals(ATTR_OUTCOME_AGE, age.name)];
    const series = await context.source.histogramWindows(
      { metric, matchers: ofAge, groupBy: [], edges: shifted, squares: true },
      context.signal,
    );
    parts.push({ age: age.name, series });
  }
  return parts.length === 0 ? null : { parts, cohorts: true };
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
  const series: readonly Pick<WindowedSeries, "labels" | "windows" | "quality">[] = found.series;
  const errors = sumNumericSeries(series, 0, 1);
  return errors && { kind: "emitted", ...(found.id === "" ? {} : { id: found.id }), errors };
}
