import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { MetricBatch, Source } from "@modelwatch/sources";
import { createClickHouseSource } from "@modelwatch/sources/clickhouse";
import { createMemoryStore } from "@modelwatch/sources/memory";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startClickHouse } from "./clickhouse-server.js";
import type { ClickHouseServer } from "./clickhouse-server.js";
import { createClickHouseSink } from "./clickhouse-sink.js";
import { createTables, emptyTables } from "./clickhouse-tables.js";

const START = Date.UTC(2013, 3, 1);
const HOUR = 3_600_000;
const ask = { matchers: [], groupBy: [], edges: [START, START + HOUR] } as const;

let server: ClickHouseServer;
let source: Source;

beforeAll(async () => {
  server = await startClickHouse();
  await createTables(server, "DateTime");
  source = createClickHouseSource({ url: server.url });
});
afterAll(async () => {
  await source.close();
  await server.stop();
});
beforeEach(() => emptyTables(server));

async function insert(batch: Partial<MetricBatch>): Promise<void> {
  const sink = createClickHouseSink(server, "DateTime");
  await sink.append({ id: "1", histograms: [], sums: [], gauges: [], ...batch });
  await sink.flush();
}

/** A counter's point in the first hour. */
function counted(metric: string, labels: Record<string, string>, value: number) {
  const interval = { startMs: START, timeMs: START + HOUR };
  return { metric, labels, temporality: "delta", monotonic: true, ...interval, value } as const;
}

describe("names and values are data, whatever they contain", () => {
  const hostile = fc
    .oneof(
      fc.string({ maxLength: 12, unit: "binary" }),
      fc
        .array(
          fc.constantFrom("'", '"', "`", "\\", "\n", "\t", "\0", "{p0:String}", "--", ";", "]", "$", "😀"),
        )
        .map((parts) => parts.join("")),
    )
    .filter((text) => text !== "" && text !== "__proto__");

  test("metric, attribute, value and category come back as they were sent", async () => {
    const property = fc.asyncProperty(hostile, hostile, hostile, async (metric, attribute, value) => {
      await emptyTables(server);
      await insert({
        sums: [counted(metric, { [attribute]: value }, 2), counted(metric, { [attribute]: `${value}'` }, 3)],
      });
      const matchers = [{ attribute, operator: "=", value }] as const;
      const range = { fromMs: START, toMs: START + HOUR };
      const [sums, ...rest] = await source.sumWindows({ ...ask, metric, matchers, groupBy: [attribute] });
      expect(rest).toEqual([]);
      expect(sums).toMatchObject({ labels: { [attribute]: value }, sums: Float64Array.of(2) });
      expect(await source.labelValues({ attribute, metric, matchers, range })).toEqual([value]);
    });
    await fc.assert(property, { numRuns: 40, seed: 5 });
  });

  const piece = fc.constantFrom(
    "a",
    "b",
    ".",
    "\\.",
    "\\\\",
    "[ab]",
    "(?:a|b)",
    "|",
    "*",
    "\\Q",
    "\\E",
    "(",
    ")",
    "\n",
    "^",
    "$",
  );

  test("a regular expression matches what RE2 matches, or is refused", async () => {
    const values = ["", "a", "ab", "a.b", "a\\b", "\n", "(a)", "|", "[ab]", ".", "b*"];
    const sums = values.map((value, i) => counted("m", { name: value, n: String(i) }, 1));
    const memory = createMemoryStore();
    await memory.sink.append({ id: "1", histograms: [], sums, gauges: [] });
    await insert({ sums });
    const expressions = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(""));
    const property = fc.asyncProperty(expressions, async (value) => {
      const matchers = [{ attribute: "name", operator: "=~", value }] as const;
      const answer = (from: Source): Promise<unknown> =>
        from.sumWindows({ ...ask, metric: "m", matchers, groupBy: ["n"] }).catch((error: unknown) => error);
      const expected = await answer(memory.source);
      if (expected instanceof Error) expect(await answer(source)).toMatchObject({ code: "invalid-argument" });
      else expect(await answer(source)).toStrictEqual(expected);
    });
    await fc.assert(property, { numRuns: 80, seed: 5 });
  });
});

test("thousands of uneven windows travel beside the query", async () => {
  const edges = Array.from({ length: 20_001 }, (_, i) => START + i * 1000 + (i % 2));
  const window = 13_579;
  const interval = { startMs: edges[window]!, timeMs: edges[window + 1]! };
  await insert({
    sums: [{ ...counted("m", {}, 7), startMs: START + window * 1000, timeMs: interval.timeMs }],
  });
  const [sums] = await source.sumWindows({ ...ask, metric: "m", edges });
  expect(sums?.sums[window]).toBe(7);
  expect(sums?.sums.reduce((a, b) => a + b, 0)).toBe(7);
});

function asking(other: Source): Promise<unknown> {
  return other.histogramWindows({ ...ask, metric: "ml.feature.value" });
}

describe("what is wrong is named", () => {
  test("tables that do not exist", async () => {
    const other = createClickHouseSource({ url: server.url, database: "nowhere" });
    await expect(asking(other)).rejects.toMatchObject({
      code: "not-found",
      text: { remedy: expect.stringContaining("create_schema") },
    });
    const { ok, message } = await other.health();
    expect({ ok, message }).toEqual({ ok: false, message: expect.stringContaining("create_schema") });
    await other.close();
  });

  test("tables without metrics of models", async () => {
    await insert({ sums: [counted("http.requests", {}, 1)] });
    const { ok, message } = await source.health();
    expect({ ok, message }).toEqual({ ok: false, message: expect.stringContaining("begins with ml.") });
  });

  test("attributes that are stored as JSON", async () => {
    await server.run("CREATE DATABASE typed");
    for (const kind of ["histogram", "sum", "gauge"]) {
      await server.run(`CREATE TABLE typed.otel_metrics_${kind} (Attributes JSON) ENGINE = Memory`);
    }
    const other = createClickHouseSource({ url: server.url, database: "typed" });
    await expect(asking(other)).rejects.toMatchObject({ code: "unsupported" });
    const { ok, message } = await other.health();
    expect({ ok, message }).toEqual({ ok: false, message: expect.stringContaining("json to false") });
    await other.close();
  });

  test("exponential histograms, which would be missing from the windows", async () => {
    const row = {
      MetricName: "ml.feature.value",
      TimeUnix: START / 1000 + 60,
      Count: 1,
      PositiveBucketCounts: [1],
    };
    await server.run(
      "INSERT INTO otel_metrics_exponential_histogram FORMAT JSONEachRow",
      JSON.stringify(row),
    );
    await expect(asking(source)).rejects.toMatchObject({ code: "unsupported" });
    const before = { ...ask, edges: [START - HOUR, START], metric: "ml.feature.value" };
    expect(await source.histogramWindows(before)).toEqual([]);
  });

  test("a query that takes longer than it may", async () => {
    await insert({ sums: [counted("m", {}, 1)] });
    await server.run("CREATE DATABASE slow");
    await server.run(
      "CREATE VIEW slow.otel_metrics_sum AS SELECT * FROM default.otel_metrics_sum WHERE sleepEachRow(2) = 0",
    );
    const other = createClickHouseSource({ url: server.url, database: "slow", timeoutMs: 1000 });
    // who gives up first, the server or this side, is a race
    await expect(other.sumWindows({ ...ask, metric: "m" })).rejects.toMatchObject({
      code: expect.stringMatching(/^(limit-exceeded|unavailable)$/u),
    });
    await other.close();
  });

  test("a server that is no ClickHouse", async () => {
    const page = createServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<html>Please log in</html>");
    });
    await new Promise<void>((resolve) => page.listen(0, "127.0.0.1", resolve));
    const { port } = page.address() as AddressInfo;
    const other = createClickHouseSource({ url: `http://127.0.0.1:${port}` });
    await expect(asking(other)).rejects.toMatchObject({
      code: "bad-response",
      message: expect.stringContaining("8123"),
    });
    await other.close();
    page.close();
  });
});
