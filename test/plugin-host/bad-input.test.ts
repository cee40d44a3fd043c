import { status } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  QueryDataResponse,
  type DataResponse,
} from "../../packages/grafana-backend/src/generated/pluginv2.js";
import type { WireDataResponse, WireQueryDataResponse } from "../conformance/grafana-client.js";
import type { PluginProcess } from "../conformance/grafana-process.js";
import { toWireContext } from "../conformance/grafana-settings.js";
import { startPrometheus, type PrometheusServer } from "../stack/prometheus-server.js";
import { BACKEND_KINDS, startBackend } from "./bad-input/backend-processes.js";
import { BAD_QUERIES, type BadQuery } from "./bad-input/bad-queries.js";
import { BAD_RESOURCES } from "./bad-input/bad-resources.js";
import { BAD_SETTINGS, CANARY, type BadSettings } from "./bad-input/bad-settings.js";

/** What the largest answer to bad input may say. */
const MAX_MESSAGE_LENGTH = 2_100;
const GOOD_MODEL = { analysis: "drift", subject: { model: "m", target: { kind: "prediction" } } };
const RANGE = { from: "1700000000000", to: "1700172800000" };
const SECRET_HEADERS = {
  Authorization: `Bearer ${CANARY}`,
  Cookie: `session=${CANARY}`,
  "X-Id-Token": CANARY,
};

let store: PrometheusServer;
beforeAll(async () => {
  store = await startPrometheus();
});
afterAll(() => store?.stop());

describe.each(BACKEND_KINDS)("%s", (kind) => {
  let plugin: PluginProcess;
  let good: object;
  beforeAll(async () => {
    plugin = await startBackend(kind);
    good = toWireContext({ url: store.url, secrets: { bearerToken: CANARY, tlsClientKey: CANARY } });
  });
  afterAll(() => plugin?.stop());

  type Responses = Readonly<Record<string, WireDataResponse>>;
  async function ask(queries: readonly object[], pluginContext = good): Promise<Responses> {
    const request = { pluginContext, headers: SECRET_HEADERS, queries };
    const { responses } = await plugin.client.call<WireQueryDataResponse>("pluginv2.Data/QueryData", request);
    expect(JSON.stringify(responses)).not.toContain(CANARY);
    return responses;
  }

  it.each(BAD_QUERIES)("a query with $name is answered $status, the one beside it 200", async (bad) => {
    const responses = await ask([toQuery("bad", bad), goodQuery()]);
    expect(responses["bad"]).toMatchObject({ status: bad.status, errorSource: "downstream", frames: [] });
    expect(responses["bad"]?.error).toContain(bad.says);
    expect(responses["bad"]?.error.length).toBeLessThan(MAX_MESSAGE_LENGTH);
    expect(responses["good"]).toMatchObject({ status: 200, error: "" });
  });

  it.each(["", " ", "__proto__", "constructor", "toString", "\u0000", "💥", "x".repeat(1_000_000)])(
    "the refId %.20j is a name like any other",
    async (refId) => {
      const list = await askList([goodQuery(refId), toQuery(`${refId}!`, { model: "{" }), goodQuery()]);
      expect(list.get(refId)).toMatchObject({ status: 200, error: "" });
      expect(list.get("good")).toMatchObject({ status: 200, error: "" });
      const bad = list.get(`${refId}!`);
      expect(bad).toMatchObject({ status: 400 });
      expect(bad?.error.length).toBeLessThan(MAX_MESSAGE_LENGTH);
    },
  );

  it("a refId that two queries claim is refused for both", async () => {
    const twice = [goodQuery("A"), goodQuery("A"), goodQuery()];
    const responses = await ask(twice);
    expect(responses["A"]).toMatchObject({ status: 400, errorSource: "downstream" });
    expect(responses["good"]).toMatchObject({ status: 200, error: "" });
  });

  it("ten thousand queries are refused, each with the limit", async () => {
    const responses = await ask(Array.from({ length: 10_000 }, (_, i) => goodQuery(`q${i}`)));
    expect(Object.keys(responses)).toHaveLength(10_000);
    expect(new Set(Object.values(responses).map((answer) => answer.status))).toEqual(new Set([413]));
    expect(responses["q0"]?.error).toContain("1000 queries");
  });

  it("a request of 100 MB is refused by its size", async () => {
    const huge = ask([toQuery("A", { model: Buffer.alloc(100 * 1024 * 1024) })]);
    await expect(huge).rejects.toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    expect((await ask([goodQuery()]))["good"]).toMatchObject({ status: 200 });
  });

  it("a query that names another data source asks the one of its request", async () => {
    const elsewhere = {
      ...GOOD_MODEL,
      datasource: { uid: "other", type: "prometheus" },
      url: "http://127.0.0.1:1",
    };
    const responses = await ask([toQuery("A", { model: elsewhere })]);
    expect(responses["A"]).toMatchObject({ status: 200, error: "" });
  });

  it("a request without a data source has a reason for each query", async () => {
    const responses = await ask([goodQuery()], {});
    expect(responses["good"]).toMatchObject({
      status: 400,
      error: expect.stringContaining("no data source"),
    });
  });

  describe.each(BAD_SETTINGS)("a data source with $name", (bad) => {
    const settings = toBadContext(bad);
    it("answers each query with the reason", async () => {
      const responses = await ask([goodQuery("A"), goodQuery("B")], settings);
      for (const refId of ["A", "B"]) {
        expect(responses[refId]).toMatchObject({ status: bad.status, errorSource: "downstream", frames: [] });
        expect(responses[refId]?.error).toContain(bad.says);
      }
      expect((await ask([goodQuery()]))["good"]).toMatchObject({ status: 200 });
    });

    it("says so on Save & test", async () => {
      const health = await plugin.client.call<{ status: number; message: string }>(
        "pluginv2.Diagnostics/CheckHealth",
        { pluginContext: settings, headers: SECRET_HEADERS },
      );
      expect(health).toMatchObject({ status: 2, message: expect.stringContaining(bad.says) });
      expect(JSON.stringify(health)).not.toContain(CANARY);
    });
  });

  it.each(BAD_RESOURCES)(
    "the resource request $name is answered $status",
    async ({ status: code, path, url = path, method = "GET", headers, body }) => {
      const request = { pluginContext: good, path, url, method, headers, body };
      const pieces: { readonly code: number; readonly body: Buffer }[] = [];
      const stream: AsyncIterable<(typeof pieces)[number]> = plugin.client.stream(
        "pluginv2.Resource/CallResource",
        request,
      );
      for await (const piece of stream) pieces.push(piece);
      expect(pieces.map((piece) => piece.code)).toEqual([code]);
      const text = pieces[0]?.body.toString() ?? "";
      expect(JSON.parse(text)).toMatchObject({ message: expect.any(String), code: expect.any(String) });
      expect(text.length).toBeLessThan(2 * MAX_MESSAGE_LENGTH);
      expect(text).not.toContain(CANARY);
    },
  );

  it("no secret is in a log line or a metric after all this, and no defect was met", async () => {
    const { metrics } = await plugin.client.call<{ metrics: { prometheus: Buffer } }>(
      "pluginv2.Diagnostics/CollectMetrics",
      {},
    );
    const log = plugin.stderrLines.join("\n");
    expect(log).not.toContain(CANARY);
    expect(metrics.prometheus.toString()).not.toContain(CANARY);
    expect(metrics.prometheus.toString()).not.toContain('outcome="internal"');
    expect(plugin.stdoutLines).toHaveLength(1);
    expect(plugin.child.exitCode).toBeNull();
  });

  /** As a Map: an object of answers has no room for a refId of `__proto__`. */
  async function askList(queries: readonly object[]): Promise<ReadonlyMap<string, DataResponse>> {
    const bytes = await plugin.client.callForBytes("pluginv2.Data/QueryData", {
      pluginContext: good,
      headers: SECRET_HEADERS,
      queries,
    });
    expect(bytes.includes(CANARY)).toBe(false);
    return QueryDataResponse.decode(bytes).responses;
  }
});

/** The query that every other is asked beside. */
function goodQuery(refId = "good"): object {
  return toQuery(refId, { model: GOOD_MODEL });
}

function toBadContext({ url = "", json = "{}", secrets = {} }: BadSettings): object {
  return {
    orgId: 1,
    pluginId: "modelwatch-modelwatch-datasource",
    dataSourceInstanceSettings: {
      uid: "bad",
      name: "Bad",
      url,
      jsonData: Buffer.from(json),
      decryptedSecureJsonData: secrets,
      lastUpdatedMS: 1,
    },
  };
}

function toQuery(refId: string, { model, from, to }: Pick<BadQuery, "model" | "from" | "to">): object {
  const json =
    typeof model === "string" || model instanceof Uint8Array
      ? Buffer.from(model)
      : Buffer.from(JSON.stringify(model));
  return { refId, json, timeRange: { fromEpochMS: from ?? RANGE.from, toEpochMS: to ?? RANGE.to } };
}
