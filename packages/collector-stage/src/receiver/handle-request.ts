import type { IncomingMessage, ServerResponse } from "node:http";
import { toModelwatchError } from "@modelwatch/conventions";
import type { MetricSink } from "@modelwatch/sources";
import type { Logger } from "../logger.js";
import { CONTENT_TYPES } from "../otlp/decode-request.js";
import { encodeStatus, encodeSuccess } from "../otlp/encode-response.js";
import { encodingOf, exportMetrics } from "./export-metrics.js";
import { RefusedError, notFound, overloaded, unavailable, wrongMethod } from "./refusal.js";
import type { Refusal } from "./refusal.js";
import type { ReceiverCounters } from "./stats.js";

export interface HandlerParts {
  readonly sink: MetricSink;
  readonly maxBodyBytes: number;
  readonly maxInFlight: number;
  readonly logger: Logger;
  readonly counters: ReceiverCounters;
}

/** Answers every request; never rejects. */
export function createHandler(parts: HandlerParts) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      await route(parts, request, response);
    } catch (error) {
      const refused =
        error instanceof RefusedError ? error : unavailable(toModelwatchError(error).message, error);
      refuse(parts, request, response, refused.refusal);
    }
  };
}

async function route(parts: HandlerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url?.split("?")[0] ?? "/";
  const method = request.method ?? "GET";
  if (path === "/healthz") {
    if (method !== "GET") throw wrongMethod(method, "GET");
    send(response, 200, { "Content-Type": CONTENT_TYPES.json }, '{"status":"ok"}');
  } else if (path === "/v1/metrics") {
    if (method !== "POST") throw wrongMethod(method, "POST");
    await serveExport(parts, request, response);
  } else {
    throw notFound(path);
  }
}

async function serveExport(
  parts: HandlerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { counters, logger, sink } = parts;
  if (counters.inFlight >= parts.maxInFlight) throw overloaded(parts.maxInFlight);
  counters.begin();
  try {
    const stored = await exportMetrics(request, sink, parts.maxBodyBytes);
    counters.acknowledge(stored);
    const { rejections } = stored;
    if (rejections.points > 0) {
      const facts = { points: rejections.points, reason: rejections.toMessage() };
      logger({ level: "warn", event: "receiver.points-rejected", facts });
    }
    const { encoding } = encodingOf(request);
    send(response, 200, { "Content-Type": CONTENT_TYPES[encoding] }, encodeSuccess(rejections, encoding));
  } finally {
    counters.end();
  }
}

function refuse(
  parts: HandlerParts,
  request: IncomingMessage,
  response: ServerResponse,
  refusal: Refusal,
): void {
  const { httpStatus, message, rpcCode, headers = {} } = refusal;
  parts.counters.refuse(httpStatus);
  parts.logger({ level: "warn", event: "receiver.request-refused", facts: { httpStatus, reason: message } });
  const { encoding } = encodingOf(request);
  // what is left of the body is not worth reading: the connection ends with the answer
  const type = { "Content-Type": CONTENT_TYPES[encoding], Connection: "close" };
  send(response, httpStatus, { ...type, ...headers }, encodeStatus(rpcCode, message, encoding));
  request.resume();
}

function send(
  response: ServerResponse,
  httpStatus: number,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array | string,
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(httpStatus, { ...headers, "Content-Length": Buffer.byteLength(body) });
  response.end(body);
}
