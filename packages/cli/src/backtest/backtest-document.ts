import type { Monitor } from "@modelwatch/conventions/query";
import type { MonitorTrack } from "@modelwatch/evaluation";
import type { Backtest, BacktestAlarm } from "./judge-backtest.js";

/** A backtest as JSON: instants as ISO 8601 in UTC, evidence as decimal logarithms, null where nothing is known. */
export function toBacktestDocument(monitor: Monitor, track: MonitorTrack, backtest: Backtest) {
  return {
    monitor,
    from: iso(track.edges[0]!),
    to: iso(track.edges.at(-1)!),
    log10Threshold: track.logThreshold / Math.LN10,
    alarms: backtest.alarms.map(toAlarm),
    incidents: backtest.incidents.map(({ fromMs, watchedUntilMs, alarm, ...outcome }) => ({
      from: iso(fromMs),
      watchedUntil: iso(watchedUntilMs),
      alarm: alarm === null ? null : toAlarm(alarm),
      ...outcome,
    })),
    quiet: backtest.quiet.map(({ fromMs, toMs, ...outcome }) => ({
      from: iso(fromMs),
      to: iso(toMs),
      ...outcome,
    })),
    windows: track.states.map((state, window) => ({
      end: iso(track.edges[window + 1]!),
      state,
      log10Detector: finiteOrNull(track.logDetector[window]! / Math.LN10),
    })),
    versions: track.versions.map(({ version, from }) => ({
      version: version ?? null,
      from: iso(track.edges[from]!),
    })),
  };
}

function toAlarm({ knownAtMs, ...alarm }: BacktestAlarm) {
  return { knownAt: iso(knownAtMs), ...alarm };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
