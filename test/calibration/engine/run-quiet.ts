import { trackModel, type ModelMonitorTrack } from "@modelwatch/statistics";
import { seasonOf } from "../traffic/simulate-traffic.js";
import type { Traffic } from "../traffic/traffics.js";
import { monitorSettings, REFERENCE_DAYS, windowsPerDay, type Width } from "./monitor-plan.js";
import { simulateMembers, widenMember, type SimulatedMembers } from "./simulated-members.js";
import { trainingAlarms } from "./training-alarms.js";

/** One simulated model in which nothing changed. */
export interface QuietRun {
  readonly kind: "quiet";
  readonly traffic: string;
  readonly width: Width;
  readonly seed: number;
  /** Days under watch, after the reference. */
  readonly days: number;
  /** When alarms were raised, in days under watch. */
  readonly alarmDays: readonly number[];
  readonly members: number;
  /** Members that the engine refused, by reason. */
  readonly refused: Readonly<Record<string, number>>;
  /** Lag-1 autocorrelation of the residuals that is furthest from 0 among the members that take part. */
  readonly residualAutocorrelation: number | null;
}

/** The same stream at each of the widths; with five minutes among them, hours are sums of five minutes. */
export function runQuiet(
  traffic: Traffic,
  seed: number,
  days: number,
  widths: readonly Width[],
): readonly QuietRun[] {
  const finest = widths.includes(5) ? 5 : 60;
  const windows = (REFERENCE_DAYS + days) * windowsPerDay(finest);
  const simulated = simulateMembers(traffic, { seed, windows, minutesPerWindow: finest });
  return widths.map((width) => {
    const members =
      width === finest
        ? simulated.members
        : simulated.members.map((member) => widenMember(member, width / finest));
    const season = seasonOf({ windows: windows * (finest / width), minutesPerWindow: width });
    return watch(traffic, seed, days, width, { members, season });
  });
}

function watch(
  traffic: Traffic,
  seed: number,
  days: number,
  width: Width,
  { members, season }: SimulatedMembers,
): QuietRun {
  const track = trackModel(members, { ...monitorSettings(width), season, afterAlarm: "restart" });
  const watched = track.alarms.map(({ window }) => (window + 1) / windowsPerDay(width) - REFERENCE_DAYS);
  const early = traffic.trainingRows === undefined ? [] : trainingAlarms(traffic, members, width, seed);
  return {
    kind: "quiet",
    traffic: traffic.id,
    width,
    seed,
    days,
    alarmDays: [...early, ...watched],
    members: members.length,
    refused: countRefusals(track),
    residualAutocorrelation: furthestAutocorrelation(track),
  };
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
