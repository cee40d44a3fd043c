import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { MetricBatch } from "../metric-batch.js";
import { openDuckDbStore } from "./open-store.js";

const HOUR = 3_600_000;
const edges = [0, HOUR, 2 * HOUR];

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelwatch-"));
  path = join(folder, "store.duckdb");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function batchOf(id: string, value: number, metric = "flights"): MetricBatch {
  const interval = { startMs: HOUR, timeMs: HOUR + 1 };
  const labels = { "a\u0000b": '"😀\n' };
  const sums = [{ metric, labels, temporality: "delta", monotonic: true, ...interval, value }] as const;
  return { id, histograms: [], sums, gauges: [] };
}

async function totalOf(metric = "flights"): Promise<readonly number[]> {
  const { source } = await openDuckDbStore({ path });
  const answers = await source.sumWindows({ metric, matchers: [], groupBy: ["a\u0000b"], edges });
  await source.close();
  expect(answers.map(({ labels }) => labels)).toEqual([{ "a\u0000b": '"😀\n' }]);
  return [...(answers[0]?.sums ?? [])];
}

test("a file that was closed gives the same answers when it is opened again, and knows its batches", async () => {
  for (const batches of [
    [batchOf("1", 5), batchOf("1", 5), batchOf("2", 0.1)],
    [batchOf("2", 0.1), batchOf("3", 0.2)],
  ]) {
    const { sink } = await openDuckDbStore({ path });
    await Promise.all(batches.map((batch) => sink.append(batch)));
    await sink.close();
  }
  expect(await totalOf()).toEqual([0, 0.1 + 0.2 + 5]);
});

test("a batch with one bad point is refused whole, and those beside it are stored", async () => {
  const { sink } = await openDuckDbStore({ path });
  const bad = { ...batchOf("bad", 1), sums: [...batchOf("", 1).sums, ...batchOf("", Number.NaN).sums] };
  const outcomes = await Promise.allSettled(
    [batchOf("1", 1), bad, batchOf("2", 2)].map((batch) => sink.append(batch)),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(outcomes[1]).toMatchObject({ reason: { code: "invalid-argument" } });
  await sink.close();
  expect(await totalOf()).toEqual([0, 3]);
});

test("one process opens a file once, whatever it calls it", async () => {
  const store = await openDuckDbStore({ path });
  const again = openDuckDbStore({ path: join(folder, "..", folder.split("/").at(-1) ?? "", "store.duckdb") });
  await expect(again).rejects.toMatchObject({ code: "unavailable", source: "downstream" });
  await store.source.close();
  await store.sink.close();
  await (await openDuckDbStore({ path })).source.close();
});

test("a file that is no DuckDB file is lost data, not an empty store", async () => {
  await writeFile(path, "not a database ".repeat(1000));
  await expect(openDuckDbStore({ path })).rejects.toMatchObject({ code: "data-loss" });
});

test("a DuckDB file of someone else is left alone", async () => {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run("CREATE TABLE theirs (x INTEGER)");
  connection.closeSync();
  instance.closeSync();
  await expect(openDuckDbStore({ path })).rejects.toMatchObject({
    code: "unsupported",
    message: expect.stringContaining("theirs"),
  });
});

test("reading what does not exist, and writing where nothing can be written, are said to be so", async () => {
  await expect(openDuckDbStore({ path, readOnly: true })).rejects.toMatchObject({ code: "not-found" });
  await expect(openDuckDbStore({ path: join(folder, "none", "x") })).rejects.toMatchObject({
    code: "unavailable",
  });
});

test("a store that is open for reading refuses a batch; a closed one refuses everything", async () => {
  await (await openDuckDbStore({ path })).sink.close();
  const { source, sink } = await openDuckDbStore({ path, readOnly: true });
  await expect(sink.append(batchOf("1", 1))).rejects.toMatchObject({ code: "unsupported" });
  await source.close();
  await expect(sink.append(batchOf("1", 1))).rejects.toMatchObject({ code: "unavailable" });
  await expect(source.health()).rejects.toMatchObject({ code: "unavailable" });
});
