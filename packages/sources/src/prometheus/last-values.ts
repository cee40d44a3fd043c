import { labelsKey } from "../labels.js";
import { parseVector } from "./parse.js";
import { lastOverTime, lastTimes, selector } from "./promql.js";
import { instantParameters } from "./window-query.js";
import { toSeconds } from "./window-runs.js";
import type { Labels, TimeRange } from "../source.js";
import type { PrometheusContext } from "./context.js";
import type { NativeHistogram } from "./native-histogram.js";
import type { StoredFamily } from "./stored-family.js";

/** The last sample of one series in a range: a number, or a native histogram. */
export interface LastValue {
  /** In the store's spelling. */
  readonly labels: Labels;
  readonly value?: number;
  readonly histogram?: NativeHistogram;
}

/** The last values of a part's series in (fromMs, toMs]; none where the part does not exist. */
export async function readLast<Part extends string>(
  context: PrometheusContext,
  family: StoredFamily<Part>,
  part: Part,
  range: TimeRange,
  signal: AbortSignal | undefined,
): Promise<readonly LastValue[]> {
  const name = family.names.get(part);
  if (name === undefined) return [];
  const query = lastOverTime(selector([name], family.matchers), range.toMs - range.fromMs);
  const parameters = { query, ...instantParameters(range.toMs) };
  const data = await context.client.post("/api/v1/query", parameters, signal);
  return parseVector(data);
}

/** When each series reported last, in ms, by the key of its labels. */
export async function readLastTimes<Part extends string>(
  context: PrometheusContext,
  family: StoredFamily<Part>,
  part: Part,
  range: TimeRange,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, number>> {
  const name = family.names.get(part);
  if (name === undefined) return new Map();
  const { metricsQl } = await context.abilities(signal);
  const lookBackMs = range.toMs - range.fromMs;
  const query = lastTimes(selector([name], family.matchers), lookBackMs, metricsQl);
  const lookBack = { lookback_delta: toSeconds(lookBackMs) };
  const data = await context.client.post(
    "/api/v1/query",
    { query, ...instantParameters(range.toMs), ...lookBack },
    signal,
  );
  return new Map(
    parseVector(data).flatMap(({ labels, value }) =>
      value === undefined ? [] : [[labelsKey(labels), value * 1000] as const],
    ),
  );
}
