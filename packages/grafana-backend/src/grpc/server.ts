import {
  createSecureServer,
  createServer,
  type Http2SecureServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { TlsOptions } from "node:tls";
import type { Route } from "./route.js";
import { createMessageMemory } from "./message-memory.js";
import { serveCall, type CallEnd } from "./server-call.js";
import { GRPC_UNAVAILABLE, GRPC_UNIMPLEMENTED, toGrpcMessage } from "./status.js";

export interface GrpcServerOptions {
  readonly routes: readonly Route[];
  /** Both sides show a certificate; absent: plain text, for loopback. */
  readonly tls?: TlsOptions;
  /** Larger requests end with RESOURCE_EXHAUSTED. */
  readonly maxRequestBytes: number;
  /** The same for requests that find too many bytes of others open. */
  readonly maxOpenRequestBytes: number;
  /** The same for answers that find too many bytes of others unread. */
  readonly maxOpenAnswerBytes: number;
  /** Calls that one connection may have open; the client waits with more. Default 256. */
  readonly maxConcurrentCalls?: number;
  /** Told how each call ended. */
  readonly onCallEnd?: (path: string, end: CallEnd, durationMs: number) => void;
}

export interface GrpcServer {
  /** The server to bind to an address. */
  readonly http2: Http2Server | Http2SecureServer;
  /** Refuses new calls, lets running ones end for at most `graceMs`, then drops the connections. */
  close(graceMs: number): Promise<void>;
}

const DEFAULT_MAX_CONCURRENT_CALLS = 256;
/** go-plugin's host takes no larger message. */
const MAX_ANSWER_BYTES = 2 ** 31 - 1;
/** What a caller may send of one call before it is read. */
const WINDOW_BYTES = 1024 * 1024;
/**
 * MB that Node lets one connection hold before it refuses calls; its default is 10. A connection here can hold, for each of
 * 256 calls, a window of unread request and a slice of unsent answer: 288 MB. The rest is for the framing of small pieces.
 */
const MAX_SESSION_MEMORY_MB = 1024;

/**
 * gRPC over HTTP/2 for a plugin's host: unary and server-streaming calls, deadlines, cancellation, trailers. It has no
 * compression, no retries and no load balancing, because a host on the same machine uses none.
 */
export function createGrpcServer(options: GrpcServerOptions): GrpcServer {
  const settings = {
    maxSessionMemory: MAX_SESSION_MEMORY_MB,
    settings: {
      maxConcurrentStreams: options.maxConcurrentCalls ?? DEFAULT_MAX_CONCURRENT_CALLS,
      initialWindowSize: WINDOW_BYTES,
    },
  };
  const http2 = options.tls ? createSecureServer({ ...settings, ...options.tls }) : createServer(settings);
  const sessions = new Set<ServerHttp2Session>();
  http2.on("session", (session: ServerHttp2Session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
    // a host that was killed leaves a broken session; its calls are cancelled by their own streams
    session.on("error", () => session.destroy());
  });
  const closing = new AbortController();
  http2.on("stream", createStreamListener(options, closing.signal));
  return {
    http2,
    close: async (graceMs) => {
      closing.abort();
      await closeSessions(http2, sessions, graceMs);
    },
  };
}

function createStreamListener(options: GrpcServerOptions, closing: AbortSignal) {
  const routes = new Map(options.routes.map((route) => [route.path, route]));
  const requests = createMessageMemory("request", options.maxRequestBytes, options.maxOpenRequestBytes);
  const answers = createMessageMemory("answer", MAX_ANSWER_BYTES, options.maxOpenAnswerBytes);
  const setting = { requests, answers, closing };
  return (stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void => {
    const path = headers[":path"] ?? "";
    if (!headers["content-type"]?.startsWith("application/grpc")) {
      stream.respond({ ":status": 415 }, { endStream: true });
      return;
    }
    const route = routes.get(path);
    if (closing.aborted) refuse(stream, GRPC_UNAVAILABLE, "the plugin is shutting down");
    else if (!route) refuse(stream, GRPC_UNIMPLEMENTED, `this plugin does not serve ${path}`);
    else {
      const startMs = performance.now();
      void serveCall(stream, headers, route, setting).then((end) =>
        options.onCallEnd?.(path, end, performance.now() - startMs),
      );
    }
  };
}

function refuse(stream: ServerHttp2Stream, grpcStatus: number, message: string): void {
  stream.respond(
    {
      ":status": 200,
      "content-type": "application/grpc",
      "grpc-status": String(grpcStatus),
      "grpc-message": toGrpcMessage(message),
    },
    { endStream: true },
  );
}

async function closeSessions(
  http2: Http2Server | Http2SecureServer,
  sessions: Set<ServerHttp2Session>,
  graceMs: number,
): Promise<void> {
  const closed = new Promise<void>((resolve) => http2.close(() => resolve()));
  for (const session of sessions) session.close();
  const drop = setTimeout(() => {
    for (const session of sessions) session.destroy();
  }, graceMs);
  await closed;
  clearTimeout(drop);
}
