import type { MonitorTrack } from "@modelwatch/evaluation";
import { poissonRateInterval, type Interval } from "@modelwatch/statistics";
import type { ClosedPeriod, Period } from "./period.js";

const DAY_MS = 86_400_000;
/** A quarter of a year of 365.25 days. */
export const QUARTER_DAYS = 365.25 / 4;
/** Of the interval of the false-alarm rate. */
const ALPHA = 0.05;

export interface BacktestAlarm {
  /** End of the window that brought it: nobody could have known earlier. */
  readonly knownAtMs: number;
  readonly kind: "drift" | "loss";
  readonly culprits: readonly string[];
  /** What someone marked that time as. */
  readonly during: "incident" | "quiet" | "unmarked";
}

export interface IncidentOutcome {
  readonly fromMs: number;
  /** When the watch for it ended: its own end, the next incident, or the end of the replay. */
  readonly watchedUntilMs: number;
  /** The first alarm that began after it did; null where none did. */
  readonly alarm: BacktestAlarm | null;
  readonly delayDays: number | null;
  /** An alarm was already standing when it began, so that a new one may not have been needed. */
  readonly alarmStoodBefore: boolean;
}

export interface QuietOutcome extends ClosedPeriod {
  readonly falseAlarms: number;
  /** Days in which an alarm could have begun: windows with evidence, no alarm standing. */
  readonly daysAtRisk: number;
  readonly daysInAlarm: number;
  /** Per quarter, with its exact 95 % interval; null without a day at risk. */
  readonly perQuarter: (Interval & { readonly value: number }) | null;
}

export interface Backtest {
  readonly alarms: readonly BacktestAlarm[];
  readonly incidents: readonly IncidentOutcome[];
  readonly quiet: readonly QuietOutcome[];
}

/** What a replayed monitor would have said about marked incidents and quiet periods. */
export function judgeBacktest(
  track: MonitorTrack,
  marked: { readonly incidents: readonly Period[]; readonly quiet: readonly ClosedPeriod[] },
): Backtest {
  const endMs = track.edges.at(-1)!;
  const incidents = marked.incidents
    .toSorted((a, b) => a.fromMs - b.fromMs)
    .map((incident, index, all): ClosedPeriod => {
      const next = all[index + 1]?.fromMs ?? endMs;
      return { fromMs: incident.fromMs, toMs: Math.min(incident.toMs ?? next, endMs) };
    });
  const alarms = track.alarms.map(({ window, kind, culprits }): BacktestAlarm => {
    const meets = (period: ClosedPeriod) => meetsWindow(track, window, period);
    const during = incidents.some(meets) ? "incident" : marked.quiet.some(meets) ? "quiet" : "unmarked";
    return { knownAtMs: track.edges[window + 1]!, kind, culprits, during };
  });
  return {
    alarms,
    incidents: incidents.map((incident) => judgeIncident(track, alarms, incident)),
    quiet: marked.quiet.map((period) => judgeQuiet(track, period)),
  };
}

function judgeIncident(
  track: MonitorTrack,
  alarms: readonly BacktestAlarm[],
  incident: ClosedPeriod,
): IncidentOutcome {
  const index = track.alarms.findIndex(({ window }) => meetsWindow(track, window, incident));
  const alarm = alarms[index] ?? null;
  const before = track.edges.findLastIndex((edge) => edge <= incident.fromMs) - 1;
  return {
    fromMs: incident.fromMs,
    watchedUntilMs: incident.toMs,
    alarm,
    delayDays: alarm === null ? null : (alarm.knownAtMs - incident.fromMs) / DAY_MS,
    alarmStoodBefore: isAlarm(track, before),
  };
}

function judgeQuiet(track: MonitorTrack, { fromMs, toMs }: ClosedPeriod): QuietOutcome {
  let daysAtRisk = 0;
  let daysInAlarm = 0;
  const isInside = (window: number) =>
    track.edges[window]! >= fromMs && track.edges[window + 1]! <= toMs && isObserved(track, window);
  for (let window = 0; window < track.states.length; window++) {
    if (!isInside(window)) continue;
    const days = (track.edges[window + 1]! - track.edges[window]!) / DAY_MS;
    if (isAlarm(track, window - 1)) daysInAlarm += days;
    else daysAtRisk += days;
  }
  // an alarm that begins while another kind stands is not a second false alarm of the same quiet
  const falseAlarms = new Set(
    track.alarms
      .map(({ window }) => window)
      .filter((window) => isInside(window) && !isAlarm(track, window - 1)),
  ).size;
  const quarters = daysAtRisk / QUARTER_DAYS;
  const perQuarter =
    quarters > 0
      ? { value: falseAlarms / quarters, ...poissonRateInterval(falseAlarms, quarters, ALPHA) }
      : null;
  return { fromMs, toMs, falseAlarms, daysAtRisk, daysInAlarm, perQuarter };
}

/** Whether the window's end lies after the period's beginning and its beginning before the period's end. */
function meetsWindow({ edges }: MonitorTrack, window: number, { fromMs, toMs }: ClosedPeriod): boolean {
  return edges[window + 1]! > fromMs && edges[window]! < toMs;
}

function isAlarm({ states }: MonitorTrack, window: number): boolean {
  return states[window] === "watch" || states[window] === "act";
}

function isObserved({ states }: MonitorTrack, window: number): boolean {
  return states[window] !== "missing" && states[window] !== "undetermined";
}
