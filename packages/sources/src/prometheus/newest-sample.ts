import { parseVector } from "./parse.js";
import { duration, selector } from "./promql.js";
import type { PrometheusContext } from "./context.js";

/** Steps in which the recent past is looked through; PromQL looks back so far from each by default. */
const STEP_MS = 300_000;
const HOUR_MS = 3_600_000;

/**
 * When the newest sample of these metrics came, in words. Older than the look-back is not looked for: a store that nothing
 * is exported to any longer still answers for the past.
 */
export async function describeFreshness(
  context: PrometheusContext,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string> {
  const { lookBackMs } = context.settings;
  const times = `timestamp(${selector(names, [])})`;
  const query = `max(max_over_time(${times}[${duration(lookBackMs)}:${duration(STEP_MS)}]))`;
  const data = await context.client.post("/api/v1/query", { query }, signal);
  const seconds = parseVector(data)[0]?.value;
  if (seconds === undefined) {
    return `no sample came in the last ${lookBackMs / HOUR_MS} h: do the instrumented services still export?`;
  }
  const age = Math.max(0, Math.round(Date.now() / 1000 - seconds));
  return `the newest sample is ${age} s old`;
}
