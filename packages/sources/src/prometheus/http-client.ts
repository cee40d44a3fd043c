import { ModelwatchError } from "@modelwatch/conventions";
import { readEnvelope } from "./envelope.js";
import { toRequestError } from "./http-failure.js";
import type { PrometheusSettings } from "./settings.js";

/** Name → value, or several values (`match[]`). */
export type Parameters = Readonly<Record<string, string | readonly string[]>>;

/** Prometheus' HTTP API: the `data` of each answer, still to be parsed, or a ModelwatchError that says what to do. */
export interface PrometheusClient {
  get(path: string, parameters: Parameters, signal?: AbortSignal): Promise<unknown>;
  /** Parameters travel in the body: selectors can be longer than a URL may be. */
  post(path: string, parameters: Parameters, signal?: AbortSignal): Promise<unknown>;
}

export function createHttpClient(settings: PrometheusSettings): PrometheusClient {
  const limited = createLimiter(settings.maxConcurrency);
  return {
    get: (path, parameters, signal) => {
      const query = toForm(parameters).toString();
      return limited(() =>
        request(settings, query === "" ? path : `${path}?${query}`, { method: "GET" }, signal),
      );
    },
    post: (path, parameters, signal) =>
      limited(() => request(settings, path, { method: "POST", body: toForm(parameters) }, signal)),
  };
}

async function request(
  settings: PrometheusSettings,
  path: string,
  init: RequestInit,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const timeout = AbortSignal.timeout(settings.timeoutMs);
  const either = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
  const headers = { Accept: "application/json", ...settings.headers };
  try {
    const response = await fetch(`${settings.url}${path}`, { ...init, headers, signal: either });
    return readEnvelope(response, await readBody(response, settings.maxResponseBytes), settings.url);
  } catch (error) {
    if (error instanceof ModelwatchError) throw error;
    throw toRequestError(error, settings, { cancelled: signal?.aborted === true, timedOut: timeout.aborted });
  }
}

/** The body as text; stops reading, and says so, where it grows past the limit. */
async function readBody(response: Response, limitBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > limitBytes) {
      throw new ModelwatchError("limit-exceeded", {
        problem: `Prometheus' answer is larger than ${limitBytes} bytes`,
        remedy: "ask for fewer windows, features or groups, or raise maxResponseBytes",
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function toForm(parameters: Parameters): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const each of typeof value === "string" ? [value] : value) form.append(name, each);
  }
  return form;
}

/** Runs at most so many tasks at a time, in the order in which they came. */
function createLimiter(maxConcurrency: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= maxConcurrency) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
