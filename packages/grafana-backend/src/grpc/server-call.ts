import type { IncomingHttpHeaders, ServerHttp2Stream } from "node:http2";
import { RequestReader, toSlices } from "./message-frame.js";
import type { Route } from "./route.js";
import {
  GRPC_CANCELLED,
  GRPC_DEADLINE_EXCEEDED,
  GRPC_INTERNAL,
  GRPC_OK,
  GrpcStatusError,
  toGrpcMessage,
} from "./status.js";
import { parseGrpcTimeout } from "./timeout.js";

export interface CallSetting {
  readonly maxRequestBytes: number;
  /** Aborts when the server shuts down. */
  readonly closing: AbortSignal;
}

/** How a call ended, for the log. */
export interface CallEnd {
  readonly grpcStatus: number;
  readonly message: string;
}

/** Serves one call on its stream, to its trailers. Never rejects. */
export async function serveCall(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  route: Route,
  setting: CallSetting,
): Promise<CallEnd> {
  const abort = new AbortController();
  stream.once("close", () => abort.abort(new GrpcStatusError(GRPC_CANCELLED, "the caller ended the call")));
  // a reset stream also reports an error; "close" follows and does the work
  stream.on("error", () => abort.abort(new GrpcStatusError(GRPC_CANCELLED, "the stream broke")));
  const timer = startDeadline(headers, abort);
  let end: CallEnd = { grpcStatus: GRPC_OK, message: "" };
  try {
    await orAborted(run(stream, route, setting, abort.signal), abort.signal);
  } catch (error) {
    end = toCallEnd(error);
  } finally {
    clearTimeout(timer);
  }
  endStream(stream, end);
  abort.abort(new GrpcStatusError(GRPC_CANCELLED, "the call has ended"));
  return end;
}

async function run(
  stream: ServerHttp2Stream,
  route: Route,
  setting: CallSetting,
  signal: AbortSignal,
): Promise<void> {
  const request = route.readsRequest ? await readRequest(stream, setting.maxRequestBytes) : new Uint8Array();
  if (!route.readsRequest) {
    stream.resume();
    respond(stream);
  }
  for await (const message of route.serve(request, { signal, closing: setting.closing })) {
    signal.throwIfAborted();
    respond(stream);
    for (const slice of toSlices(message)) await write(stream, slice);
  }
}

function startDeadline(headers: IncomingHttpHeaders, abort: AbortController): NodeJS.Timeout | undefined {
  const header = headers["grpc-timeout"];
  const timeoutMs = parseGrpcTimeout(typeof header === "string" ? header : undefined);
  if (timeoutMs === undefined) return undefined;
  const reason = new GrpcStatusError(GRPC_DEADLINE_EXCEEDED, "the caller's deadline has passed");
  return setTimeout(() => abort.abort(reason), timeoutMs);
}

/** The work's outcome, or the abort's reason as soon as it comes: a handler that ignores its signal delays no answer. */
async function orAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    signal.addEventListener("abort", () => reject(toError(signal.reason)), { once: true });
    work.then(resolve, reject);
  });
}

function readRequest(stream: ServerHttp2Stream, maxBytes: number): Promise<Uint8Array> {
  const reader = new RequestReader(maxBytes);
  return new Promise((resolve, reject) => {
    stream.on("data", (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch (error) {
        stream.removeAllListeners("data");
        reject(toError(error));
      }
    });
    stream.once("end", () => {
      try {
        resolve(reader.finish());
      } catch (error) {
        reject(toError(error));
      }
    });
  });
}

function respond(stream: ServerHttp2Stream): void {
  if (stream.headersSent || stream.destroyed) return;
  stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
}

function write(stream: ServerHttp2Stream, bytes: Uint8Array): Promise<void> {
  if (stream.destroyed) return Promise.resolve();
  if (stream.write(bytes)) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off("drain", done);
      stream.off("close", done);
      resolve();
    };
    stream.once("drain", done);
    stream.once("close", done);
  });
}

function endStream(stream: ServerHttp2Stream, end: CallEnd): void {
  if (stream.destroyed || stream.closed) return;
  const trailers = { "grpc-status": String(end.grpcStatus), "grpc-message": toGrpcMessage(end.message) };
  if (stream.headersSent) {
    stream.once("wantTrailers", () => stream.sendTrailers(trailers));
    stream.end();
  } else {
    stream.respond({ ":status": 200, "content-type": "application/grpc", ...trailers }, { endStream: true });
  }
  // What the caller still sends of a refused request is dropped as it comes: a reset could overtake the status (Node 26).
  if (!stream.readableEnded) stream.resume();
}

function toCallEnd(error: unknown): CallEnd {
  const grpcStatus =
    error instanceof Error && "grpcStatus" in error && typeof error.grpcStatus === "number"
      ? error.grpcStatus
      : GRPC_INTERNAL;
  return { grpcStatus, message: toError(error).message };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
