import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import type { BenchRow } from "./bench-row.js";
import { formatRows } from "./format-rows.js";

/** Every benchmark, in the order of the flow. Each measures itself beside a named rival in the same run. */
const BENCHMARKS = {
  record: () => import("./record.js"),
  export: () => import("./export.js"),
  ingest: () => import("./ingest.js"),
  prometheus: () => import("./prometheus.js"),
  clickhouse: () => import("./clickhouse.js"),
  distances: () => import("./distances.js"),
  comparisons: () => import("./comparisons.js"),
  monitor: () => import("./monitor.js"),
  "query-data": () => import("./query-data.js"),
  plugin: () => import("./plugin.js"),
} satisfies Record<string, () => Promise<{ run: () => Promise<BenchRow[]> }>>;

const { values } = parseArgs({ options: { json: { type: "string" }, only: { type: "string" } } });

process.stdout.write(
  `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}, load ${loadavg()[0]?.toFixed(2)}\n`,
);
const rows: BenchRow[] = [];
for (const [name, load] of Object.entries(BENCHMARKS)) {
  if (values.only !== undefined && values.only !== name) continue;
  const { run } = await load();
  const measured = await run();
  process.stdout.write(formatRows(measured));
  rows.push(...measured);
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
