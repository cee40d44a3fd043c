import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openDuckDbStore } from "@modelwatch/sources/duckdb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DAY_MS, MODEL, START_MS, simulateModel } from "../calibration/simulated-model.js";
import { startClickHouse } from "./clickhouse-server.js";
import type { ClickHouseServer } from "./clickhouse-server.js";
import { createClickHouseSink } from "./clickhouse-sink.js";
import { createTables } from "./clickhouse-tables.js";

const COMMAND = fileURLToPath(new URL("../../packages/cli/bin/modelwatch.js", import.meta.url));
const QUIET_DAYS = 21;
const DAYS = 28;

let folder: string;
let server: ClickHouseServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelwatch-"));
  server = await startClickHouse();
  await createTables(server, "DateTime");
  const days = Array.from({ length: DAYS }, (_, day) => ({
    rows: 400,
    signalShift: day < QUIET_DAYS ? 0 : 0.8,
  }));
  const duckDb = await openDuckDbStore({ path: join(folder, "store.duckdb") });
  const sink = createClickHouseSink(server, "DateTime");
  for (const batch of simulateModel(days, 5)) {
    await duckDb.sink.append(batch);
    await sink.append(batch);
  }
  await sink.flush();
  await duckDb.source.close();
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

function backtest(...history: readonly string[]): string {
  const monitor = join(folder, "monitor.json");
  const until = new Date(START_MS + DAYS * DAY_MS).toISOString();
  const options = [...history, "--monitor", monitor, "--until", until];
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, "backtest", ...options], {
    encoding: "utf8",
  });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  return stdout;
}

test("a replay over ClickHouse says what it says over the embedded store, letter for letter", async () => {
  const anchor = new Date(START_MS).toISOString();
  await writeFile(join(folder, "monitor.json"), JSON.stringify({ id: "m", model: MODEL, anchor }));
  const embedded = backtest("--store", join(folder, "store.duckdb"));
  expect(embedded).toContain("alarm");
  expect(backtest("--clickhouse", server.url, "--database", "default")).toBe(embedded);
});
