import { collectDefaultMetrics, type Registry } from "prom-client";

/**
 * What Bun 1.4 does not tell, read in a compiled executable: it announces no garbage collections to perf_hooks, all but one heap
 * space is 0, and `process_heap_bytes` is the address space that its engine reserves (6 GB).
 */
const NOT_TOLD_BY_BUN = [
  "nodejs_gc_duration_seconds",
  "nodejs_heap_space_size_total_bytes",
  "nodejs_heap_space_size_used_bytes",
  "nodejs_heap_space_size_available_bytes",
  "process_heap_bytes",
] as const;

/** Counts of open handles, of little use, under names that promtool refuses for gauges. */
const MISNAMED = ["resources", "handles", "requests"].flatMap((kind) => [
  `nodejs_active_${kind}`,
  `nodejs_active_${kind}_total`,
]);

/** Pauses of collections: most take less than a millisecond, and one of a tenth of a second is felt. */
const PAUSE_SECONDS = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];

/** CPU, memory, open files, event-loop delay and, on Node.js, pauses of garbage collections: what this runtime knows of itself. */
export function registerProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry, gcDurationBuckets: PAUSE_SECONDS });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  // a metric that is always 0 or wrong is worse than none
  if ("bun" in process.versions) for (const name of NOT_TOLD_BY_BUN) registry.removeSingleMetric(name);
}
