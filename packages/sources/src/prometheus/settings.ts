import { ModelwatchError } from "@modelwatch/conventions";
import { HTTP_DEFAULTS, toHttpSettings } from "../http/index.js";
import type { HttpOptions, HttpSettings } from "../http/index.js";
import type { WindowsRead } from "./closed-windows.js";

export interface PrometheusSourceOptions extends HttpOptions {
  /** Whose data is asked for, where a server keeps several tenants' (Mimir, Cortex): sent as `X-Scope-OrgID`. */
  readonly tenant?: string;
  /**
   * How far before a window its starting sample is looked for. Longer than the longest pause between two exports: a series
   * without a sample in this time counts from its first sample inside the window, and what came before that is lost.
   */
  readonly lookBackMs?: number;
  /** How names are stored. `auto` reads both spellings where the server knows UTF-8 names. */
  readonly names?: "auto" | "underscores" | "utf-8";
  /**
   * `auto` counts exactly where the server can and extrapolates elsewhere. `summed` is for stores that keep delta points as they
   * came (Prometheus' otlp-native-delta-ingestion, VictoriaMetrics): no server tells that.
   */
  readonly increments?: "auto" | "extrapolated" | "summed";
  /** How long after its end a window is read again: late and out-of-order samples change it until then. */
  readonly closedAfterMs?: number;
  /** Most values of closed windows that are kept in memory, 8 bytes each; 0 reads everything anew. */
  readonly keptValues?: number;
  /** Epoch milliseconds, `Date.now` by default: tells which windows are closed. */
  readonly clock?: () => number;
  /** Told of every reading how many windows came from memory and how many from the server: for metrics. */
  readonly onWindowsRead?: (windows: WindowsRead) => void;
}

export interface PrometheusSettings extends HttpSettings {
  readonly lookBackMs: number;
  readonly names: "auto" | "underscores" | "utf-8";
  readonly increments: "auto" | "extrapolated" | "summed";
  readonly closedAfterMs: number;
  readonly keptValues: number;
  readonly clock: () => number;
  readonly onWindowsRead: (windows: WindowsRead) => void;
}

const HOUR_MS = 3_600_000;

export const PROMETHEUS_DEFAULTS = Object.freeze({
  ...HTTP_DEFAULTS,
  // an hourly export that comes late still finds its predecessor
  lookBackMs: 2 * HOUR_MS,
  names: "auto",
  increments: "auto",
  // Prometheus takes samples that are up to an hour older than its newest
  closedAfterMs: HOUR_MS,
  keptValues: 4_000_000,
  clock: Date.now,
  onWindowsRead: () => {},
} as const satisfies Partial<PrometheusSourceOptions>);

/**
 * Options with every default filled in, and a URL that is one.
 *
 * @throws ModelwatchError `invalid-argument`
 */
export function toSettings({ tenant, ...options }: PrometheusSourceOptions): PrometheusSettings {
  const { lookBackMs, names, increments, closedAfterMs, keptValues, clock, onWindowsRead, ...http } = {
    ...PROMETHEUS_DEFAULTS,
    ...options,
  };
  checkInteger("lookBackMs", lookBackMs, 1);
  checkInteger("closedAfterMs", closedAfterMs, 0);
  checkInteger("keptValues", keptValues, 0);
  const headers = { ...http.headers, ...(tenant !== undefined && { "X-Scope-OrgID": tenant }) };
  return {
    ...toHttpSettings({ ...http, headers }, "Prometheus"),
    lookBackMs,
    names,
    increments,
    closedAfterMs,
    keptValues,
    clock,
    onWindowsRead,
  };
}

function checkInteger(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new ModelwatchError("invalid-argument", {
    problem: `the Prometheus source's ${name} is ${value}`,
    allowed: `an integer of at least ${least}`,
  });
}
