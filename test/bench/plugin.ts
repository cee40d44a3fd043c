import type { BenchRow } from "./bench-row.js";
import { createContestants } from "./plugin-contestants.js";
import { measureMemory, measureSizes, measureStart } from "./plugin-footprint.js";
import { measureLatency } from "./plugin-latency.js";

/** The data source's backend beside a plugin on Grafana's Go SDK: speed, and what it takes of a machine. */
export async function run(): Promise<BenchRow[]> {
  const contestants = await createContestants();
  const { go, executable, script, modelwatch } = contestants;
  try {
    const rows = await measureLatency(go, [executable, script]);
    for (const contestant of [executable, script, modelwatch]) rows.push(...(await measureStart(contestant)));
    for (const contestant of [executable, script]) rows.push(...(await measureMemory(contestant)));
    return [...rows, ...(await measureSizes(modelwatch))];
  } finally {
    await contestants.remove();
  }
}
