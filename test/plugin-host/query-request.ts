import type { QueryDataRequest, WireQuery } from "./host-answers.js";

const HOUR = { fromEpochMS: "1700000000000", toEpochMS: "1700003600000" } as const;

/** A query over one hour, with `model` as its JSON. */
export function toWireQuery(refId: string, model: unknown): WireQuery {
  return { refId, json: Buffer.from(JSON.stringify(model)).toString("base64"), timeRange: HOUR };
}

/** A request with one query for each refId. */
export function toQueryRequest(models: Readonly<Record<string, unknown>>): QueryDataRequest {
  return { queries: Object.entries(models).map(([refId, model]) => toWireQuery(refId, model)) };
}
