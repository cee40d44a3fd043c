import { BackendError } from "../errors/backend-error.js";
import type * as wire from "../generated/pluginv2.js";
import type { DataQuery, ResourceRequest } from "../handlers/handlers.js";
import type { DataSourceSettings, PluginContext } from "../handlers/plugin-context.js";
import { toResourcePath } from "./resource-path.js";

/** @throws BackendError `bad-request` where the saved settings are not JSON. */
export function fromWireContext(context: wire.PluginContext | undefined): PluginContext {
  const settings = context?.dataSourceInstanceSettings;
  return {
    orgId: Number(context?.orgId ?? 0),
    pluginId: context?.pluginId ?? "",
    pluginVersion: context?.pluginVersion ?? "",
    user: context?.user && { login: context.user.login, name: context.user.name, role: context.user.role },
    dataSource: settings && fromWireSettings(settings),
  };
}

function fromWireSettings(settings: wire.DataSourceInstanceSettings): DataSourceSettings {
  return {
    uid: settings.uid,
    name: settings.name,
    url: settings.url,
    user: settings.user,
    database: settings.database,
    basicAuthEnabled: settings.basicAuthEnabled,
    basicAuthUser: settings.basicAuthUser,
    jsonData: parseJson(settings.jsonData, `the settings of data source ${settings.name}`),
    secureJsonData: settings.decryptedSecureJsonData,
    updatedMs: Number(settings.lastUpdatedMS),
  };
}

/** The farthest times that a Date holds. */
const MAX_EPOCH_MS = 8_640_000_000_000_000;

/** @throws BackendError `bad-request` where the query is not JSON, or has no range of real times. */
export function fromWireQuery(query: wire.DataQuery): DataQuery {
  if (!query.timeRange) throw new BackendError("bad-request", `query ${query.refId} has no time range`);
  return {
    refId: query.refId,
    queryType: query.queryType,
    maxDataPoints: Number(query.maxDataPoints),
    intervalMs: Number(query.intervalMS),
    range: { fromMs: toEpochMs(query.timeRange.fromEpochMS), toMs: toEpochMs(query.timeRange.toEpochMS) },
    model: parseJson(query.json, `query ${query.refId}`),
  };
}

function toEpochMs(wireMs: bigint): number {
  const epochMs = Number(wireMs);
  if (Math.abs(epochMs) <= MAX_EPOCH_MS) return epochMs;
  throw new BackendError(
    "bad-request",
    `the time range reaches ${wireMs} ms; times go to ±${MAX_EPOCH_MS} ms`,
  );
}

/** @throws BackendError `bad-request` for a path that leaves its root. */
export function fromWireResource(request: wire.CallResourceRequest): ResourceRequest {
  // the url repeats the path and adds the query string; only the latter is taken from it
  const queryStart = request.url.indexOf("?");
  return {
    method: request.method.toUpperCase(),
    path: toResourcePath(request.path),
    query: new URLSearchParams(queryStart < 0 ? "" : request.url.slice(queryStart + 1)),
    headers: new Map([...request.headers].map(([name, list]) => [name.toLowerCase(), list.values])),
    body: request.body,
  };
}

export function fromWireHeaders(headers: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...headers].map(([name, value]) => [name.toLowerCase(), value]));
}

/** Strict UTF-8 and JSON. The message says where it is broken, never what it holds: settings could hold a secret. */
function parseJson(bytes: Uint8Array, what: string): unknown {
  if (bytes.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new BackendError("bad-request", `${what}: not valid JSON (${bytes.length} bytes)`, {
      cause: error,
    });
  }
}
