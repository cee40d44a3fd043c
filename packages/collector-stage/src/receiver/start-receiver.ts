import { createServer } from "node:http";
import type { Server } from "node:http";
import { ModelwatchError, toModelwatchError } from "@modelwatch/conventions";
import type { MetricSink } from "@modelwatch/sources";
import type { Logger } from "../logger.js";
import { createHandler } from "./handle-request.js";
import { ReceiverCounters } from "./stats.js";
import type { ReceiverStats } from "./stats.js";

export interface ReceiverOptions {
  readonly sink: MetricSink;
  /** Default 4318, OTLP/HTTP's; 0 takes a free one. */
  readonly port?: number;
  /** Default 127.0.0.1: whoever listens elsewhere says so. */
  readonly host?: string;
  /** Most bytes of a body, compressed and decompressed; default 8 MiB. */
  readonly maxBodyBytes?: number;
  /** Most exports at work at once, the rest are told to try again; default 16. */
  readonly maxInFlight?: number;
  readonly logger?: Logger;
}

export interface Receiver {
  /** `http://host:port`, without a path. */
  readonly url: string;
  readonly port: number;
  stats(): ReceiverStats;
  /** Takes nothing new, answers what it has begun, then frees the port. The sink stays open: it is the caller's. */
  close(): Promise<void>;
}

export const RECEIVER_DEFAULTS = {
  port: 4318,
  host: "127.0.0.1",
  maxBodyBytes: 8 * 1024 * 1024,
  maxInFlight: 16,
} as const;

/**
 * Listens for OTLP/HTTP metrics (POST /v1/metrics; protobuf or JSON, gzip) and hands them to a sink. A sender gets its 200
 * only after the sink holds the batch. GET /healthz answers whether the receiver serves.
 *
 * @throws ModelwatchError `unavailable` where the port is taken or may not be used.
 */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const { port, host, maxBodyBytes, maxInFlight } = { ...RECEIVER_DEFAULTS, ...options };
  const { sink, logger = () => undefined } = options;
  const counters = new ReceiverCounters();
  const handle = createHandler({ sink, maxBodyBytes, maxInFlight, logger, counters });
  const server = createServer((request, response) => void handle(request, response));
  server.requestTimeout = 60_000;
  const bound = await listen(server, host, port);
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${bound}`;
  logger({ level: "info", event: "receiver.started", facts: { url } });
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= closeServer(server).then(() =>
      logger({ level: "info", event: "receiver.stopped", facts: { url } }),
    );
    return closing;
  };
  return { url, port: bound, stats: () => counters.read(), close };
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      const problem = `the receiver cannot listen on ${host}:${port}: ${error.message}`;
      reject(
        new ModelwatchError("unavailable", { problem, remedy: "choose another port" }, { cause: error }),
      );
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(toModelwatchError(error))));
    server.closeIdleConnections();
  });
}
