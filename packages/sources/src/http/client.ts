import { setTimeout as pause } from "node:timers/promises";
import type { Dispatcher } from "undici";
import { toAnswer } from "./answer.js";
import { createDispatcher } from "./dispatcher.js";
import { redact } from "./redact.js";
import { createRetry } from "./retry.js";
import { createSlots } from "./slots.js";
import { toTransportFailure } from "./transport-failure.js";
import { untilAborted } from "./until-aborted.js";
import type { HttpAnswer } from "./answer.js";
import type { HttpSettings } from "./options.js";

export interface HttpRequest {
  readonly method: "GET" | "POST";
  /** Follows the URL: begins with "/", encoded, with its query. */
  readonly path: string;
  readonly body?: string;
  /** In addition to the settings' own, and before them. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Questions to one server. */
export interface HttpClient {
  /**
   * Asks, and resolves to what `read` makes of the answer, whatever its status. The request is one that changes nothing: it is
   * asked again, and `read` called again, where the connection breaks or the server is overloaded. Redirects are answers like
   * others: nothing, no credentials above all, goes to a place that the settings do not name.
   *
   * @throws ModelwatchError `unavailable`, `unauthorized`, `bad-response` or `limit-exceeded` with what to do; `cancelled`;
   *   and what `read` throws. None repeats a secret.
   */
  ask<T>(request: HttpRequest, read: (answer: HttpAnswer) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Lets go of the connections once the questions in flight are answered. */
  close(): Promise<void>;
}

/** @param service what errors call the server: "Prometheus" */
export function createHttpClient(settings: HttpSettings, service: string): HttpClient {
  const server: Server = { settings, service, dispatcher: createDispatcher(settings) };
  const inSlot = createSlots(settings.maxConcurrency);
  return {
    ask: async (request, read, cancel) => {
      // one of its own: callers share a signal among many questions, and each would add its listeners to it
      const signal = cancel === undefined ? undefined : AbortSignal.any([cancel]);
      try {
        return await inSlot(() => askInTime(server, request, read, signal), signal);
      } catch (error) {
        // who cancels while waiting for a slot has not come to askInTime
        const why = { cancelled: signal?.aborted === true, timedOut: false, bytes: undefined };
        throw redact(toTransportFailure(error, server, why), settings);
      }
    },
    close: () => server.dispatcher.close(),
  };
}

interface Server {
  readonly settings: HttpSettings;
  readonly service: string;
  readonly dispatcher: Dispatcher;
}

async function askInTime<T>(
  server: Server,
  request: HttpRequest,
  read: (answer: HttpAnswer) => Promise<T>,
  cancel: AbortSignal | undefined,
): Promise<T> {
  const { timeoutMs, maxAttempts } = server.settings;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = cancel === undefined ? timeout : AbortSignal.any([cancel, timeout]);
  const retry = createRetry(maxAttempts, Date.now() + timeoutMs);
  /** How much of an answer has been read; undefined until one has begun. */
  let bytes: number | undefined;
  const tryOnce = async (): Promise<{ readonly value: T } | { readonly pauseMs: number }> => {
    bytes = undefined;
    let response: Dispatcher.ResponseData | undefined;
    try {
      response = await send(server, request, signal);
      const limit = { bytes: server.settings.maxResponseBytes, service: server.service };
      const answer = toAnswer(response, limit, (count) => (bytes = count));
      const pauseMs = retry.afterAnswer(answer);
      return pauseMs === undefined ? { value: await read(answer) } : { pauseMs };
    } finally {
      // what was not read would hold the connection
      response?.body.on("error", () => {}).destroy();
      server.settings.onRequestEnd({ status: response?.statusCode, bytes: bytes ?? 0 });
    }
  };
  try {
    for (;;) {
      const outcome = await tryOnce().catch((error: unknown) => ({ pauseMs: retry.afterError(error) }));
      if ("value" in outcome) return outcome.value;
      await pause(outcome.pauseMs, undefined, { signal });
    }
  } catch (error) {
    const why = { cancelled: cancel?.aborted === true, timedOut: timeout.aborted, bytes };
    throw toTransportFailure(error, server, why);
  }
}

function send(
  { dispatcher, settings }: Server,
  { method, path, body, headers }: HttpRequest,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const { origin, pathname } = new URL(settings.url);
  const asked = dispatcher.request({
    origin,
    path: `${pathname.replace(/\/$/, "")}${path}`,
    method,
    headers: { ...settings.headers, "accept-encoding": "gzip", ...headers },
    signal,
    ...(body !== undefined && { body }),
  });
  // undici hears of an abort only once it has a connection
  return untilAborted(asked, signal);
}
