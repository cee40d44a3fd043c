import type { DataQuery } from "@grafana/data";
import type { Analysis, QueryInput } from "@modelwatch/conventions/query";

type QueryFields = Omit<QueryInput, "range">;

/**
 * A saved query: the conventions' query without its range, which the backend takes from the dashboard or the alert rule. All
 * fields may be missing, because Explore and provisioning start from nothing.
 */
export interface ModelwatchQuery extends DataQuery, Partial<QueryFields> {}

export type Subject = QueryFields["subject"];
export type Target = NonNullable<Subject["target"]>;
export type TargetKind = Target["kind"];
export type WindowWidth = NonNullable<NonNullable<QueryFields["window"]>["width"]>;
export type Compare = NonNullable<QueryFields["compare"]>;
export type Guard = NonNullable<QueryFields["guard"]>;
export type Reference = NonNullable<QueryFields["reference"]>;

/** A query whose fields the editor needs are there, so that nothing throws in render. */
export interface EditableQuery extends ModelwatchQuery {
  analysis: Analysis;
  subject: Subject & { target: Target };
  window: NonNullable<QueryFields["window"]> & { width: WindowWidth; timeZone: string };
}

export const DEFAULT_QUERY = Object.freeze({
  version: 1,
  analysis: "drift",
  subject: { model: "", target: { kind: "inputs" } },
  window: { width: "1d", timeZone: "UTC" },
} as const satisfies QueryFields);

/** The guard that the schema fills in where a query says nothing; shown as placeholders. */
export const DEFAULT_GUARD = Object.freeze({
  alpha: 0.05,
  budgetDays: 90,
  tolerance: 0.05,
  liftTolerance: 0,
  minimumCount: 100,
} satisfies Guard);

/** Fills what is missing; what is there stays, also analyses that the editor does not know. */
export function toEditableQuery(query: ModelwatchQuery): EditableQuery {
  const { subject, window } = query;
  return {
    ...query,
    version: query.version ?? DEFAULT_QUERY.version,
    analysis: query.analysis ?? DEFAULT_QUERY.analysis,
    subject: {
      ...subject,
      model: subject?.model ?? "",
      target: subject?.target ?? DEFAULT_QUERY.subject.target,
    },
    window: {
      ...window,
      width: window?.width ?? DEFAULT_QUERY.window.width,
      timeZone: window?.timeZone ?? DEFAULT_QUERY.window.timeZone,
    },
  };
}
