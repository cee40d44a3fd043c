import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseQuery, STATUS_NUMBERS, type Finding } from "@modelwatch/conventions/query";
import { evaluate } from "@modelwatch/evaluation";
import { openDuckDbStore } from "@modelwatch/sources/duckdb";
import type { Table } from "apache-arrow";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildBackend } from "../../grafana-plugin/backend/build-backend.js";
import { tableOf, type WireDataResponse, type WireQueryDataResponse } from "./grafana-client.js";
import { startPlugin, type PluginProcess } from "./grafana-process.js";
import { toWireContext, toWireQuery } from "./grafana-settings.js";
import { DAY_MS, MODEL, STORED_RANGE, writeStore } from "./grafana-store.js";

// The built process over a stored file, asked as Grafana asks; the judge of its numbers is the engine asked directly.
const FOLDER = fileURLToPath(new URL("../../grafana-plugin/backend/dist/", import.meta.url));
const SECRET = "s3cret-password";
/** Nothing listens on port 1 of this machine. */
const DEAD_STORE = toWireContext({
  uid: "dead",
  url: "http://127.0.0.1:1",
  secrets: { bearerToken: SECRET },
});

let folder = "";
let plugin: PluginProcess;
let stored: object;
const models = {
  drift: { analysis: "drift", subject: { model: MODEL } },
  score: { analysis: "drift", subject: { model: MODEL, target: { kind: "prediction" } } },
};

beforeAll(async () => {
  await mkdir(FOLDER, { recursive: true });
  folder = await mkdtemp(join(FOLDER, "conformance-"));
  await buildBackend(folder);
  const duckdbPath = join(folder, "store.duckdb");
  await writeStore(duckdbPath);
  stored = toWireContext({ jsonData: { store: "duckdb", duckdbPath } });
  plugin = await startPlugin(join(folder, "gpx_modelwatch_linux_amd64"));
});
afterAll(async () => {
  await plugin?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function query(queries: readonly object[], headers = {}, pluginContext = stored) {
  const request = { pluginContext, headers, queries };
  return (await plugin.client.call<WireQueryDataResponse>("pluginv2.Data/QueryData", request)).responses;
}

/** What the engine says of the same stored data, in this process. */
async function expectedFindings(model: object, range = STORED_RANGE): Promise<readonly Finding[]> {
  const from = new Date(range.fromMs).toISOString();
  const { source } = await openDuckDbStore({ path: join(folder, "store.duckdb"), readOnly: true });
  try {
    return await evaluate(
      parseQuery({ ...model, range: { from, to: new Date(range.toMs).toISOString() } }),
      source,
    );
  } finally {
    await source.close();
  }
}

function findingsOf(table: Table): unknown {
  return JSON.parse(table.schema.metadata.get("meta") ?? "{}").custom.findings;
}

/** Labels of each frame's only number, and the number. */
function alertsOf(response: WireDataResponse | undefined): Record<string, number> {
  const alerts: Record<string, number> = {};
  for (const frame of response?.frames ?? []) {
    const table = tableOf({ ...response!, frames: [frame] });
    const numbers = table.schema.fields.filter(({ metadata }) => metadata.get("tstype") === "number");
    expect(numbers).toHaveLength(1);
    expect(table.numRows).toBe(1);
    expect(table.schema.fields.map(({ metadata }) => metadata.get("tstype"))).not.toContain("string");
    const { target } = JSON.parse(numbers[0]?.metadata.get("labels") ?? "{}");
    alerts[target] = table.getChild("value")?.get(0);
  }
  return alerts;
}

describe("queries of panels", () => {
  it("give the engine's own findings, field by field and exactly in meta.custom", async () => {
    const expected = await expectedFindings(models.drift);
    expect(expected.length).toBeGreaterThan(10);
    const { A } = await query([toWireQuery("A", models.drift, STORED_RANGE, "table")]);
    const table = tableOf(A);
    expect(findingsOf(table)).toEqual(JSON.parse(JSON.stringify(expected)));
    const column = (name: string): unknown[] => [...(table.getChild(name) ?? [])];
    expect(column("value")).toEqual(expected.map(({ value }) => value));
    expect(column("low")).toEqual(expected.map(({ low }) => low));
    expect(column("high")).toEqual(expected.map(({ high }) => high));
    expect(column("n")).toEqual(expected.map(({ n }) => n));
    expect(column("threshold")).toEqual(expected.map(({ threshold }) => threshold));
    expect(column("status")).toEqual(expected.map(({ status }) => status));
    expect(table.getChild("time")?.data[0]?.values).toEqual(
      BigInt64Array.from(expected, ({ window }) => BigInt(Date.parse(window.from)) * 1_000_000n),
    );
  });

  it("draw one series per label set, the drifted days where they were written", async () => {
    const { A } = await query([toWireQuery("A", models.score, STORED_RANGE)]);
    expect(A?.frames).toHaveLength(1);
    const values = [...(tableOf(A).getChild("value") ?? [])] as number[];
    expect(values).toHaveLength(10);
    expect(Math.max(...values.slice(0, 7))).toBeLessThan(Math.min(...values.slice(7)));
  });

  it("answer every refId: a bad one harms no other", async () => {
    const responses = await query([
      toWireQuery("good", models.score, STORED_RANGE),
      toWireQuery("malformed", '{"analysis":', STORED_RANGE),
      toWireQuery("unknown", { analysis: "magic", subject: { model: MODEL } }, STORED_RANGE),
      toWireQuery(
        "unsupported",
        {
          analysis: "lift",
          subject: { model: MODEL },
          compare: { attribute: "ml.arm", treated: "a", control: "b" },
        },
        STORED_RANGE,
      ),
      toWireQuery("reversed", models.score, { fromMs: STORED_RANGE.toMs, toMs: STORED_RANGE.fromMs }),
      toWireQuery("polluting", '{"subject":{"model":"m","__proto__":{"x":1}}}', STORED_RANGE),
      toWireQuery("long", { ...models.score, window: { width: "5m" } }, { fromMs: 0, toMs: 3_650 * DAY_MS }),
    ]);
    expect(responses["good"]).toMatchObject({ status: 200, error: "" });
    expect(tableOf(responses["good"]).numRows).toBe(10);
    expect(responses["malformed"]).toMatchObject({
      status: 400,
      error: expect.stringContaining("not valid JSON"),
    });
    expect(responses["unknown"]).toMatchObject({ status: 400, error: expect.stringContaining("analysis") });
    expect(responses["unsupported"]).toMatchObject({
      status: 400,
      error: expect.stringContaining('lift of "inputs"'),
    });
    expect(responses["reversed"]).toMatchObject({
      status: 400,
      error: expect.stringContaining("before it starts"),
    });
    expect(responses["polluting"]).toMatchObject({
      status: 400,
      error: expect.stringContaining("__proto__"),
    });
    expect(responses["long"]?.status).toBe(413);
    for (const refId of ["malformed", "unknown", "unsupported", "reversed", "polluting", "long"]) {
      expect(responses[refId]).toMatchObject({ errorSource: "downstream", frames: [] });
    }
  });

  it("give no frames for a model that nobody has heard of, rather than an empty frame", async () => {
    const { A } = await query([toWireQuery("A", { subject: { model: "nobody" } }, STORED_RANGE)]);
    for (const frame of A?.frames ?? [])
      expect(tableOf({ ...A!, frames: [frame] }).numRows).toBeGreaterThan(0);
    expect(A?.error).toBe("");
  });
});

describe("queries of alert rules", () => {
  const rule = { FromAlert: "true" };

  it("get one number per label set, of the latest closed window", async () => {
    const expected = await expectedFindings(models.drift);
    const last = new Date(STORED_RANGE.toMs).toISOString();
    const latest = expected.filter(({ window }) => Date.parse(window.to) === Date.parse(last));
    const { A, B } = await query(
      [
        toWireQuery("A", { ...models.drift, alertOn: "value" }, STORED_RANGE),
        toWireQuery("B", { ...models.drift, alertOn: "state" }, STORED_RANGE),
      ],
      rule,
    );
    expect(alertsOf(A)).toEqual(
      Object.fromEntries(latest.map(({ subject, value }) => [subject.target, value])),
    );
    expect(alertsOf(B)).toEqual(
      Object.fromEntries(latest.map(({ subject, status }) => [subject.target, STATUS_NUMBERS[status]])),
    );
    expect(alertsOf(A)["prediction"]).toBeGreaterThan(0.2);
    expect(alertsOf(A)["feature:distance"]).toBeLessThan(1e-9);
  });

  it("get the day before while the last day is still open", async () => {
    const noon = STORED_RANGE.fromMs + 7.5 * DAY_MS;
    // a rule's own default: the last ten minutes
    const lastMinutes = { fromMs: noon - 600_000, toMs: noon };
    const { A } = await query([toWireQuery("A", { ...models.score, alertOn: "state" }, lastMinutes)], rule);
    expect(alertsOf(A)).toEqual({ prediction: 0 });
  });

  it("get nothing where nothing is known", async () => {
    const hungry = { ...models.score, alertOn: "state", guard: { minimumCount: 1_000_000 } };
    const { A } = await query([toWireQuery("A", hungry, STORED_RANGE)], rule);
    expect(A).toMatchObject({ frames: [], error: "", status: 200 });
  });
});

function check(pluginContext: object): Promise<{ status: number; message: string }> {
  return plugin.client.call("pluginv2.Diagnostics/CheckHealth", { pluginContext });
}

describe("the other calls", () => {
  interface Piece {
    readonly code: number;
    readonly body: Buffer;
  }

  async function resource(url: string, pluginContext = stored): Promise<[number, unknown]> {
    const request = { pluginContext, path: url.replace(/\?.*/, ""), url, method: "GET" };
    const stream: AsyncIterable<Piece> = plugin.client.stream("pluginv2.Resource/CallResource", request);
    for await (const { code, body } of stream) return [code, JSON.parse(body.toString())];
    throw new Error("no answer");
  }

  it("list what is stored, for pickers and variables", async () => {
    const range = `from=${STORED_RANGE.fromMs}&to=${STORED_RANGE.toMs}`;
    expect(await resource(`models?${range}`)).toEqual([200, [MODEL]]);
    expect(await resource(`features?model=${MODEL}&${range}`)).toEqual([200, ["distance"]]);
    expect(await resource(`arms?model=${MODEL}&${range}`)).toEqual([200, ["holdout", "policy"]]);
  });

  it("refuse paths that leave their root, unknown ones and broken parameters", async () => {
    expect((await resource("models/..%2f..%2fetc%2fpasswd"))[0]).toBe(400);
    expect((await resource("../models"))[0]).toBe(400);
    expect((await resource("secrets"))[0]).toBe(404);
    expect((await resource("models?from=2&to=1"))[0]).toBe(400);
  });

  it("name the broken link on Save & test", async () => {
    expect(await check(stored)).toMatchObject({ status: 1 });
    expect((await check(toWireContext({ uid: "no-url" }))).message).toContain("URL of the store is missing");
    const lost = toWireContext({
      uid: "lost",
      jsonData: { store: "duckdb", duckdbPath: join(folder, "none.duckdb") },
    });
    expect(await check(lost)).toMatchObject({ status: 2, message: expect.stringContaining("none.duckdb") });
    expect(await check(DEAD_STORE)).toMatchObject({
      status: 2,
      message: expect.stringContaining("127.0.0.1:1"),
    });
  });

  it("blame a store that does not answer, and never show its secret", async () => {
    const { A } = await query([toWireQuery("A", models.score, STORED_RANGE)], {}, DEAD_STORE);
    expect(A).toMatchObject({ status: 503, errorSource: "downstream" });
    expect(JSON.stringify([A, plugin.stderrLines])).not.toContain(SECRET);
  });

  it("count queries by analysis and outcome, and the process' memory", async () => {
    const { metrics } = await plugin.client.call<{ metrics: { prometheus: Buffer } }>(
      "pluginv2.Diagnostics/CollectMetrics",
      {},
    );
    const text = metrics.prometheus.toString();
    expect(text).toMatch(/modelwatch_query_duration_seconds_count\{analysis="drift",outcome="ok"\} [1-9]/);
    expect(text).toMatch(/^process_resident_memory_bytes [1-9]/m);
  });
});
