import { BOUND_LABEL } from "./classic-buckets.js";
import { parseVector } from "./parse.js";
import { duration, lastTimes, selector } from "./promql.js";
import { instantParameters } from "./window-query.js";
import type { PrometheusContext } from "./context.js";

/** Steps in which the recent past is looked through, at whole multiples; PromQL looks back so far from each by default. */
const STEP_MS = 300_000;
const HOUR_MS = 3_600_000;
/** Of classic buckets one is enough; what has no bounds is kept. */
const ONE_BUCKET = { label: BOUND_LABEL, operator: "=~", value: "|[+]Inf" } as const;

/**
 * When the newest sample of these metrics came, in words. Older than the look-back is not looked for: a store that nothing
 * is exported to any longer still answers for the past.
 */
export async function describeFreshness(
  context: PrometheusContext,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string> {
  const { lookBackMs, clock } = context.settings;
  const now = clock();
  const { metricsQl } = await context.abilities(signal);
  const times = lastTimes(selector(names, [ONE_BUCKET]), lookBackMs, metricsQl);
  const earlier = metricsQl
    ? ""
    : ` or max_over_time(${times}[${duration(lookBackMs)}:${duration(STEP_MS)}])`;
  const query = `max(${times}${earlier})`;
  const data = await context.client.post("/api/v1/query", { query, ...instantParameters(now) }, signal);
  const seconds = parseVector(data)[0]?.value;
  if (seconds === undefined) {
    return `no sample came in the last ${lookBackMs / HOUR_MS} h: do the instrumented services still export?`;
  }
  const age = Math.max(0, Math.round(now / 1000 - seconds));
  return `the newest sample is ${age} s old`;
}
