import { badShape, parseNumber } from "./json.js";
import { parseNativeHistogram } from "./native-histogram.js";
import { parseLabels, parseRows, parseSample } from "./parse.js";
import type { Labels } from "../source.js";
import type { NativeHistogram } from "./native-histogram.js";
import type { WindowRun } from "./window-runs.js";

/** What a series, or group of series, has in each window of a run. */
export interface SeriesWindows {
  /** In the store's spelling. */
  readonly labels: Labels;
  /** By window of the run; NaN where the store has none. */
  readonly values: Float64Array;
  /** By window of the run, where the series are native histograms. */
  readonly histograms: ReadonlyMap<number, NativeHistogram>;
}

/**
 * The result of /api/v1/query_range for a run of windows, straight into arrays. Points before its first window (which some
 * queries need to find a starting sample) are left out, and series that have no others.
 */
export function parseMatrix(data: unknown, run: WindowRun): readonly SeriesWindows[] {
  return parseRows(data, "matrix").flatMap((row) => {
    const values = new Float64Array(run.windows).fill(Number.NaN);
    const histograms = new Map<number, NativeHistogram>();
    const numbers = visitSamples(row["values"], run, (window, value) => {
      values[window] = parseNumber(value);
    });
    const natives = visitSamples(row["histograms"], run, (window, value) => {
      histograms.set(window, parseNativeHistogram(value));
    });
    return numbers + natives === 0 ? [] : [{ labels: parseLabels(row["metric"]).labels, values, histograms }];
  });
}

/** How many samples were in the run. */
function visitSamples(
  samples: unknown,
  run: WindowRun,
  visit: (window: number, value: unknown) => void,
): number {
  if (samples === undefined) return 0;
  if (!Array.isArray(samples)) throw badShape("a list of samples", samples);
  let visited = 0;
  for (const sample of samples as readonly unknown[]) {
    const { seconds, value } = parseSample(sample);
    const window = Math.round((seconds * 1000 - run.firstEndMs) / run.widthMs);
    if (window < 0) continue;
    if (window >= run.windows) throw badShape("samples of the range that was asked for", sample);
    visit(window, value);
    visited++;
  }
  return visited;
}
