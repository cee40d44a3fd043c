import {
  METRIC_BUSINESS_VALUE,
  METRIC_FEATURE_CATEGORY,
  METRIC_FEATURE_VALUE,
  METRIC_OUTCOME_ERROR,
  METRIC_OUTCOME_PREDICTION,
  METRIC_PREDICTION_DECISION,
  METRIC_PREDICTION_VALUE,
} from "@modelwatch/conventions";
import { counterNames, histogramNames } from "./names.js";
import { parseStrings } from "./parse.js";
import type { PrometheusContext } from "./context.js";
import type { Spelling } from "./names.js";

/** What a store holds of the conventions' metrics, under the names that it gives them. */
export interface ModelMetrics {
  /** All whose name begins with `ml`. */
  readonly names: readonly string[];
  /** Those that hold distributions: buckets, native histograms, counters by category. */
  readonly distributions: readonly string[];
  /** Histograms of which there are counts and sums only. */
  readonly withoutBuckets: readonly string[];
}

const HISTOGRAMS = [
  METRIC_PREDICTION_VALUE,
  METRIC_FEATURE_VALUE,
  METRIC_OUTCOME_PREDICTION,
  METRIC_OUTCOME_ERROR,
  METRIC_BUSINESS_VALUE,
];
const COUNTERS = [METRIC_PREDICTION_DECISION, METRIC_FEATURE_CATEGORY];

/** Names that the conventions give, in both spellings. */
const OWN_METRICS = '{__name__=~"ml[._].+"}';

export async function readModelMetrics(
  context: PrometheusContext,
  signal: AbortSignal | undefined,
): Promise<ModelMetrics> {
  const { spellings } = await context.abilities(signal);
  const names = await readNames(context, signal);
  const stored = new Set(names);
  const found = spellings.map((spelling) => sortOut(stored, spelling));
  return {
    names,
    distributions: [...new Set(found.flatMap(({ distributions }) => distributions))],
    withoutBuckets: [...new Set(found.flatMap(({ withoutBuckets }) => withoutBuckets))],
  };
}

/** Without a range a server answers for all times or for the recent past; only where that is empty is all of it asked for. */
async function readNames(
  context: PrometheusContext,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const path = "/api/v1/label/__name__/values";
  const recent = parseStrings(await context.client.get(path, { "match[]": OWN_METRICS }, signal));
  if (recent.length > 0) return recent;
  // a second after the epoch: 0 would be "today" to VictoriaMetrics
  return parseStrings(await context.client.get(path, { "match[]": OWN_METRICS, start: "1" }, signal));
}

function sortOut(
  stored: ReadonlySet<string>,
  spelling: Spelling,
): Pick<ModelMetrics, "distributions" | "withoutBuckets"> {
  const distributions = COUNTERS.flatMap((metric) => counterNames(metric, spelling));
  const withoutBuckets: string[] = [];
  for (const metric of HISTOGRAMS) {
    const parts = histogramNames(metric, spelling);
    const buckets = [...parts.keys()].filter((name) => /^(bucket|native)$/.test(parts.get(name) ?? ""));
    distributions.push(...buckets);
    if (buckets.some((name) => stored.has(name))) continue;
    const sums = [...parts.keys()].filter((name) => parts.get(name) === "sum" && stored.has(name));
    withoutBuckets.push(...sums.map((name) => name.replace(/_sum$/, "")));
  }
  return { distributions: distributions.filter((name) => stored.has(name)), withoutBuckets };
}
