import { ModelwatchError } from "@modelwatch/conventions";
import { parseQuery, querySchema, type Query } from "@modelwatch/conventions/query";
import type { DataQuery } from "@modelwatch/grafana-backend";

/** What Grafana adds to every saved query. */
const GRAFANA_FIELDS: ReadonlySet<string> = new Set([
  "refId",
  "key",
  "hide",
  "datasource",
  "datasourceId",
  "queryType",
  "intervalMs",
  "maxDataPoints",
  "queryCachingTTL",
  "timezone",
  "requestId",
  "range",
]);

export interface GrafanaQuery {
  readonly query: Query;
  /** Fields that neither Grafana nor the query's schema knows: probably a typing error in a provisioned file. */
  readonly ignoredFields: readonly string[];
}

/**
 * A query as the editor or a provisioned file saved it, with the range of the dashboard or rule. Unknown fields at the top
 * are ignored and named, because later versions of Grafana may add some; inside, the schema is strict.
 * @throws ModelwatchError `invalid-argument`.
 */
export function parseGrafanaQuery({ model, range }: DataQuery): GrafanaQuery {
  if (typeof model !== "object" || model === null || Array.isArray(model)) {
    throw new ModelwatchError("invalid-argument", {
      problem: "the query is not an object",
      allowed: "a JSON object",
    });
  }
  const entries = Object.entries(model);
  const own = entries.filter(([name]) => Object.hasOwn(querySchema.shape, name));
  const ignored = entries.map(([name]) => name).filter((name) => !GRAFANA_FIELDS.has(name));
  return {
    query: parseQuery({
      ...Object.fromEntries(own),
      range: { from: toIso(range.fromMs), to: toIso(range.toMs) },
    }),
    ignoredFields: ignored.filter((name) => !Object.hasOwn(querySchema.shape, name)),
  };
}

function toIso(epochMs: number): string {
  const time = new Date(epochMs);
  if (Number.isNaN(time.getTime())) {
    throw new ModelwatchError("invalid-argument", `the time ${epochMs} ms is not a date`);
  }
  return time.toISOString();
}
