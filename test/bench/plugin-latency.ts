import type { QueryDataRequest } from "../plugin-host/host-answers.js";
import { runLoad } from "../plugin-host/load.js";
import { startPluginHost, type PluginHost } from "../plugin-host/plugin-host.js";
import { readProcessorMs } from "../plugin-host/process-usage.js";
import { toQueryRequest } from "../plugin-host/query-request.js";
import type { BenchRow } from "./bench-row.js";
import type { Contestant } from "./plugin-contestants.js";

const GOAL_P50 = 2;
const GOAL_P99 = 3;

/** The Go SDK looks up the data source's instance: it refuses requests that name none. */
const PLUGIN_CONTEXT = {
  orgId: "1",
  pluginId: "modelwatch-minimal-datasource",
  dataSourceInstanceSettings: { uid: "bench", name: "bench", jsonData: "e30=", lastUpdatedMS: "1" },
};

/** A request for one generated frame of so many rows. */
export function requestRows(rows: number): QueryDataRequest {
  return { ...toQueryRequest({ A: { rows } }), pluginContext: PLUGIN_CONTEXT };
}

interface Workload {
  readonly rows: number;
  readonly atOnce: number;
  /** Of each contestant in one turn. */
  readonly calls: number;
  readonly rounds: number;
  /** Whether enough calls are made for a 99th percentile. */
  readonly p99: boolean;
}

const WORKLOADS: readonly Workload[] = [
  { rows: 1_000, atOnce: 1, calls: 60, rounds: 10, p99: true },
  { rows: 1_000, atOnce: 16, calls: 160, rounds: 8, p99: true },
  { rows: 100_000, atOnce: 1, calls: 5, rounds: 9, p99: false },
];
/** The first turns warm up compilers and caches. */
const WARM_UPS = 3;

/** Durations of QueryData beside the Go SDK's, timed inside the host; contestants take turns. */
export async function measureLatency(go: Contestant, ours: readonly Contestant[]): Promise<BenchRow[]> {
  const runs = await Promise.all([go, ...ours].map(startRun));
  try {
    const rows: BenchRow[] = [];
    for (const workload of WORKLOADS) rows.push(...(await measureWorkload(workload, runs)));
    return rows;
  } finally {
    await Promise.all(runs.map(({ host }) => host.stop()));
  }
}

interface Run {
  readonly contestant: Contestant;
  readonly host: PluginHost;
  readonly pid: number;
}

async function startRun(contestant: Contestant): Promise<Run> {
  const host = await startPluginHost("newest");
  const { pid } = await host.start(contestant.command);
  return { contestant, host, pid };
}

interface Measured {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly processorMs: number;
}

async function measureWorkload(workload: Workload, runs: readonly Run[]): Promise<BenchRow[]> {
  const [rival, ...others] = await interleave(workload, runs);
  if (rival === undefined) throw new Error("there is no rival to measure beside");
  const size = `QueryData of ${workload.rows.toLocaleString("en")} rows`;
  const what = `${size}, ${workload.atOnce === 1 ? "one at a time" : `${workload.atOnce} at once`}`;
  return others.flatMap((measured, index) => {
    const label = (figure: string): string => `${what}, ${figure}: ${runs[index + 1]?.contestant.name}`;
    return [
      toRatioRow(label("p50"), measured.p50Ms, rival.p50Ms, GOAL_P50),
      ...(workload.p99 ? [toRatioRow(label("p99"), measured.p99Ms, rival.p99Ms, GOAL_P99)] : []),
      toRatioRow(label("processor time of a call"), measured.processorMs, rival.processorMs),
    ];
  });
}

async function interleave(workload: Workload, runs: readonly Run[]): Promise<readonly Measured[]> {
  const { calls, atOnce, rounds } = workload;
  const load = { request: requestRows(workload.rows), calls, atOnce };
  const durations = runs.map((): number[] => []);
  const processorMs = runs.map(() => 0);
  for (let round = -WARM_UPS; round < rounds; round++) {
    for (const [index, { host, pid, contestant }] of runs.entries()) {
      const before = await readProcessorMs(pid);
      const { durationsMs, answered } = await runLoad(host, load);
      if (answered !== calls) throw new Error(`${contestant.name} answered ${answered} of ${calls} queries`);
      if (round < 0) continue;
      durations[index]?.push(...durationsMs);
      processorMs[index] = (processorMs[index] ?? 0) + (await readProcessorMs(pid)) - before;
    }
  }
  return durations.map((times, index) => ({
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    processorMs: (processorMs[index] ?? Number.NaN) / (rounds * calls),
  }));
}

/** Without a goal the row is for reading alone. */
function toRatioRow(name: string, ms: number, rivalMs: number, goal?: number): BenchRow {
  const ratio = ms / rivalMs;
  return {
    name,
    value: ms,
    unit: "ms",
    rival: "the Go SDK",
    ratio,
    goal: goal === undefined ? "" : `ratio ≤ ${goal}`,
    holds: goal === undefined ? null : ratio <= goal,
  };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)] ?? Number.NaN;
}
