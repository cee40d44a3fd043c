import { BackendError, type ResourceRequest, type ResourceResponse } from "@modelwatch/grafana-backend";
import { CATALOG_LISTS, type CatalogScope } from "./catalog.js";
import { parseCatalogRequest } from "./catalog-request.js";
import { QUERY_JSON_SCHEMA } from "./query-json-schema.js";
import { parseValidationRequest, validateQuery } from "./validate-query.js";

interface Resource {
  readonly method: "GET" | "POST";
  /** How long a browser may keep the answer. Lists grow seldom; somebody who waits for a new model reloads. */
  readonly keptSeconds: number;
  answer(request: ResourceRequest, scope: CatalogScope, nowMs: number, signal: AbortSignal): unknown;
}

const RESOURCES: ReadonlyMap<string, Resource> = new Map<string, Resource>([
  ...Array.from(CATALOG_LISTS, ([name, list]): [string, Resource] => [
    name,
    {
      method: "GET",
      keptSeconds: 10,
      answer: ({ query }, scope, nowMs, signal) => list(parseCatalogRequest(query, nowMs), scope, signal),
    },
  ]),
  ["query-schema", { method: "GET", keptSeconds: 3_600, answer: () => QUERY_JSON_SCHEMA }],
  [
    "validate",
    {
      method: "POST",
      keptSeconds: 0,
      answer: ({ body }, { monitors }, nowMs, signal) =>
        validateQuery(parseValidationRequest(body, nowMs), monitors, signal),
    },
  ],
]);

/**
 * `GET models`, `GET features?model=…` …: JSON lists of names. `GET query-schema`: the query as a JSON schema. `POST validate`:
 * whether a query can be evaluated, without asking the store.
 * @throws BackendError or ModelwatchError that names what was wrong with the request
 */
export async function callResource(
  request: ResourceRequest,
  scope: CatalogScope,
  nowMs: number,
  signal: AbortSignal,
): Promise<ResourceResponse> {
  const [name = "", ...rest] = request.path;
  const resource = rest.length === 0 ? RESOURCES.get(name) : undefined;
  if (!resource) {
    throw new BackendError(
      "not-found",
      `no resource ${request.path.join("/").slice(0, 100)}; there are ${[...RESOURCES.keys()].join(", ")}`,
    );
  }
  const { method, keptSeconds } = resource;
  if (request.method !== method) {
    throw new BackendError("method-not-allowed", `${name} is asked with ${method}, not ${request.method}`);
  }
  const answer = await resource.answer(request, scope, nowMs, signal);
  return {
    status: 200,
    headers: {
      "content-type": "application/json",
      "cache-control": keptSeconds > 0 ? `private, max-age=${keptSeconds}` : "no-store",
    },
    body: new TextEncoder().encode(JSON.stringify(answer)),
  };
}
