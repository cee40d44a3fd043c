import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { openDuckDbStore } from "@modelwatch/sources/duckdb";
import { afterEach, beforeEach, expect, test } from "vitest";

const SCRIPT = fileURLToPath(new URL("receiver-process.js", import.meta.url));
const TIME_MS = Date.UTC(2013, 3, 1, 1);
const EXPORTS = 80;
const SENDERS = 4;
/** The process is killed as soon as this many exports are acknowledged, while others are on their way. */
const KILLED_AFTER = 30;

let folder: string;
const running: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelwatch-"));
});
afterEach(async () => {
  for (const child of running.splice(0)) if (child.exitCode === null) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

test("what a killed receiver acknowledged is in the store once, and repeating the rest completes it", async () => {
  const path = join(folder, "store.duckdb");
  const first = await startProcess(path);
  const acknowledged = await sendUntilKilled(first);
  expect(acknowledged.size).toBeGreaterThanOrEqual(KILLED_AFTER);
  expect(acknowledged.size).toBeLessThan(EXPORTS);

  const second = await startProcess(path);
  await stop(second.child);
  const survived = await storedExports(path);
  for (const id of acknowledged) expect(survived.get(id), `export ${id} was acknowledged`).toBe(1);
  for (const [id, count] of survived) expect(count, `export ${id}`).toBe(1);

  const third = await startProcess(path);
  for (let id = 0; id < EXPORTS; id++) expect(await send(third.url, id)).toBe(true);
  await stop(third.child);
  const complete = await storedExports(path);
  expect(complete.size).toBe(EXPORTS);
  for (const [id, count] of complete) expect(count, `export ${id}`).toBe(1);
});

test("a second process is told that the file belongs to the first", async () => {
  const path = join(folder, "store.duckdb");
  const { child } = await startProcess(path);
  await expect(openDuckDbStore({ path })).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("a DuckDB file belongs to one process"),
  });
  await stop(child);
});

async function startProcess(path: string): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = spawn(process.execPath, [SCRIPT, path], { stdio: ["ignore", "pipe", "inherit"] });
  running.push(child);
  const lines = createInterface({ input: child.stdout });
  for await (const url of lines) return { child, url };
  throw new Error("the receiver process ended before it listened; is the workspace built?");
}

async function stop(child: ChildProcess): Promise<void> {
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  await exit;
}

/** Several senders at once; the ids of the exports that were answered with 200. */
async function sendUntilKilled({
  child,
  url,
}: {
  child: ChildProcess;
  url: string;
}): Promise<ReadonlySet<number>> {
  const exit = once(child, "exit");
  const acknowledged = new Set<number>();
  let next = 0;
  const senders = Array.from({ length: SENDERS }, async () => {
    while (next < EXPORTS) {
      const id = next++;
      if (!(await send(url, id))) return;
      acknowledged.add(id);
      if (acknowledged.size === KILLED_AFTER) child.kill("SIGKILL");
    }
  });
  await Promise.all(senders);
  await exit;
  return acknowledged;
}

async function send(url: string, id: number): Promise<boolean> {
  const timeUnixNano = `${TIME_MS}000000`;
  const attributes = [{ key: "export", value: { stringValue: String(id) } }];
  const dataPoints = [{ asInt: "1", startTimeUnixNano: timeUnixNano, timeUnixNano, attributes }];
  const sum = { aggregationTemporality: 1, isMonotonic: true, dataPoints };
  const body = JSON.stringify({
    resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: "exports", sum }] }] }],
  });
  const headers = { "Content-Type": "application/json" };
  try {
    const response = await fetch(`${url}/v1/metrics`, { method: "POST", headers, body });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    // the process was killed under this request: not acknowledged
    return false;
  }
}

/** How often each export is in the store. */
async function storedExports(path: string): Promise<ReadonlyMap<number, number>> {
  const { source } = await openDuckDbStore({ path });
  const edges = [TIME_MS, TIME_MS + 1];
  const sums = await source.sumWindows({ metric: "exports", matchers: [], groupBy: ["export"], edges });
  await source.close();
  return new Map(sums.map(({ labels, sums: [count = 0] }) => [Number(labels["export"]), count]));
}
