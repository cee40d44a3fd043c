import { labelsKey } from "../labels.js";
import type { Labels } from "../source.js";
import type { SeriesWindows } from "./matrix.js";
import type { NativeHistogram } from "./native-histogram.js";
import type { WindowRun } from "./window-runs.js";

/** Part of a run with its answer. */
export interface AnsweredPart {
  readonly run: WindowRun;
  readonly series: readonly SeriesWindows[];
}

/** The windows of `run` from `from` on, `windows` of them. */
export function partOfRun(run: WindowRun, from: number, windows: number): WindowRun {
  return {
    ...run,
    first: run.first + from,
    firstEndMs: run.firstEndMs + from * run.widthMs,
    windows,
  };
}

/** Where the first window of `inner` lies in `outer`, in windows; both have one width and phase. */
export function offsetIn(outer: WindowRun, inner: WindowRun): number {
  return Math.round((inner.firstEndMs - outer.firstEndMs) / outer.widthMs);
}

/** The answer for `run` from answers that together hold it; windows of the parts outside it are left out. */
export function joinParts(run: WindowRun, parts: readonly AnsweredPart[]): readonly SeriesWindows[] {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && isSameRun(only.run, run)) return only.series;
  const joined = new Map<
    string,
    { labels: Labels; values: Float64Array; histograms: Map<number, NativeHistogram> }
  >();
  for (const part of parts) {
    const offset = offsetIn(run, part.run);
    const from = Math.max(0, -offset);
    const to = Math.min(part.run.windows, run.windows - offset);
    for (const { labels, values, histograms } of part.series) {
      const key = labelsKey(labels);
      let whole = joined.get(key);
      if (whole === undefined) {
        whole = { labels, values: new Float64Array(run.windows).fill(Number.NaN), histograms: new Map() };
        joined.set(key, whole);
      }
      if (from < to) whole.values.set(values.subarray(from, to), from + offset);
      for (const [window, histogram] of histograms) {
        if (window >= from && window < to) whole.histograms.set(window + offset, histogram);
      }
    }
  }
  return [...joined.values()].filter(hasAny);
}

function isSameRun(a: WindowRun, b: WindowRun): boolean {
  return a.windows === b.windows && a.firstEndMs === b.firstEndMs;
}

function hasAny({ values, histograms }: SeriesWindows): boolean {
  return histograms.size > 0 || values.some((value) => !Number.isNaN(value));
}
