import { duration, overWindow } from "./promql.js";
import type { IncrementsForm } from "./server-abilities.js";

/**
 * What the store tells about a window's counts besides the counts, as a number for each series. At the window's end:
 * - `held`: the value that the series has then.
 * - `age`: seconds since the last sample.
 * - `moved`: what had been counted, and lands in the next window because it was exported later: on the line between the samples
 *   before and after, how far it has risen by then.
 *
 * In the window:
 * - `unanchored`: what a series had at its first sample, where none lies before it: counted in the window or not (see
 *   {@link IncrementsForm}), nobody knows when it happened.
 * - `unfinished`: what a series that fell silent in the window may have counted after its last export: half an interval's worth.
 */
export type Evidence = "held" | "age" | "moved" | "unanchored" | "unfinished";

/** Series that stand for their histograms: classic ones by their counts, native ones by themselves. */
export interface EvidenceSeries {
  readonly selector: string;
  readonly native: boolean;
}

/** How a window is asked for. */
export interface EvidenceWindow {
  readonly widthMs: number;
  readonly form: IncrementsForm;
  readonly lookBackMs: number;
}

/** The evidence as an expression that is evaluated at the window's end. It is for the forms that count exactly. */
export function evidenceOver(evidence: Evidence, series: EvidenceSeries, window: EvidenceWindow): string {
  return EXPRESSIONS[evidence](series, window);
}

/**
 * The slope of `smoothed`'s line at the instant, which PromQL's ranges tell ten times as cheaply as the line itself. A
 * millisecond has no room for two samples.
 */
function movedOnLine(series: EvidenceSeries): string {
  const slope = countOf(series, `rate(${series.selector}[1ms] smoothed)`);
  return `(abs(${slope}) * ${ageOf(series)})`;
}

function ageOf({ selector }: EvidenceSeries): string {
  return `(time() - timestamp(${selector}))`;
}

/** The same line in MetricsQL, which has no `smoothed` but the times of samples. */
function movedByNeighbours({ selector }: EvidenceSeries, { lookBackMs }: EvidenceWindow): string {
  const lookBack = duration(lookBackMs);
  const [before, after] = [`${selector}[${lookBack}]`, `${selector}[${lookBack}] offset -${lookBack}`];
  const grown = `(first_over_time(${after}) - last_over_time(${before}))`;
  const since = `(time() - tlast_over_time(${before}))`;
  const between = `(tfirst_over_time(${after}) - tlast_over_time(${before}))`;
  return `abs(${grown} * ${since} / ${between})`;
}

/** What a series has at the window's end and did not gain in it, unless it is known from before. */
function firstValues(series: EvidenceSeries, { widthMs, form, lookBackMs }: EvidenceWindow): string {
  const { selector } = series;
  const window = `${selector}[${duration(widthMs)}]`;
  if (form === "pure") {
    const before = `last_over_time(${selector}[${duration(lookBackMs)}] offset ${duration(widthMs)})`;
    return `(first_over_time(${window}) unless ${before})`;
  }
  const gained = gainOf(series, { widthMs, form, lookBackMs });
  const first = `clamp_min(${countOf(series, `last_over_time(${window})`)} - ${gained}, 0)`;
  return `(${first} unless ${countOf(series, `${selector} offset ${duration(widthMs)}`)})`;
}

/** Silent for more than one and a half of the series' intervals; fewer than three samples tell no interval. */
function lastIntervals(series: EvidenceSeries, window: EvidenceWindow): string {
  const { selector } = series;
  const { widthMs, form, lookBackMs } = window;
  const samples = `count_over_time(${selector}[${duration(widthMs)}])`;
  const last =
    form === "pure" ? `tlast_over_time(${selector}[${duration(lookBackMs)}])` : `timestamp(${selector})`;
  const reports = `((time() - ${last}) * ${samples} <= ${(1.5 * widthMs) / 1000})`;
  return `(${gainOf(series, window)} / 2 / (${samples} >= 3) unless ${reports})`;
}

function gainOf(series: EvidenceSeries, { widthMs, form, lookBackMs }: EvidenceWindow): string {
  return countOf(series, overWindow("increase", series.selector, widthMs, form, lookBackMs));
}

const EXPRESSIONS: Readonly<Record<Evidence, (series: EvidenceSeries, window: EvidenceWindow) => string>> = {
  held: (series) => countOf(series, series.selector),
  age: ageOf,
  moved: (series, window) =>
    window.form === "pure" ? movedByNeighbours(series, window) : movedOnLine(series),
  unanchored: firstValues,
  unfinished: lastIntervals,
};

function countOf({ native }: EvidenceSeries, expression: string): string {
  return native ? `histogram_count(${expression})` : expression;
}
