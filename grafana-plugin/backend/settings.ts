import { validateHeaderName, validateHeaderValue } from "node:http";
import { ModelwatchError } from "@modelwatch/conventions";
import { monitorSchema, parseWith, type Monitor } from "@modelwatch/conventions/query";
import type { DataSourceSettings } from "@modelwatch/grafana-backend";
import { z } from "zod";

/** What the configuration editor saves; Grafana and its proxies add fields of their own. */
const jsonDataSchema = z.looseObject({
  store: z.enum(["prometheus", "duckdb"]).default("prometheus"),
  duckdbPath: z.string().min(1).max(4096).optional(),
  monitors: z.array(monitorSchema).max(1_000).default([]),
});

export interface PrometheusSettings {
  readonly store: "prometheus";
  readonly url: string;
  /** Secrets may be among them: never log or repeat. */
  readonly headers: Readonly<Record<string, string>>;
}
export interface DuckDbSettings {
  readonly store: "duckdb";
  readonly path: string;
}
export type StoreSettings = PrometheusSettings | DuckDbSettings;

export interface InstanceSettings {
  readonly store: StoreSettings;
  readonly monitors: readonly Monitor[];
}

/**
 * A data source's settings, validated. Secrets come from the decrypted secure settings alone.
 * @throws ModelwatchError `invalid-argument` naming the field that is missing or wrong.
 */
export function parseSettings(settings: DataSourceSettings): InstanceSettings {
  const json = parseWith(jsonDataSchema, settings.jsonData, "data source's settings");
  const ids = new Set<string>();
  for (const { id } of json.monitors) {
    if (ids.has(id))
      throw settingsError(`two monitors have the id ${id}`, "give each its own: it is its identity");
    ids.add(id);
  }
  if (json.store === "prometheus") {
    const store = {
      store: "prometheus",
      url: toUrl(settings.url),
      headers: toHeaders(settings, json),
    } as const;
    return { store, monitors: json.monitors };
  }
  if (json.duckdbPath === undefined) {
    throw settingsError("the path of the DuckDB file is missing", "fill it in in the data source's settings");
  }
  return { store: { store: "duckdb", path: json.duckdbPath }, monitors: json.monitors };
}

function toUrl(text: string): string {
  if (text === "")
    throw settingsError("the URL of the store is missing", "fill it in in the data source's settings");
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw settingsError(
      "the URL of the store is not an http or https address",
      "write it as http://prometheus:9090",
    );
  }
  // the message must not repeat them, so it does not repeat the URL
  if (url.username !== "" || url.password !== "") {
    throw settingsError(
      "the URL of the store holds a user or password",
      "put them into the basic-auth fields",
    );
  }
  return text.replace(/\/+$/, "");
}

/** Basic auth, a bearer token, and Grafana's numbered custom headers: `httpHeaderName1` with the secret `httpHeaderValue1`. */
function toHeaders(
  settings: DataSourceSettings,
  json: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const headers: Record<string, string> = {};
  const secrets = settings.secureJsonData;
  if (settings.basicAuthEnabled) {
    const credentials = `${settings.basicAuthUser}:${secrets.get("basicAuthPassword") ?? ""}`;
    headers["Authorization"] = `Basic ${Buffer.from(credentials, "utf8").toString("base64")}`;
  }
  const token = secrets.get("bearerToken");
  if (token) headers["Authorization"] = `Bearer ${token}`;
  for (let number = 1; ; number++) {
    const name = json[`httpHeaderName${number}`];
    if (typeof name !== "string" || name === "") return headers;
    headers[name] = secrets.get(`httpHeaderValue${number}`) ?? "";
    if (!isHeader(name, headers[name])) {
      throw settingsError(
        `the custom header ${number} has characters that HTTP does not allow`,
        "enter it again",
      );
    }
  }
}

/** Checked here, as the client that would send it repeats the value in its error. */
function isHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false; // the reason holds the secret
  }
}

function settingsError(problem: string, remedy: string): ModelwatchError {
  return new ModelwatchError("invalid-argument", { problem, remedy });
}
