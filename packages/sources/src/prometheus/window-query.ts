import { evidenceOver } from "./evidence.js";
import { duration, overWindow, sumBy } from "./promql.js";
import { toSeconds } from "./window-runs.js";
import type { Evidence } from "./evidence.js";
import type { Parameters } from "./http-client.js";
import type { WindowOperation } from "./promql.js";
import type { IncrementsForm } from "./server-abilities.js";
import type { WindowRun } from "./window-runs.js";

export interface WindowQuestion {
  readonly operation: WindowOperation | Evidence;
  /** A PromQL selector. */
  readonly series: string;
  /** Of native histograms; evidence counts what they hold. */
  readonly native?: boolean;
  /** Stored labels that stay apart, the rest is summed by the store; absent: every series stays apart. */
  readonly by?: readonly string[];
}

/**
 * The parameters of /api/v1/query_range for one run of windows. Answers may begin earlier than the run's first window: those
 * points are not asked for and are to be left out.
 */
export function toWindowQuery(
  question: WindowQuestion,
  run: WindowRun,
  form: IncrementsForm,
  { lookBackMs, timeoutMs }: { readonly lookBackMs: number; readonly timeoutMs: number },
): Parameters {
  const { by } = question;
  const expression = toExpression(question, run.widthMs, form, lookBackMs);
  const { startMs, parameters } = toBaseSearch(form, run, lookBackMs);
  return {
    query: by === undefined ? expression : sumBy(by, expression),
    start: toSeconds(startMs),
    end: toSeconds(run.firstEndMs + (run.windows - 1) * run.widthMs),
    step: toSeconds(run.widthMs),
    timeout: duration(timeoutMs),
    ...parameters,
  };
}

function toExpression(
  { operation, series, native = false }: WindowQuestion,
  widthMs: number,
  form: IncrementsForm,
  lookBackMs: number,
): string {
  return operation === "increase" || operation === "resets"
    ? overWindow(operation, series, widthMs, form, lookBackMs)
    : evidenceOver(operation, { selector: series, native }, { widthMs, form, lookBackMs });
}

/** How each form is told how far before a window its starting sample may lie. */
function toBaseSearch(
  form: IncrementsForm,
  { firstEndMs, widthMs }: WindowRun,
  lookBackMs: number,
): { readonly startMs: number; readonly parameters: Parameters } {
  if (form === "pure") {
    const earlierMs = Math.ceil(lookBackMs / widthMs) * widthMs;
    return { startMs: firstEndMs - earlierMs, parameters: METRICSQL };
  }
  const lookBack = form === "anchored" ? { lookback_delta: toSeconds(lookBackMs) } : {};
  return { startMs: firstEndMs, parameters: { ...METRICSQL, ...lookBack } };
}

/**
 * VictoriaMetrics finds a window's starting sample among those that the query reads, and what it does not find counts as 0: so
 * the query starts earlier. Otherwise it would also align the range to multiples of the step (`nocache`), put older values in
 * place of the last half minute's (`latency_offset`), and let a flag of the server's forget samples (`max_lookback`, at its
 * limit of 100 years). Other servers leave parameters alone that they do not know.
 */
const METRICSQL: Parameters = { nocache: "1", latency_offset: "1ms", max_lookback: "36500d" };

/** The parameters of /api/v1/query at an instant, so that it is exactly that one. */
export function instantParameters(timeMs: number): Parameters {
  return { time: toSeconds(timeMs), ...METRICSQL };
}
