import type { ModelwatchQuery } from "./model.js";

/** Grafana's `TemplateSrv.replace` with the scoped variables already applied. */
export type Replace = (text: string, format?: "regex") => string;

/** The fields in which people may write variables; Grafana's own keys (refId, datasource, …) stay as they are. */
const VARIABLE_FIELDS = ["subject", "window", "reference", "strata", "compare", "monitor"] as const;

/** The query with its variables filled in: regular-expression matchers take several values, a version without one means all. */
export function interpolateQuery(query: ModelwatchQuery, replace: Replace): ModelwatchQuery {
  const result: ModelwatchQuery = { ...query };
  for (const field of VARIABLE_FIELDS) {
    if (result[field] !== undefined)
      Object.assign(result, { [field]: replaceStrings(result[field], replace) });
  }
  return withoutEmptyVersion(result);
}

function replaceStrings(value: unknown, replace: Replace): unknown {
  if (typeof value === "string") return replace(value);
  if (Array.isArray(value)) return value.map((item) => replaceStrings(item, replace));
  if (typeof value !== "object" || value === null) return value;
  const regular = "operator" in value && (value.operator === "=~" || value.operator === "!~");
  const inner: Replace = regular ? (text) => replace(text, "regex") : replace;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceStrings(item, inner)]));
}

function withoutEmptyVersion(query: ModelwatchQuery): ModelwatchQuery {
  if (query.subject?.modelVersion !== "") return query;
  const { modelVersion: _, ...subject } = query.subject;
  return { ...query, subject };
}
