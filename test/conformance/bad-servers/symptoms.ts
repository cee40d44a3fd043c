import { gzipSync } from "node:zlib";
import type { RequestListener, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { ErrorCode } from "@modelwatch/conventions";
import type { HealthLink } from "@modelwatch/sources";
import type { PrometheusSourceOptions } from "@modelwatch/sources/prometheus";
import type { Peers } from "./peers.js";

/** What a user sees when something between us and a store is wrong: symptom → code → what the error says → what to do. */
export interface Symptom {
  readonly symptom: string;
  readonly open: (peers: Peers) => Promise<Partial<PrometheusSourceOptions> & { readonly url: string }>;
  readonly code: ErrorCode;
  readonly problem: RegExp;
  readonly remedy: RegExp;
  /** The link of the chain that health calls broken, where the code does not say it already. */
  readonly broken?: HealthLink;
}

/** Answers with this status, body and headers. */
export function answer(
  status: number,
  body: string | Buffer,
  headers: Record<string, string> = {},
): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body);
  };
}

const error = (status: number, text: string): RequestListener =>
  answer(status, JSON.stringify({ status: "error", errorType: "execution", error: text }));

const HTML = { "content-type": "text/html; charset=utf-8" };
/** What every question for names is content with. */
export const SUCCESS = '{"status":"success","data":[]}';

const ofHttp =
  (handle: RequestListener, options: Partial<PrometheusSourceOptions> = {}): Symptom["open"] =>
  async (peers) => ({ ...options, url: await peers.http(handle) });
const ofTcp =
  (handle: (socket: Socket) => void, options: Partial<PrometheusSourceOptions> = {}): Symptom["open"] =>
  async (peers) => ({ ...options, url: await peers.tcp(handle) });

/** Writes a little now and again, for as long as the other side stays. */
function drip(stream: Socket | ServerResponse, text: string): void {
  const timer = setInterval(() => stream.write(text), 20);
  stream.on("close", () => clearInterval(timer));
}

/** As much as the other side takes. */
function pour(response: ServerResponse): void {
  const part = Buffer.alloc(256 * 1024, "x");
  const more = (): void => {
    while (!response.destroyed && response.write(part));
  };
  response.on("drain", more);
  more();
}

const QUICK = { timeoutMs: 400 } as const;

export const WRONG_ADDRESS: readonly Symptom[] = [
  {
    symptom: "nothing listens on the port",
    open: async (peers) => {
      const url = await peers.http(answer(200, SUCCESS));
      await peers.stop();
      return { url };
    },
    code: "unavailable",
    problem: /cannot be reached: nothing accepts connections there \(ECONNREFUSED 127\.0\.0\.1:\d+\)/,
    remedy: /check host and port in the URL/,
    broken: "connection",
  },
  {
    symptom: "the host has no address",
    open: async () => ({ url: "http://no-such-host.invalid:9090" }),
    code: "unavailable",
    problem: /the name no-such-host\.invalid has no address \((ENOTFOUND|EAI_AGAIN)\)/,
    remedy: /check the host name in the URL, and this machine's DNS/,
    broken: "name",
  },
  {
    symptom: "a server that does not speak HTTP",
    open: ofTcp((socket) => socket.write("SSH-2.0-OpenSSH_9.6\r\n")),
    code: "bad-response",
    problem: /does not answer in HTTP/,
    remedy: /check the port/,
  },
  {
    symptom: "a server that sends back what it gets",
    open: ofTcp((socket) => void socket.pipe(socket)),
    code: "bad-response",
    problem: /does not answer in HTTP/,
    remedy: /check the port/,
  },
  {
    symptom: "headers without end",
    open: ofTcp((socket) => {
      socket.write("HTTP/1.1 200 OK\r\n");
      drip(socket, `x-filler: ${"x".repeat(4000)}\r\n`);
    }),
    code: "bad-response",
    problem: /does not answer in HTTP/,
    remedy: /check the port/,
  },
  {
    symptom: "another path",
    open: ofHttp(answer(404, "404 page not found\n", { "content-type": "text/plain" })),
    code: "bad-response",
    problem: /answered 404: 404 page not found/,
    remedy: /check the path in the URL: it is the prefix under which the server is reached/,
  },
  {
    symptom: "another service's JSON",
    open: ofHttp(answer(200, '{"hello":1}')),
    code: "bad-response",
    problem: /is not Prometheus' JSON/,
    remedy: /check the URL/,
  },
  {
    symptom: "a text that is not JSON",
    open: ofHttp(answer(200, "pong")),
    code: "bad-response",
    problem: /is not Prometheus' JSON \(4 characters, starting with "pong"\)/,
    remedy: /check the URL/,
  },
];

export const REFUSED: readonly Symptom[] = [
  {
    symptom: "401",
    open: ofHttp(answer(401, "Unauthorized")),
    code: "unauthorized",
    problem: /answered 401: Unauthorized/,
    remedy: /check the Authorization header, and the tenant/,
  },
  {
    symptom: "401 that repeats the credentials it refuses",
    open: ofHttp((request, response) =>
      error(401, `no user for ${JSON.stringify(request.headers)}`)(request, response),
    ),
    code: "unauthorized",
    problem: /answered 401: no user for .*\[redacted\]/,
    remedy: /check the Authorization header/,
  },
  {
    symptom: "credentials that come back, cut off in the middle",
    open: ofHttp((request, response) =>
      answer(200, "x".repeat(182) + request.headers.authorization)(request, response),
    ),
    code: "bad-response",
    problem: /starting with "x+Bearer \[redacted\]"\)/,
    remedy: /check the URL/,
  },
  {
    symptom: "403 with a web page",
    open: ofHttp(answer(403, "<html><h1>Forbidden</h1>", HTML)),
    code: "unauthorized",
    problem: /answered 403: a web page/,
    remedy: /check the Authorization header/,
  },
  {
    symptom: "a login page",
    open: ofHttp(answer(200, "<!doctype html><p>Log in", HTML)),
    code: "bad-response",
    problem: /answered with a web page, not with Prometheus' JSON/,
    remedy: /whether a login page or a proxy stands in front/,
  },
  {
    symptom: "a redirect to a login page",
    open: ofHttp(answer(302, "", { location: "https://login.example/start?state=5" })),
    code: "bad-response",
    problem: /answered 302, a redirect to https:\/\/login\.example\/start$/,
    remedy: /if that is a login page, give credentials/,
  },
  {
    symptom: "a query with too many samples",
    open: ofHttp(error(422, "query processing would load too many samples into memory in query execution")),
    code: "limit-exceeded",
    problem: /answered 422: query processing would load too many samples/,
    remedy: /ask for fewer windows or series, or raise the server's limit/,
  },
  {
    symptom: "a query that is too long",
    open: ofHttp(error(422, "the query is too long (20000 bytes, limit: 16384)")),
    code: "limit-exceeded",
    problem: /answered 422: the query is too long/,
    remedy: /ask for fewer windows or series/,
  },
  {
    symptom: "a body that a proxy finds too large",
    open: ofHttp(answer(413, "<html>Request Entity Too Large", HTML)),
    code: "limit-exceeded",
    problem: /answered 413: a web page/,
    remedy: /raise the limit of the server or of a proxy/,
  },
];

export const OVERLOADED: readonly Symptom[] = [
  {
    symptom: "429 again and again",
    open: ofHttp(answer(429, "too many outstanding requests")),
    code: "unavailable",
    problem: /answered 429: too many outstanding requests$/,
    remedy: /ask less often or for less at a time/,
  },
  {
    symptom: "429 with a Retry-After beyond the deadline",
    open: ofHttp(answer(429, "slow down", { "retry-after": "3600" })),
    code: "unavailable",
    problem: /answered 429: slow down; it asks to wait: Retry-After 3600/,
    remedy: /ask less often or for less at a time/,
  },
  {
    symptom: "500",
    open: ofHttp(error(500, "expanding series: corrupted chunk")),
    code: "unavailable",
    problem: /answered 500: expanding series: corrupted chunk/,
    remedy: /try again/,
  },
  {
    symptom: "502 with a proxy's web page",
    open: ofHttp(answer(502, "<html><center>nginx</center>", HTML)),
    code: "unavailable",
    problem: /answered 502: a web page/,
    remedy: /the proxy before the server got no answer from it/,
  },
  {
    symptom: "503 of a query that took too long",
    open: ofHttp(error(503, "query timed out in expression evaluation")),
    code: "unavailable",
    problem: /answered 503: query timed out/,
    remedy: /try again, or ask for less at a time/,
  },
  {
    symptom: "a server that accepts and says nothing",
    open: ofHttp(() => {}, QUICK),
    code: "unavailable",
    problem: /did not answer within 400 ms/,
    remedy: /ask for less at a time, or raise timeoutMs/,
  },
  {
    symptom: "headers that come a byte at a time",
    open: ofTcp((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nx-slow: ");
      drip(socket, "x");
    }, QUICK),
    code: "unavailable",
    problem: /did not answer within 400 ms/,
    remedy: /raise timeoutMs/,
  },
];

export const BROKEN_BODIES: readonly Symptom[] = [
  {
    symptom: "a body that comes a byte at a time",
    open: ofHttp((_request, response) => drip(response, " "), QUICK),
    code: "unavailable",
    problem: /was still sending its answer after 400 ms, \d+ bytes of it read/,
    remedy: /raise timeoutMs/,
  },
  {
    symptom: "a body that stops",
    open: ofHttp((_request, response) => void response.write('{"status":'), { idleTimeoutMs: 100 }),
    code: "unavailable",
    problem: /stopped in the middle of its answer for 100 ms/,
    remedy: /look at the server and at proxies before it, or raise idleTimeoutMs/,
  },
  {
    symptom: "a body cut off by the server's end",
    open: ofHttp((_request, response) => {
      response.write('{"status":');
      setImmediate(() => response.destroy());
    }),
    code: "unavailable",
    problem: /closed the connection before its answer was whole/,
    remedy: /look at the server's log/,
  },
  {
    symptom: "a body longer than its length says",
    open: ofTcp(
      (socket) =>
        void socket.on("data", () => socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n${SUCCESS}`)),
    ),
    code: "bad-response",
    problem: /is not Prometheus' JSON \(10 characters/,
    remedy: /whether something between cuts answers short/,
  },
  {
    symptom: "a body shorter than its length says",
    open: ofTcp(
      (socket) =>
        void socket.on("data", () => socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n${SUCCESS}`)),
    ),
    code: "unavailable",
    problem: /closed the connection before its answer was whole/,
    remedy: /look at the server's log/,
  },
  {
    symptom: "JSON that ends in the middle",
    open: ofHttp(answer(200, '{"status":"success","data":[')),
    code: "bad-response",
    problem: /is not Prometheus' JSON \(28 characters/,
    remedy: /whether something between cuts answers short/,
  },
  {
    symptom: "gzip that is none",
    open: ofHttp(answer(200, SUCCESS, { "content-encoding": "gzip" })),
    code: "bad-response",
    problem: /cannot be decompressed/,
    remedy: /cuts answers short or rewrites them/,
  },
  {
    symptom: "gzip that ends in the middle",
    open: ofHttp(answer(200, gzipSync(SUCCESS).subarray(0, 20), { "content-encoding": "gzip" })),
    code: "bad-response",
    problem: /cannot be decompressed/,
    remedy: /cuts answers short or rewrites them/,
  },
  {
    symptom: "an encoding that nobody asked for",
    open: ofHttp(answer(200, SUCCESS, { "content-encoding": "br" })),
    code: "bad-response",
    problem: /answered in the encoding br, where gzip or none was asked for/,
    remedy: /what a proxy between does/,
  },
  {
    symptom: "a body without end",
    open: ofHttp((_request, response) => pour(response), { maxResponseBytes: 4_000_000 }),
    code: "limit-exceeded",
    problem: /is larger than 4000000 bytes/,
    remedy: /ask for fewer windows, features or groups, or raise maxResponseBytes/,
  },
];
