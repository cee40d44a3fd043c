import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DiagLogLevel, diag } from "@opentelemetry/api";
import { defineModel, probability, startModelwatch, type FlushResult } from "@modelwatch/instrumentation";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startCountingReceiver, type CountingReceiver } from "./counting-receiver.js";

let receiver: CountingReceiver;
const said: string[] = [];

beforeEach(async () => {
  receiver = await startCountingReceiver();
  vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url);
  said.length = 0;
  const say = (...words: unknown[]): void => {
    const message = words.map(String).join(" ");
    // the model here has no reference, which is no fault of the environment
    if (!message.includes("no-reference")) said.push(message);
  };
  const logger = { error: say, warn: say, info: say, debug: say, verbose: say };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
});
afterEach(async () => {
  diag.disable();
  vi.unstubAllEnvs();
  await receiver.close();
});

const model = defineModel({ name: "churn", version: "7", prediction: probability() });

/** Starts, counts and stops under some variables. */
async function predict(count: number, variables: Readonly<Record<string, string>>): Promise<FlushResult> {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const modelwatch = await startModelwatch({ flushOnExit: false });
  const watch = modelwatch.watch(model);
  for (let i = 0; i < count; i++) watch.predict({ score: i / count });
  return modelwatch.shutdown();
}

describe("the environment's variables", () => {
  it.each([
    { OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" },
    { OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: "http/protobuf", OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" },
    { OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: "delta" },
    { OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: "lowmemory" },
    { OTEL_EXPORTER_OTLP_COMPRESSION: "gzip" },
    { OTEL_METRIC_EXPORT_INTERVAL: "5000", OTEL_METRIC_EXPORT_TIMEOUT: "5000" },
  ])("count the same with %o", async (variables) => {
    expect(await predict(300, variables)).toEqual({ kind: "exported" });
    expect(await receiver.countValues("ml.prediction.value")).toEqual([{ labels: {}, count: 300 }]);
    expect(said).toEqual([]);
  });

  it("can name two exporters, each of which gets every count", async () => {
    const shown = vi.spyOn(console, "dir").mockImplementation(() => undefined);
    await predict(20, { OTEL_METRICS_EXPORTER: "otlp,console" });
    expect(await receiver.countValues("ml.prediction.value")).toEqual([{ labels: {}, count: 20 }]);
    expect(JSON.stringify(shown.mock.calls)).toContain('"count":20');
    shown.mockRestore();
  });

  it("name the service, and the instance is random where they do not name it", async () => {
    await predict(3, {
      OTEL_SERVICE_NAME: "churn-api",
      OTEL_RESOURCE_ATTRIBUTES: "service.instance.id=pod-1",
    });
    await predict(4, { OTEL_SERVICE_NAME: "churn-api", OTEL_RESOURCE_ATTRIBUTES: "" });
    const groupBy = ["service.name", "service.instance.id"];
    const groups = await receiver.countValues("ml.prediction.value", groupBy);
    expect(groups).toEqual([
      {
        labels: {
          "service.name": "churn-api",
          "service.instance.id": expect.stringMatching(/^[0-9a-f-]{36}$/),
        },
        count: 4,
      },
      { labels: { "service.name": "churn-api", "service.instance.id": "pod-1" }, count: 3 },
    ]);
  });

  it.each([{ OTEL_SDK_DISABLED: "true" }, { OTEL_METRICS_EXPORTER: "none" }])(
    "export nothing with %o",
    async (variables) => {
      expect(await predict(5, variables)).toEqual({ kind: "disabled" });
      expect(await receiver.countValues("ml.prediction.value")).toEqual([]);
    },
  );

  it("that are wrong are reported, without the secrets beside them, and their defaults hold", async () => {
    const seen: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers["content-type"], request.headers.authorization);
      request.resume();
      request.on("end", () => response.end());
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const wrong = {
      OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
      OTEL_EXPORTER_OTLP_TIMEOUT: "soon",
      OTEL_EXPORTER_OTLP_COMPRESSION: "brotli",
      OTEL_METRIC_EXPORT_INTERVAL: "-1",
      OTEL_METRIC_EXPORT_TIMEOUT: "forever",
      OTEL_METRICS_EXPORTER: "otlp,carrier-pigeon",
      OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: "sometimes",
    };
    const result = await predict(5, {
      ...wrong,
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `http://127.0.0.1:${port}/otlp`,
      OTEL_EXPORTER_OTLP_HEADERS: "Authorization=Bearer%20token",
    });
    server.close();
    expect(result).toEqual({ kind: "exported" });
    expect(seen).toEqual(["application/x-protobuf", "Bearer token"]);
    const values = Object.values(wrong).flatMap((value) => value.split(",").slice(-1));
    for (const value of values) expect(said.join("\n")).toContain(value);
    expect(said.join("\n")).not.toContain("token");
  });
});

describe("a flush", () => {
  it("tells that nothing arrived, once for all who wait, and the counts go with the next one", async () => {
    const modelwatch = await startModelwatch({ flushOnExit: false, flushTimeoutMs: 10_000 });
    modelwatch.watch(model).predict({ score: 0.5 });
    expect(await Promise.all([modelwatch.flush(), modelwatch.flush()])).toEqual([
      { kind: "exported" },
      { kind: "exported" },
    ]);
    const stopped = modelwatch.shutdown();
    expect(modelwatch.shutdown()).toBe(stopped);
    expect(await stopped).toEqual({ kind: "exported" });
    expect(await modelwatch.flush()).toEqual({ kind: "exported" });
    expect(await receiver.countValues("ml.prediction.value")).toEqual([{ labels: {}, count: 1 }]);
  });

  it("fails in its time where the receiver never answers", async () => {
    const server = createServer(() => undefined);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", `http://127.0.0.1:${port}`);
    const modelwatch = await startModelwatch({ flushOnExit: false, flushTimeoutMs: 300 });
    modelwatch.watch(model).predict({ score: 0.5 });
    expect(await modelwatch.flush()).toMatchObject({
      kind: "failed",
      problem: "1 export requests did not arrive",
    });
    server.closeAllConnections();
    server.close();
    expect(await modelwatch.shutdown()).toMatchObject({ kind: "failed" });
  });
});
