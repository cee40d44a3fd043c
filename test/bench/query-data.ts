import { fileURLToPath } from "node:url";
import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { createLogger, createPluginServer, encodeFrame, type Frame } from "@modelwatch/grafana-backend";
import { connectGrafanaClient, type GrafanaClient } from "../conformance/grafana-client.js";
import { toWireQuery } from "../conformance/grafana-settings.js";
import type { BenchRow } from "./bench-row.js";

const ROWS = 1_000;
const WARM_UP_ROUNDS = 10;
const ROUNDS = 60;
const AT_ONCE = 16;
/** Differences under a fifth are noise on two shared cores. */
const GOAL_RATIO = 1.25;
const RIVAL = "@grpc/grpc-js server";
const QUERY_DATA = "pluginv2.Data/QueryData";
const REQUEST = { queries: [toWireQuery("A", {}, { fromMs: 0, toMs: 1 })] };

interface Served {
  readonly client: GrafanaClient;
  stop(): Promise<void>;
}

/** QueryData of a 1,000-row frame, made anew for each call, through our gRPC server and through grpc-js' own. */
export async function run(): Promise<BenchRow[]> {
  const own = await serveOwn();
  const rival = await serveRival();
  try {
    return [
      toRow("QueryData of 1,000 rows, one at a time, p50", ...(await interleave(own, rival, 1))),
      toRow(`QueryData of 1,000 rows, ${AT_ONCE} at once, p50`, ...(await interleave(own, rival, AT_ONCE))),
    ];
  } finally {
    await Promise.all([own.stop(), rival.stop()]);
  }
}

function toRow(name: string, ownMs: number, rivalMs: number): BenchRow {
  const ratio = ownMs / rivalMs;
  const goal = `ratio ≤ ${GOAL_RATIO}`;
  return { name, value: ownMs, unit: "ms", rival: RIVAL, ratio, goal, holds: ratio <= GOAL_RATIO };
}

/** Medians of both, measured in turns, so that whatever else the machine does meets both alike. */
async function interleave(own: Served, rival: Served, atOnce: number): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    const measured = [await timeCalls(own.client, atOnce), await timeCalls(rival.client, atOnce)] as const;
    if (round < WARM_UP_ROUNDS) continue;
    times[0].push(...measured[0]);
    times[1].push(...measured[1]);
  }
  return [median(times[0]), median(times[1])];
}

/** The duration of each of the calls that are made at once, in milliseconds. */
function timeCalls(client: GrafanaClient, atOnce: number): Promise<number[]> {
  const timeCall = async (): Promise<number> => {
    const start = performance.now();
    await client.call(QUERY_DATA, REQUEST);
    return performance.now() - start;
  };
  return Promise.all(Array.from({ length: atOnce }, timeCall));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

function createFrame(): Frame {
  return {
    fields: [
      {
        name: "time",
        type: "time",
        nullable: false,
        values: Float64Array.from({ length: ROWS }, (_, i) => i * 60_000),
      },
      { name: "value", type: "float64", values: Float64Array.from({ length: ROWS }, (_, i) => Math.sin(i)) },
    ],
  };
}

async function serveOwn(): Promise<Served> {
  const log = createLogger({ module: "bench", write: () => {}, now: () => new Date(0) });
  const handlers = {
    queryData: async () => [createFrame()],
    checkHealth: async () => ({ ok: true, message: "" }),
  };
  const server = createPluginServer(handlers, { log, onShutdown: () => {} });
  await new Promise<void>((resolve) => server.http2.listen(0, "127.0.0.1", resolve));
  const address = server.http2.address();
  const client = connectGrafanaClient(`127.0.0.1:${typeof address === "object" ? address?.port : ""}`);
  return {
    client,
    stop: async () => {
      client.close();
      await server.close(0);
    },
  };
}

async function serveRival(): Promise<Served> {
  const proto = new URL("../../packages/grafana-backend/proto/pluginv2.proto", import.meta.url);
  const service = loadSync(fileURLToPath(proto), { longs: Number, defaults: true })["pluginv2.Data"];
  if (!service || "format" in service) throw new Error("pluginv2.Data is not a service");
  const server = new Server();
  server.addService(service, {
    QueryData: (_call: ServerUnaryCall<object, object>, callback: sendUnaryData<object>) => {
      const frames = [encodeFrame(createFrame(), "A")];
      callback(null, { responses: { A: { frames, status: 200 } } });
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  const client = connectGrafanaClient(`127.0.0.1:${port}`);
  return {
    client,
    stop: async () => {
      client.close();
      server.forceShutdown();
    },
  };
}
