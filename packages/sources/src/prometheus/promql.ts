import type { Matcher } from "../source.js";
import type { IncrementsForm } from "./server-abilities.js";

/** A condition on a stored label, already in the store's spelling. */
export interface LabelMatcher {
  readonly label: string;
  readonly operator: Matcher["operator"];
  readonly value: string;
}

const BARE_LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * A string as a PromQL literal. PromQL unquotes as Go does, and every escape that JSON writes means the same in Go, except
 * that Go knows no surrogate pairs by halves and PromQL's lexer refuses a bare U+FFFD.
 */
export function quote(text: string): string {
  return JSON.stringify(toWellFormed(text)).replaceAll("\uFFFD", "\\ufffd");
}

/** A lone surrogate cannot be stored as UTF-8: it becomes U+FFFD, as it does on the wire. */
function toWellFormed(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}

function renderLabel(label: string): string {
  return BARE_LABEL.test(label) ? label : quote(label);
}

/** `{__name__="…",label="…"}`: the name is a value like any other, so that no name needs rules of its own. */
export function selector(names: readonly string[], matchers: readonly LabelMatcher[]): string {
  const name: LabelMatcher =
    names.length === 1
      ? { label: "__name__", operator: "=", value: names[0] ?? "" }
      : { label: "__name__", operator: "=~", value: names.map(escapeRegex).join("|") };
  const all = names.length === 0 ? matchers : [name, ...matchers];
  return `{${all.map(({ label, operator, value }) => renderLabel(label) + operator + quote(value)).join(",")}}`;
}

/** Text that an RE2 expression matches literally. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");
}

/** A duration in whole milliseconds: exact for every width, and shorter than a conversion. */
export function duration(ms: number): string {
  return `${ms}ms`;
}

/** What a counter did in a window: by how much it grew, how often it went back. */
export type WindowOperation = "increase" | "resets";

/**
 * What happened in (T − width, T]; a series without a sample in it is left out. `anchored` and `pure` count from the last
 * sample at or before the start, at most `lookBackMs` earlier; neither extrapolates.
 */
export function overWindow(
  operation: WindowOperation,
  series: string,
  widthMs: number,
  form: IncrementsForm,
  lookBackMs: number,
): string {
  const window = `${series}[${duration(widthMs)}]`;
  if (form === "summed" && operation === "increase") return `sum_over_time(${window})`;
  if (form === "extrapolated" || form === "summed") return `${operation}(${window})`;
  if (form === "anchored") return `${operation}(${window} anchored)`;
  // MetricsQL answers 0 for a window without samples that has one shortly before it
  if (operation === "increase") return `(increase_pure(${window}) and count_over_time(${window}))`;
  // its `resets` does not compare with the sample before the window if that is further away than the usual interval
  const base = `last_over_time(${series}[${duration(lookBackMs)}] offset ${duration(widthMs)})`;
  return `((resets(${window}) > 0) or (first_over_time(${window}) < bool ${base}))`;
}

/** The last sample in (T − width, T], its labels kept. */
export function lastOverTime(series: string, widthMs: number): string {
  return `last_over_time(${series}[${duration(widthMs)}])`;
}

/**
 * When each series had its last sample in (T − width, T], in seconds. PromQL's selector needs to be told by the request how far
 * it looks back (`lookback_delta`), and does not see series that the store has marked as ended.
 */
export function lastTimes(series: string, widthMs: number, metricsQl: boolean): string {
  return metricsQl ? `tlast_over_time(${series}[${duration(widthMs)}])` : `timestamp(${series})`;
}

/** The sum over all labels but these. */
export function sumBy(labels: readonly string[], expression: string): string {
  return `sum by (${labels.map(renderLabel).join(",")}) (${expression})`;
}
