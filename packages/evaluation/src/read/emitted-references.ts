import { ATTR_REFERENCE_ID, toReferenceMetric } from "@modelwatch/conventions";
import type { Query } from "@modelwatch/conventions/query";
import type { Matcher, ReferenceSeries } from "@modelwatch/sources";
import { compareText } from "./series-matrix.js";
import { equals, modelMatchers, type ReadContext } from "./model-matchers.js";

/** A reference that was read, or why there is none to compare with. */
export type EmittedReference =
  | { readonly kind: "found"; readonly id: string; readonly series: readonly ReferenceSeries[] }
  | { readonly kind: "none" }
  /** Several ids are emitted and the query names none. */
  | { readonly kind: "ambiguous"; readonly ids: readonly string[] };

const DAY_MS = 86_400_000;

/** A model that went silent is still compared with what it last emitted this long before the range. */
const LOOK_BACK_MS = 30 * DAY_MS;

export interface EmittedRequest {
  /** The production metric's name. */
  readonly metric: string;
  readonly matchers: readonly Matcher[];
  readonly groupBy: readonly string[];
  readonly categoryAttribute?: string;
}

/**
 * The emitted `ml.reference.*` series of a metric, read as its last value within the range or a month before. Conditions of the
 * query other than model and version do not narrow it: a reference carries no arms and no strata of its own.
 */
export async function readEmittedReference(
  context: ReadContext,
  reference: Query["reference"],
  range: { readonly fromMs: number; readonly toMs: number },
  request: EmittedRequest,
): Promise<EmittedReference> {
  const id = reference.kind === "emitted" ? reference.id : undefined;
  const series = await context.source.references(
    {
      metric: toReferenceMetric(request.metric),
      matchers: [
        ...modelMatchers({ ...context.subject, matchers: [] }),
        ...(id === undefined ? [] : [equals(ATTR_REFERENCE_ID, id)]),
        ...request.matchers,
      ],
      groupBy: [...request.groupBy, ATTR_REFERENCE_ID],
      atMs: range.toMs,
      lookBackMs: range.toMs - range.fromMs + LOOK_BACK_MS,
      ...(request.categoryAttribute === undefined ? {} : { categoryAttribute: request.categoryAttribute }),
    },
    context.signal,
  );
  const ids = [...new Set(series.map((one) => one.labels[ATTR_REFERENCE_ID] ?? ""))].sort(compareText);
  const only = ids[0];
  if (only === undefined) return { kind: "none" };
  return ids.length === 1 ? { kind: "found", id: only, series } : { kind: "ambiguous", ids };
}
