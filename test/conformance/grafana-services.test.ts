import { Client, credentials, status, type ServiceError } from "@grpc/grpc-js";
import {
  BackendError,
  createLogger,
  createPluginServer,
  isFromAlert,
  type DataQuery,
  type Frame,
  type GrpcServer,
  type PluginHandlers,
  type RequestContext,
} from "@modelwatch/grafana-backend";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  connectGrafanaClient,
  tableOf,
  type GrafanaClient,
  type WireQueryDataResponse,
} from "./grafana-client.js";

let client: GrafanaClient;
let address = "";
let shutdowns = 0;
const QUERY_DATA = "pluginv2.Data/QueryData";
const aborted: string[] = [];
const silent = createLogger({ module: "test", write: () => {}, now: () => new Date(0) });
const server = createPluginServer(createHandlers(), { log: silent, onShutdown: () => void shutdowns++ });

beforeAll(async () => {
  address = await listenLocally(server);
  client = connectGrafanaClient(address);
});
afterAll(async () => {
  client.close();
  await server.close(100);
});

/** Handlers that do what the query's model says, so that each test states its own case. */
function createHandlers(): PluginHandlers {
  return {
    async queryData(query, context) {
      const model = query.model as { do: string; rows?: number };
      return behave(model.do, model.rows ?? 2, query, context);
    },
    checkHealth: async () => {
      throw new BackendError("unavailable", "the store does not answer");
    },
    async callResource(request) {
      const query = Object.fromEntries(request.query);
      if (request.path[0] === "pieces")
        return { status: 200, headers: { "content-type": "text/plain" }, body: pieces() };
      return {
        status: 201,
        body: Buffer.from(JSON.stringify({ ...request, query, headers: [...request.headers] })),
      };
    },
    collectMetrics: async () => "up 1\n",
  };
}

async function* pieces(): AsyncIterable<Uint8Array> {
  yield Buffer.from("one ");
  yield Buffer.from("two");
}

async function behave(
  action: string,
  rows: number,
  query: DataQuery,
  context: RequestContext,
): Promise<Frame[]> {
  switch (action) {
    case "rows":
      return [
        { fields: [{ name: "v", type: "float64", values: new Float64Array(rows).fill(query.range.fromMs) }] },
      ];
    case "nothing":
      return [{ fields: [{ name: "v", type: "float64", values: [] }] }, { fields: [] }];
    case "alert":
      return [{ fields: [{ name: "v", type: "boolean", values: [isFromAlert(context)] }] }];
    case "defect":
      throw new TypeError("x is undefined");
    case "wait":
      return new Promise((_resolve, reject) => {
        context.signal.addEventListener("abort", () => {
          aborted.push(query.refId);
          reject(new Error("stopped"));
        });
      });
    default:
      throw new BackendError("bad-request", `unknown action ${action}`);
  }
}

async function listenLocally({ http2 }: GrpcServer): Promise<string> {
  await new Promise<void>((resolve) => http2.listen(0, "127.0.0.1", resolve));
  const bound = http2.address();
  return `127.0.0.1:${typeof bound === "object" ? bound?.port : ""}`;
}

function asIs(bytes: Buffer): Buffer {
  return bytes;
}

/** A call of a method that our protocol files do not have, with an empty message. */
async function callRaw(path: string): Promise<unknown> {
  const raw = new Client(address, credentials.createInsecure());
  try {
    return await new Promise((resolve, reject) => {
      raw.makeUnaryRequest(path, asIs, asIs, Buffer.alloc(0), (error, answer) =>
        error ? reject(error) : resolve(answer),
      );
    });
  } finally {
    raw.close();
  }
}

/** The answers of one request. */
function ask(request: object): Promise<WireQueryDataResponse["responses"]> {
  return client.call<WireQueryDataResponse>(QUERY_DATA, request).then(({ responses }) => responses);
}

function queries(models: Record<string, unknown>, headers: Record<string, string> = {}) {
  const timeRange = { fromEpochMS: 1000, toEpochMS: 2000 };
  const list = Object.entries(models).map(([refId, model]) => ({
    refId,
    timeRange,
    json: Buffer.from(typeof model === "string" ? model : JSON.stringify(model)),
  }));
  return { headers, queries: list };
}

interface ResourcePiece {
  readonly code: number;
  readonly body: Buffer;
}

async function resource(path: string): Promise<[number, string][]> {
  const received: [number, string][] = [];
  const stream: AsyncIterable<ResourcePiece> = client.stream("pluginv2.Resource/CallResource", {
    path,
    method: "GET",
  });
  for await (const { code, body } of stream) received.push([code, body.toString()]);
  return received;
}

describe("Data", () => {
  it("gives each refId its own answer: data, no data, two kinds of error, malformed JSON", async () => {
    const responses = await ask(
      queries({ A: { do: "rows" }, B: { do: "nothing" }, C: { do: "defect" }, D: { do: "typo" }, E: "{" }),
    );
    expect(tableOf(responses["A"]).getChild("v")?.toJSON()).toEqual([1000, 1000]);
    expect(tableOf(responses["A"]).schema.metadata.get("refId")).toBe("A");
    expect(responses["B"]).toMatchObject({ frames: [], error: "", status: 200 });
    expect(responses["C"]).toMatchObject({
      frames: [],
      status: 500,
      errorSource: "plugin",
      error: "x is undefined",
    });
    expect(responses["D"]).toMatchObject({
      status: 400,
      errorSource: "downstream",
      error: "unknown action typo",
    });
    expect(responses["E"]).toMatchObject({ status: 400, error: "query E: not valid JSON (1 bytes)" });
  });

  it("knows a query of an alert rule by its header, in any case", async () => {
    for (const [header, value] of [
      ["FromAlert", true],
      ["fromalert", true],
      ["Other", false],
    ] as const) {
      const request = queries({ A: { do: "alert" } }, { [header]: "true" });
      const responses = await ask(request);
      expect(tableOf(responses["A"]).getChild("v")?.get(0)).toBe(value);
    }
  });

  it("serves sixteen answers of 20 MB at once, every byte of them", async () => {
    const rows = 2_500_000;
    const request = queries({ A: { do: "rows", rows } });
    for (const responses of await Promise.all(Array.from({ length: 16 }, () => ask(request)))) {
      const values = tableOf(responses["A"]).getChild("v")?.toArray();
      expect(values?.length).toBe(rows);
      expect(values?.at(-1)).toBe(1000);
    }
  });

  it("refuses ten thousand refIds, each by the limit's name, and works for none", async () => {
    const models = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [`q${i}`, { do: "rows", rows: 1 }]),
    );
    const responses = await ask(queries(models));
    const error = "a request may hold 1000 queries and this one has 10000; split it";
    expect(Object.values(responses).every((answer) => answer.status === 413 && answer.error === error)).toBe(
      true,
    );
    expect(Object.keys(responses)).toHaveLength(10_000);
  });

  it("answers a query beside one whose range is no time, whose refId occurs twice, or whose refId is a megabyte", async () => {
    const { queries: good } = queries({ A: { do: "rows" }, twice: {} });
    const far = { refId: "far", timeRange: { fromEpochMS: 0, toEpochMS: "9223372036854775807" } };
    const refId = "r".repeat(1024 * 1024);
    const responses = await ask({
      queries: [...good, far, good[1], { ...good[0], refId, json: Buffer.from("{") }],
    });
    expect(responses["A"]?.status).toBe(200);
    expect(responses["far"]).toMatchObject({
      status: 400,
      error: expect.stringContaining("time range reaches"),
    });
    expect(responses["twice"]).toMatchObject({
      status: 400,
      error: "the request holds 2 queries of this refId",
    });
    expect(responses[refId]).toMatchObject({ status: 400 });
    expect(responses[refId]?.error.length).toBeLessThan(3_000);
  });

  it("answers what is finished at the time limit, and 504 for the rest; what is over the answer's limit 413", async () => {
    const limits = { queryTimeoutMs: 100, maxAnswerBytes: 20_000, maxOpenAnswerBytes: 10_000 };
    const limited = createPluginServer(createHandlers(), { log: silent, onShutdown: () => {}, limits });
    const limitedClient = connectGrafanaClient(await listenLocally(limited));
    const models = {
      A: { do: "rows" },
      late: { do: "wait" },
      large: { do: "rows", rows: 10_000 },
      B: { do: "rows" },
    };
    const { responses } = await limitedClient.call<WireQueryDataResponse>(QUERY_DATA, queries(models));
    const all = limitedClient.call(QUERY_DATA, queries({ A: { do: "rows", rows: 2_000 } }));
    await expect(all).rejects.toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    limitedClient.close();
    await limited.close(0);
    expect([responses["A"]?.status, responses["B"]?.status]).toEqual([200, 200]);
    expect(responses["late"]).toMatchObject({ status: 504, errorSource: "downstream" });
    expect(responses["large"]).toMatchObject({
      status: 413,
      error: expect.stringContaining("at most 20000"),
    });
    expect(aborted).toContain("late");
  });

  it("tells the handler before the caller's deadline, so that an answer can still go out", async () => {
    const deadline = Date.now() + 50;
    // with so short a deadline either side may be first
    await client.call(QUERY_DATA, queries({ deadline: { do: "wait" } }), { deadline }).catch(() => {});
    await expect.poll(() => aborted).toContain("deadline");
  });

  it("tells the handler when the caller cancels", async () => {
    const ended = new Promise<ServiceError | null>((resolve) => {
      const running = client.start(QUERY_DATA, queries({ cancel: { do: "wait" } }), resolve);
      setImmediate(() => running.cancel());
    });
    expect(await ended).toMatchObject({ code: status.CANCELLED });
    const responses = await ask(queries({ A: { do: "rows" } }));
    expect(responses["A"]?.status).toBe(200);
  });

  it("refuses a request of 100 MB with its size and the limit, and lives", async () => {
    const huge = { queries: [{ refId: "A", json: Buffer.alloc(100 * 1024 * 1024) }] };
    await expect(client.call(QUERY_DATA, huge)).rejects.toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
    });
    const responses = await ask(queries({ A: { do: "rows" } }));
    expect(responses["A"]?.status).toBe(200);
  });
});

describe("the other services", () => {
  it("report an unhealthy data source as an answer with its reason", async () => {
    const health = await client.call<object>("pluginv2.Diagnostics/CheckHealth", {});
    expect(health).toMatchObject({ status: 2, message: "the store does not answer" });
  });

  it("hand out metrics as they are", async () => {
    const { metrics } = await client.call<{ metrics: { prometheus: Buffer } }>(
      "pluginv2.Diagnostics/CollectMetrics",
      {},
    );
    expect(metrics.prometheus.toString()).toBe("up 1\n");
  });

  it("say that the plugin serves, to go-plugin's ping", async () => {
    expect(await client.call("grpc.health.v1.Health/Check", { service: "plugin" })).toMatchObject({
      status: 1,
    });
    const unknown = client.call("grpc.health.v1.Health/Check", { service: "other" });
    await expect(unknown).rejects.toMatchObject({ code: status.NOT_FOUND });
  });

  it("decline streaming: no channel, no publishing", async () => {
    expect(await client.call("pluginv2.Stream/SubscribeStream", { path: "x" })).toMatchObject({ status: 1 });
    expect(await client.call("pluginv2.Stream/PublishStream", { path: "x" })).toMatchObject({ status: 2 });
  });

  it.each([
    "pluginv2.Data/QueryChunkedData",
    "pluginv2.AdmissionControl/ValidateAdmission",
    "pluginv2.ResourceConversion/ConvertObjects",
    "pluginv2.Stream/RunStream",
  ])("are UNIMPLEMENTED where they are optional: %s", async (method) => {
    await expect(callRaw(`/${method}`)).rejects.toMatchObject({ code: status.UNIMPLEMENTED });
  });

  it("stream a resource's body in pieces, status and headers with the first", async () => {
    expect(await resource("pieces")).toEqual([
      [200, "one "],
      [0, "two"],
    ]);
  });

  it("answer a path that leaves its root with 400, before any handler sees it", async () => {
    const [[code, body] = []] = await resource("a/..%2f..%2fetc");
    expect(code).toBe(400);
    expect(body).toContain("not allowed");
  });

  it("hold broker and stdio open until the host goes, and pass on its wish to end", async () => {
    const broker = client.duplex("plugin.GRPCBroker/StartStream");
    const stdio = client.stream("plugin.GRPCStdio/StreamStdio", {});
    const ends: number[] = [];
    for (const stream of [broker, stdio]) {
      stream.on("data", () => {});
      stream.on("error", (error: ServiceError) => ends.push(error.code));
    }
    await client.call("plugin.GRPCController/Shutdown", {});
    expect(shutdowns).toBe(1);
    expect(ends).toEqual([]);
    broker.cancel();
    stdio.cancel();
    await expect.poll(() => ends).toEqual([status.CANCELLED, status.CANCELLED]);
  });
});
