import type { IncomingHttpHeaders, ServerHttp2Stream } from "node:http2";
import { boundMessage, describeThrown } from "../errors/bound-message.js";
import { RequestReader, toSlices } from "./message-frame.js";
import type { MessageMemory } from "./message-memory.js";
import type { CallContext, Route } from "./route.js";
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
  readonly requests: MessageMemory;
  readonly answers: MessageMemory;
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
  let hasEnded = false;
  // every call closes its stream in the end; an error with its stack is made for those alone that the caller ended
  const cancel = (problem: string): void => {
    if (!hasEnded) abort.abort(new GrpcStatusError(GRPC_CANCELLED, problem));
  };
  stream.once("close", () => cancel("the caller ended the call"));
  // a reset stream also reports an error; "close" follows and does the work
  stream.on("error", () => cancel("the stream broke"));
  const timeoutMs = parseGrpcTimeout(headers["grpc-timeout"]?.toString());
  const timer = timeoutMs === undefined ? undefined : startDeadline(timeoutMs, abort);
  const context: CallContext = {
    signal: abort.signal,
    closing: setting.closing,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
  let end: CallEnd = { grpcStatus: GRPC_OK, message: "" };
  let reserved = 0;
  const admit = (bytes: number): void => {
    setting.requests.reserve(bytes);
    reserved = bytes;
  };
  try {
    await orAborted(run(stream, route, admit, setting.answers, context), abort.signal);
  } catch (error) {
    end = toCallEnd(error);
    // whatever still works for this call can stop
    abort.abort(error);
  } finally {
    hasEnded = true;
    clearTimeout(timer);
    // what still comes of the request is dropped by endStream: none of it may be collected without room for it
    stream.removeAllListeners("data");
    setting.requests.release(reserved);
  }
  endStream(stream, end);
  return end;
}

async function run(
  stream: ServerHttp2Stream,
  route: Route,
  admit: (bytes: number) => void,
  answers: MessageMemory,
  context: CallContext,
): Promise<void> {
  const request = route.readsRequest ? await readRequest(stream, admit) : new Uint8Array();
  context.signal.throwIfAborted();
  if (!route.readsRequest) {
    stream.resume();
    respond(stream);
  }
  await route.serve(request, context, async (message) => {
    context.signal.throwIfAborted();
    // a host that does not read must not make this process hold what it asks for
    answers.reserve(message.length);
    try {
      respond(stream);
      for (const slice of toSlices(message)) await write(stream, slice);
    } finally {
      answers.release(message.length);
    }
  });
}

function startDeadline(timeoutMs: number, abort: AbortController): NodeJS.Timeout {
  return setTimeout(() => {
    abort.abort(new GrpcStatusError(GRPC_DEADLINE_EXCEEDED, "the caller's deadline has passed"));
  }, timeoutMs);
}

/** The work's outcome, or the abort's reason as soon as it comes: a handler that ignores its signal delays no answer. */
async function orAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    signal.addEventListener("abort", () => reject(toError(signal.reason)), { once: true });
    work.then(resolve, reject);
  });
}

function readRequest(stream: ServerHttp2Stream, admit: (bytes: number) => void): Promise<Uint8Array> {
  const reader = new RequestReader(admit);
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
  return { grpcStatus, message: boundMessage(describeThrown(error)) };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(describeThrown(error));
}
