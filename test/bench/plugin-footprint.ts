import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { ZIP_ROOT } from "../../grafana-plugin/packaging/paths.js";
import { runLoad } from "../plugin-host/load.js";
import { startPluginHost } from "../plugin-host/plugin-host.js";
import { readMemory } from "../plugin-host/process-usage.js";
import type { BenchRow } from "./bench-row.js";
import type { Contestant } from "./plugin-contestants.js";
import { requestRows } from "./plugin-latency.js";

const MB = 1e6;
const STARTS = 5;
const GOAL_START_MS = 400;
const GOAL_IDLE_MB = 120;
const QUERIES = 10_000;
const AT_ONCE = 16;
const GOAL_LOADED_MB = 200;
/** A second half may hold a tenth more than the first: collectors have their own rhythm. */
const GOAL_GROWTH = 1.1;
const GOAL_EXECUTABLE_MB = 130;
const GOAL_ZIP_MB = 50;

/** The time from a process' start to the connection after its handshake, and what it holds then; median of some starts. */
export async function measureStart(contestant: Contestant): Promise<BenchRow[]> {
  const host = await startPluginHost("newest");
  const times: number[] = [];
  const resident: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    const { handshakeMs, pid } = await host.start(contestant.command);
    times.push(handshakeMs);
    resident.push((await readMemory(pid)).residentBytes / MB);
    await host.kill();
  }
  await host.stop();
  return [
    toRow(`plugin, start to handshake: ${contestant.name}`, median(times), "ms", GOAL_START_MS),
    toRow(`plugin, resident when idle: ${contestant.name}`, median(resident), "MB", GOAL_IDLE_MB),
  ];
}

/** What a process holds after 10,000 queries of 1,000 rows, and whether the second half of them made it grow. */
export async function measureMemory(contestant: Contestant): Promise<BenchRow[]> {
  const host = await startPluginHost("newest");
  const { pid } = await host.start(contestant.command);
  const afterHalf: number[] = [];
  const durations: number[] = [];
  for (let half = 0; half < 2; half++) {
    const load = { request: requestRows(1_000), calls: QUERIES / 2, atOnce: AT_ONCE };
    const { answered, durationsMs } = await runLoad(host, load);
    if (answered !== load.calls) throw new Error(`${contestant.name} answered ${answered} of ${load.calls}`);
    durations.push(...durationsMs);
    afterHalf.push((await readMemory(pid)).residentBytes / MB);
  }
  await host.stop();
  const [first = Number.NaN, second = Number.NaN] = afterHalf;
  const growth = second / first;
  return [
    toRow(`plugin, resident after 10,000 queries: ${contestant.name}`, second, "MB", GOAL_LOADED_MB),
    {
      name: `plugin, resident after the second 5,000 queries: ${contestant.name}`,
      value: second,
      unit: "MB",
      rival: "the first 5,000",
      ratio: growth,
      goal: `ratio ≤ ${GOAL_GROWTH}`,
      holds: growth <= GOAL_GROWTH,
    },
    toRow(
      `plugin, longest of 10,000 queries, pauses and all: ${contestant.name}`,
      Math.max(...durations),
      "ms",
    ),
  ];
}

/** The executable's size, and that of the largest zip where `npm run package` has made any. */
export async function measureSizes(contestant: Contestant): Promise<BenchRow[]> {
  const { size } = await stat(contestant.command.executable);
  const rows = [toRow(`plugin, executable: ${contestant.name}`, size / MB, "MB", GOAL_EXECUTABLE_MB)];
  const zips = (await readdir(ZIP_ROOT).catch(() => [])).filter((name) => name.endsWith(".zip"));
  if (zips.length === 0) {
    process.stderr.write("no zip is measured: npm run package makes them\n");
    return rows;
  }
  const sizes = await Promise.all(zips.map(async (name) => (await stat(join(ZIP_ROOT, name))).size));
  return [...rows, toRow("plugin, largest zip", Math.max(...sizes) / MB, "MB", GOAL_ZIP_MB)];
}

function toRow(name: string, value: number, unit: string, goal?: number): BenchRow {
  return {
    name,
    value,
    unit,
    rival: "",
    ratio: null,
    goal: goal === undefined ? "" : `value ≤ ${goal} ${unit}`,
    holds: goal === undefined ? null : value <= goal,
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
