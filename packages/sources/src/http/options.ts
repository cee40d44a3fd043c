import { ModelwatchError } from "@modelwatch/conventions";
import { toBaseUrl } from "./base-url.js";
import { toHeaders } from "./credentials.js";
import { checkTls } from "./tls.js";
import type { TlsOptions } from "./tls.js";

/** How a store is reached over HTTP: one set of options for every source that asks a server. */
export interface HttpOptions {
  /** Where the API lives: `http://localhost:9090`, or with a path behind a proxy. No credentials, no query. */
  readonly url: string;
  /** HTTP basic authentication. */
  readonly basicAuth?: { readonly user: string; readonly password: string };
  /** Sent as `Authorization: Bearer …`. */
  readonly bearerToken?: string;
  /** Sent with every request. Values count as secrets: no error or log repeats them. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly tls?: TlsOptions;
  /**
   * `environment` (the default) goes by HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in either case; loopback addresses are always
   * asked directly. `none` ignores them.
   */
  readonly proxy?: "environment" | "none";
  /** How long one question may take: connection, answer, and where it has to be asked again, all attempts and pauses. */
  readonly timeoutMs?: number;
  /** How long a connection, TLS included, may take to stand. */
  readonly connectTimeoutMs?: number;
  /** How long an answer that has begun may pause. */
  readonly idleTimeoutMs?: number;
  /** Largest answer that is read, decompressed. */
  readonly maxResponseBytes?: number;
  /** Requests in flight at a time. */
  readonly maxConcurrency?: number;
  /** How often a question is asked at most, where the server is overloaded (429, 503) or the connection breaks. */
  readonly maxAttempts?: number;
  /** Told of every request that was sent, repetitions one by one, when it has ended: for metrics. */
  readonly onRequestEnd?: (end: HttpRequestEnd) => void;
}

/** How one request went. It holds nothing of what was asked or answered. */
export interface HttpRequestEnd {
  /** Undefined where no answer began. */
  readonly status: number | undefined;
  /** Of the answer's body, as far as it was read; after decompression. */
  readonly bytes: number;
}

/** Options with every default filled in. `headers` holds the credentials. */
export interface HttpSettings extends Required<
  Omit<HttpOptions, "basicAuth" | "bearerToken" | "headers" | "tls">
> {
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsOptions;
}

export const HTTP_DEFAULTS = Object.freeze({
  proxy: "environment",
  timeoutMs: 30_000,
  connectTimeoutMs: 10_000,
  idleTimeoutMs: 30_000,
  maxResponseBytes: 128 * 1024 * 1024,
  maxConcurrency: 4,
  maxAttempts: 3,
  onRequestEnd: () => {},
} as const satisfies Partial<HttpSettings>);

const NUMBERS = [
  "timeoutMs",
  "connectTimeoutMs",
  "idleTimeoutMs",
  "maxResponseBytes",
  "maxConcurrency",
  "maxAttempts",
] as const;

/** setTimeout's largest delay: a longer one would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * What the client of a `service` ("Prometheus") needs, checked.
 *
 * @throws ModelwatchError `invalid-argument` naming the option, never repeating a secret
 */
export function toHttpSettings(options: HttpOptions, service: string): HttpSettings {
  const { basicAuth: _basicAuth, bearerToken: _bearerToken, ...rest } = options;
  const settings: HttpSettings = {
    ...HTTP_DEFAULTS,
    ...rest,
    url: toBaseUrl(options.url, service),
    headers: toHeaders(options, service),
    tls: checkTls(options.tls ?? {}, service),
  };
  for (const name of NUMBERS) {
    const value = settings[name];
    if (!Number.isSafeInteger(value) || value < 1 || (name.endsWith("Ms") && value > LONGEST_MS)) {
      throw new ModelwatchError("invalid-argument", {
        problem: `the ${service} source's ${name} is ${value}`,
        allowed: `an integer of at least 1${name.endsWith("Ms") ? ` and at most ${LONGEST_MS}` : ""}`,
      });
    }
  }
  return settings;
}
