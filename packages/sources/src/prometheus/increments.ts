import { labelsKey } from "../labels.js";
import { parseQueryResult } from "./parse.js";
import { dropEarlier, toWindowQuery } from "./window-query.js";
import { toWindowRuns } from "./window-runs.js";
import type { Labels } from "../source.js";
import type { PrometheusContext } from "./context.js";
import type { NativeHistogram } from "./native-histogram.js";
import type { StoredSeries } from "./parse.js";
import type { IncrementsForm } from "./server-abilities.js";
import type { WindowQuestion } from "./window-query.js";
import type { WindowRun } from "./window-runs.js";

export interface IncrementsQuestion extends WindowQuestion {
  readonly edges: readonly number[];
}

/** What one series, or group of series, did in each window. */
export interface Increments {
  /** In the store's spelling. */
  readonly labels: Labels;
  /** NaN where the store has no sample inside the window. */
  readonly values: Float64Array;
  /** By window, where the series are native histograms. */
  readonly histograms: ReadonlyMap<number, NativeHistogram>;
}

/**
 * Increments by window. Window [a, b) is evaluated at b over (a, b]: an export's time stamp is the end of what it counted,
 * so what happened in [a, b) is the difference of the samples at b and at a, and a sample at exactly a is the base.
 */
export async function readIncrements(
  context: PrometheusContext,
  question: IncrementsQuestion,
  signal: AbortSignal | undefined,
): Promise<readonly Increments[]> {
  const { increments: form } = await context.abilities(signal);
  const runs = toWindowRuns(question.edges);
  const answers = await Promise.all(runs.map((run) => ask(context, question, run, form, signal)));
  const found = new Map<
    string,
    { labels: Labels; values: Float64Array; histograms: Map<number, NativeHistogram> }
  >();
  for (const [i, run] of runs.entries()) {
    for (const series of answers[i] ?? []) {
      const key = labelsKey(series.labels);
      let increments = found.get(key);
      if (increments === undefined) {
        const values = new Float64Array(question.edges.length - 1).fill(Number.NaN);
        increments = { labels: series.labels, values, histograms: new Map() };
        found.set(key, increments);
      }
      for (const { timeMs, value } of series.floats) increments.values[windowAt(run, timeMs)] = value;
      for (const { timeMs, value } of series.histograms)
        increments.histograms.set(windowAt(run, timeMs), value);
    }
  }
  return [...found.values()];
}

async function ask(
  context: PrometheusContext,
  question: IncrementsQuestion,
  run: WindowRun,
  form: IncrementsForm,
  signal: AbortSignal | undefined,
): Promise<readonly StoredSeries[]> {
  const parameters = toWindowQuery(question, run, form, context.settings);
  const answer = parseQueryResult(await context.client.post("/api/v1/query_range", parameters, signal));
  return dropEarlier(answer, run.firstEndMs);
}

function windowAt(run: WindowRun, timeMs: number): number {
  return run.first + Math.round((timeMs - run.firstEndMs) / run.widthMs);
}
