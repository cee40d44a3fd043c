import { BackendError, type ResourceRequest, type ResourceResponse } from "@modelwatch/grafana-backend";
import { CATALOG_LISTS, type CatalogScope } from "./catalog.js";
import { parseCatalogRequest } from "./catalog-request.js";

/** `GET /models`, `GET /features?model=…` …: a JSON list of names. */
export async function callResource(
  request: ResourceRequest,
  scope: CatalogScope,
  nowMs: number,
  signal: AbortSignal,
): Promise<ResourceResponse> {
  const [name = "", ...rest] = request.path;
  const list = rest.length === 0 ? CATALOG_LISTS.get(name) : undefined;
  if (!list) {
    throw new BackendError(
      "not-found",
      `no resource ${request.path.join("/")}; there are ${[...CATALOG_LISTS.keys()].join(", ")}`,
    );
  }
  if (request.method !== "GET")
    throw new BackendError("method-not-allowed", `${name} is read with GET, not ${request.method}`);
  const names = await list(parseCatalogRequest(request.query, nowMs), scope, signal);
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: new TextEncoder().encode(JSON.stringify(names)),
  };
}
