import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import type { QueryInput } from "@modelwatch/conventions/query";
import { DATA_SOURCE } from "./data-source.js";

/** A query without its range: Grafana gives the dashboard's, or the alert rule's. */
export type TargetFields = Omit<QueryInput, "range">;

/** How the backend frames a panel's answer: a frame for each series, or one table. */
export type PanelFormat = "series" | "table";

/** A query of our data source as the builders of panels and alert rules take it. */
export function createTarget(refId: string, fields: TargetFields, format?: PanelFormat): Builder<Dataquery> {
  const query = {
    refId,
    datasource: { ...DATA_SOURCE },
    ...(format === undefined ? {} : { queryType: format }),
    version: 1,
    ...fields,
  };
  // the builders want this marker on every query; a function is not written to JSON
  return { build: () => ({ ...query, _implementsDataqueryVariant: () => undefined }) };
}
