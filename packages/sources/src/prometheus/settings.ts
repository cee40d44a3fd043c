import { ModelwatchError } from "@modelwatch/conventions";

export interface PrometheusSourceOptions {
  /** Where the HTTP API lives, without `/api/v1`: `http://localhost:9090`, or with a path behind a proxy. */
  readonly url: string;
  /** Sent with every request (`Authorization`, `X-Scope-OrgID`). Never repeated in an error or a log. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long one request may take. */
  readonly timeoutMs?: number;
  /**
   * How far before a window its starting sample is looked for. Longer than the longest pause between two exports: a series
   * without a sample in this time counts from its first sample inside the window, and what came before that is lost.
   */
  readonly lookBackMs?: number;
  /** Largest answer that is read. */
  readonly maxResponseBytes?: number;
  /** Requests in flight at a time. */
  readonly maxConcurrency?: number;
  /** How names are stored. `auto` reads both spellings where the server knows UTF-8 names. */
  readonly names?: "auto" | "underscores" | "utf-8";
  /** `auto` counts exactly where the server can (`promql.anchored`) and extrapolates elsewhere. */
  readonly increments?: "auto" | "extrapolated";
}

export type PrometheusSettings = Required<PrometheusSourceOptions>;

const HOUR_MS = 3_600_000;

export const PROMETHEUS_DEFAULTS = Object.freeze({
  headers: Object.freeze({}),
  timeoutMs: 30_000,
  // an hourly export that comes late still finds its predecessor
  lookBackMs: 2 * HOUR_MS,
  maxResponseBytes: 128 * 1024 * 1024,
  maxConcurrency: 4,
  names: "auto",
  increments: "auto",
} as const satisfies Omit<PrometheusSettings, "url">);

/**
 * Options with every default filled in, and a URL that is one.
 *
 * @throws ModelwatchError `invalid-argument`
 */
export function toSettings(options: PrometheusSourceOptions): PrometheusSettings {
  const settings: PrometheusSettings = { ...PROMETHEUS_DEFAULTS, ...options, url: toBaseUrl(options.url) };
  for (const name of ["timeoutMs", "lookBackMs", "maxResponseBytes", "maxConcurrency"] as const) {
    if (!Number.isSafeInteger(settings[name]) || settings[name] < 1) {
      throw new ModelwatchError("invalid-argument", {
        problem: `the Prometheus source's ${name} is ${settings[name]}`,
        allowed: "an integer of at least 1",
      });
    }
  }
  return settings;
}

function toBaseUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    throw new ModelwatchError("invalid-argument", {
      problem: `"${text}" is not the URL of a Prometheus`,
      allowed: "http:// or https://, a host, and the path that precedes /api/v1",
    });
  }
  if (url.username !== "" || url.password !== "") {
    throw new ModelwatchError("invalid-argument", {
      problem: `the URL of the Prometheus at ${url.host} holds credentials, which would show in logs`,
      remedy: "send them as an Authorization header",
    });
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}
