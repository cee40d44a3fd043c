import { createHttpClient } from "../http/index.js";
import { readEnvelope } from "./envelope.js";
import type { HttpRequest } from "../http/index.js";
import type { PrometheusSettings } from "./settings.js";

/** Name → value, or several values (`match[]`). */
export type Parameters = Readonly<Record<string, string | readonly string[]>>;

/** Prometheus' HTTP API: the `data` of each answer, still to be parsed, or a ModelwatchError that says what to do. */
export interface PrometheusClient {
  get(path: string, parameters: Parameters, signal?: AbortSignal): Promise<unknown>;
  /** Parameters travel in the body: selectors can be longer than a URL may be. */
  post(path: string, parameters: Parameters, signal?: AbortSignal): Promise<unknown>;
  close(): Promise<void>;
}

const JSON_ONLY = { accept: "application/json" };
const FORM = { ...JSON_ONLY, "content-type": "application/x-www-form-urlencoded" };

export function createPrometheusClient(settings: PrometheusSettings): PrometheusClient {
  const client = createHttpClient(settings, "Prometheus");
  const ask = (request: HttpRequest, signal: AbortSignal | undefined): Promise<unknown> =>
    client.ask(
      request,
      async (answer) => readEnvelope(answer, await answer.readText(), settings.url),
      signal,
    );
  return {
    get: (path, parameters, signal) => {
      const query = toForm(parameters);
      const withQuery = query === "" ? path : `${path}?${query}`;
      return ask({ method: "GET", path: withQuery, headers: JSON_ONLY }, signal);
    },
    post: (path, parameters, signal) =>
      ask({ method: "POST", path, body: toForm(parameters), headers: FORM }, signal),
    close: () => client.close(),
  };
}

function toForm(parameters: Parameters): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const each of typeof value === "string" ? [value] : value) form.append(name, each);
  }
  return form.toString();
}
