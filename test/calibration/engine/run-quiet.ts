import { trackModel, type ModelMonitorTrack, type MonitorMember } from "@modelwatch/statistics";
import type { Traffic } from "../traffic/traffics.js";
import { monitorSettings, REFERENCE_DAYS, windowsPerDay, type Width } from "./monitor-plan.js";
import { simulateMembers, widenMember } from "./simulated-members.js";
import { trainingAlarms } from "./training-alarms.js";

/** One simulated model in which nothing changed. */
export interface QuietRun {
  readonly kind: "quiet";
  readonly traffic: string;
  readonly width: Width;
  readonly seed: number;
  /** Days after the reference. */
  readonly days: number;
  /** Days under watch: all of them, and where production's own first days are the reference, those too. */
  readonly watchedDays: number;
  /** When alarms were raised, in days under watch. */
  readonly alarmDays: readonly number[];
  readonly members: number;
  /** Members that the engine refused, by reason. */
  readonly refused: Readonly<Record<string, number>>;
  /** Lag-1 autocorrelation of the residuals that is furthest from 0 among the members that take part. */
  readonly residualAutocorrelation: number | null;
}

export function runQuiet(traffic: Traffic, seed: number, days: number, width: Width): QuietRun {
  const windows = (REFERENCE_DAYS + days) * windowsPerDay(width);
  const { members, season } = simulateMembers(traffic, { seed, windows, minutesPerWindow: width });
  const startsUnwatched = traffic.trainingRows === undefined;
  const early = startsUnwatched ? [] : trainingAlarms(traffic, members.map(toHours), seed);
  const unwatchedDays = startsUnwatched ? REFERENCE_DAYS : 0;
  const track = trackModel(members, { ...monitorSettings(width), season, afterAlarm: "restart" });
  const late = track.alarms.map(({ window }) => (window + 1) / windowsPerDay(width) - unwatchedDays);
  return {
    kind: "quiet",
    traffic: traffic.id,
    width,
    seed,
    days,
    watchedDays: REFERENCE_DAYS + days - unwatchedDays,
    alarmDays: [...early, ...late],
    members: members.length,
    refused: countRefusals(track),
    residualAutocorrelation: furthestAutocorrelation(track),
  };

  function toHours(member: MonitorMember): MonitorMember {
    return widenMember(member, 60 / width);
  }
}

function countRefusals({ members }: ModelMonitorTrack): Record<string, number> {
  const refused: Record<string, number> = {};
  for (const member of members) {
    if (member.refused !== null) refused[member.refused.reason] = (refused[member.refused.reason] ?? 0) + 1;
  }
  return refused;
}

function furthestAutocorrelation({ members }: ModelMonitorTrack): number | null {
  let furthest: number | null = null;
  for (const { refused, residualAutocorrelation } of members) {
    if (refused !== null || residualAutocorrelation === null) continue;
    if (Math.abs(residualAutocorrelation) > Math.abs(furthest ?? 0)) furthest = residualAutocorrelation;
  }
  return furthest;
}
