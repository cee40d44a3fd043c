import type { Monitor } from "@modelwatch/conventions/query";
import type { MonitorTrack } from "@modelwatch/evaluation";
import { formatCount, formatFixed, formatInterval } from "../report/format.js";
import { evidenceLine } from "./evidence-line.js";
import type { Backtest, BacktestAlarm, IncidentOutcome, QuietOutcome } from "./judge-backtest.js";

/** A backtest as people read it on a terminal. */
export function describeBacktest(monitor: Monitor, track: MonitorTrack, backtest: Backtest): string {
  const { alarms, incidents, quiet } = backtest;
  const windows = `${formatCount(track.states.length)} windows of ${monitor.window.width}`;
  return [
    `Monitor ${monitor.id} of ${monitor.model}: ${windows}, ${instant(track.edges[0]!)} to ${instant(track.edges.at(-1)!)}`,
    `Budget: at most one false alarm in ${monitor.guard.budgetDays} days`,
    "",
    `Drift evidence, █ from 10^${formatFixed(track.logThreshold / Math.LN10, 2)} on`,
    `  ${evidenceLine(track.logDetector, track.logThreshold)}`,
    "",
    ...section("It would have alarmed", "It would never have alarmed.", alarms.map(describeAlarm)),
    ...section("Marked incidents", "", incidents.map(describeIncident)),
    ...section("Marked quiet periods", "", quiet.map(describeQuiet)),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}

function section(title: string, empty: string, lines: readonly string[]): string[] {
  if (lines.length > 0) return [title, ...lines.map((line) => `  ${line}`), ""];
  return empty === "" ? [] : [empty, ""];
}

function describeAlarm({ knownAtMs, kind, culprits, during }: BacktestAlarm): string {
  const marked = during === "unmarked" ? "" : ` (marked as ${during})`;
  return `${instant(knownAtMs)}  ${describeKind(kind, culprits)}${marked}`;
}

function describeKind(kind: BacktestAlarm["kind"], culprits: readonly string[]): string {
  if (kind === "loss") return "loss beyond its tolerance";
  return culprits.length === 0 ? "drift" : `drift, strongest in ${culprits.slice(0, 3).join(", ")}`;
}

function describeIncident({
  fromMs,
  watchedUntilMs,
  alarm,
  delayDays,
  alarmStoodBefore,
}: IncidentOutcome): string {
  const when = `from ${instant(fromMs)}: `;
  const stood = alarmStoodBefore ? "; an alarm was standing already" : "";
  if (alarm === null) return `${when}not found until ${instant(watchedUntilMs)}${stood}`;
  return `${when}found after ${formatFixed(delayDays, 2)} days by ${describeKind(alarm.kind, alarm.culprits)}${stood}`;
}

function describeQuiet({
  fromMs,
  toMs,
  falseAlarms,
  daysAtRisk,
  daysInAlarm,
  perQuarter,
}: QuietOutcome): string {
  const when = `${instant(fromMs)} to ${instant(toMs)}: `;
  if (perQuarter === null) return `${when}no day without an alarm or a gap, so no rate`;
  const rate = `${formatFixed(perQuarter.value, 2)} per quarter`;
  const sure = `95 %: ${formatInterval(perQuarter.low, perQuarter.high, (value) => formatFixed(value, 2))}`;
  const stood = daysInAlarm > 0 ? `; an alarm stood for ${formatFixed(daysInAlarm, 1)} more days` : "";
  const alarms = falseAlarms === 1 ? "1 false alarm" : `${formatCount(falseAlarms)} false alarms`;
  return `${when}${alarms} in ${formatFixed(daysAtRisk, 1)} days at risk, ${rate} (${sure})${stood}`;
}

/** To the minute, in UTC. */
function instant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16)}Z`;
}
