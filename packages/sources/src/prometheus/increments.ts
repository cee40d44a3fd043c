import { labelsKey } from "../labels.js";
import { parseMatrix } from "./matrix.js";
import { askInParts } from "./split-run.js";
import { toWindowQuery } from "./window-query.js";
import { toWindowRuns } from "./window-runs.js";
import type { Labels } from "../source.js";
import type { PrometheusContext } from "./context.js";
import type { NativeHistogram } from "./native-histogram.js";
import type { SeriesWindows } from "./matrix.js";
import type { IncrementsForm } from "./server-abilities.js";
import type { WindowQuestion } from "./window-query.js";
import type { WindowRun } from "./window-runs.js";

export interface IncrementsQuestion extends WindowQuestion {
  readonly edges: readonly number[];
  /** At most so many series are in the answer, where that is known: a large one is asked for in parts. */
  readonly answers?: number;
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
      increments.values.set(series.values, run.first);
      for (const [window, histogram] of series.histograms)
        increments.histograms.set(run.first + window, histogram);
    }
  }
  return [...found.values()];
}

/** Windows that cannot change any more are asked for once. */
function ask(
  context: PrometheusContext,
  question: IncrementsQuestion,
  run: WindowRun,
  form: IncrementsForm,
  signal: AbortSignal | undefined,
): Promise<readonly SeriesWindows[]> {
  const { client, closedWindows, settings } = context;
  const { edges: _edges, answers = 1, ...asked } = question;
  return closedWindows.read(JSON.stringify([asked, form]), run, (open) =>
    askInParts(
      open,
      answers,
      async (part, either) =>
        parseMatrix(
          await client.post("/api/v1/query_range", toWindowQuery(question, part, form, settings), either),
          part,
        ),
      signal,
    ),
  );
}
