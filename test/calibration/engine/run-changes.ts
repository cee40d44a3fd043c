import { averageDetectors, trackModel } from "@modelwatch/statistics";
import type { Windows } from "../rivals/practices.js";
import { CHANGES, changedMembers, type Change } from "../traffic/features.js";
import { seasonOf, simulateModel } from "../traffic/simulate-traffic.js";
import type { Traffic } from "../traffic/traffics.js";
import { widenWindows } from "../traffic/widen-windows.js";
import {
  BUDGET_DAYS,
  CHANGE_DAY,
  CHANGED_DAYS,
  delayOf,
  monitorSettings,
  windowsPerDay,
  WIDTHS,
  type Width,
} from "./monitor-plan.js";
import { countFlagged, delaysOfPractices, delaysOfYardstick } from "./rival-delays.js";

/** One simulated model, each change on its own. */
export interface ChangesRun {
  readonly kind: "changes";
  readonly traffic: string;
  readonly seed: number;
  /** Hourly windows of all features that each practice flagged in the week before; for the yardstick, whether it alarmed. */
  readonly flagged: Readonly<Record<string, number>>;
  readonly changes: Readonly<Record<Change, ChangeDelays>>;
}

export interface ChangeDelays {
  /** Hours from the change to the alarm, by detector; null: not within the days simulated; absent: it cannot see such a change. */
  readonly hours: Readonly<Record<string, number | null>>;
  /** Detectors that were alarming when the change came: their delay means nothing. */
  readonly early: readonly string[];
}

export function runChanges(traffic: Traffic, seed: number): ChangesRun {
  const windows = (CHANGE_DAY + CHANGED_DAYS) * windowsPerDay(5);
  const model = simulateModel(traffic, { seed, windows, minutesPerWindow: 5 });
  const draw = (feature: number, kind?: Change): Windows => {
    const change = kind && { kind, from: CHANGE_DAY * windowsPerDay(5) };
    const fine = model.draw(feature, change);
    return { 5: fine, 60: widenWindows(fine, 12) };
  };
  const quiet = model.features.map((_, feature) => draw(feature));
  const quietLogs = WIDTHS.map((width) => trackMembers(quiet, width));
  const changes = CHANGES.map((kind) => {
    const changed = new Map(changedMembers(kind).map((feature) => [feature, draw(feature, kind)]));
    return [kind, measureDelays(quiet, quietLogs, changed, seed)] as const;
  });
  return {
    kind: "changes",
    traffic: traffic.id,
    seed,
    flagged: countFlagged(quiet, seed),
    changes: Object.fromEntries(changes) as Record<Change, ChangeDelays>,
  };
}

/** A member's detector does not depend on the others, so only the changed ones are tracked anew. */
function measureDelays(
  quiet: readonly Windows[],
  quietLogs: readonly (readonly (Float64Array | null)[])[],
  changed: ReadonlyMap<number, Windows>,
  seed: number,
): ChangeDelays {
  const threshold = Math.log(BUDGET_DAYS);
  const hours: Record<string, number | null> = {};
  const early: string[] = [];
  const replaced = [...changed.keys()];
  WIDTHS.forEach((width, at) => {
    const own = trackMembers([...changed.values()], width);
    const logs = quietLogs[at]!.map((log, feature) =>
      changed.has(feature) ? own[replaced.indexOf(feature)] : log,
    );
    const betting = logs.filter((log) => log != null);
    if (betting.length === 0) return;
    const evidence = averageDetectors(betting);
    const from = CHANGE_DAY * windowsPerDay(width);
    if (evidence[from - 1]! >= threshold) early.push(engineId(width));
    hours[engineId(width)] = delayOf(evidence.subarray(from), threshold, width);
  });
  const features = quiet.map((windows, feature) => changed.get(feature) ?? windows);
  Object.assign(hours, delaysOfPractices([...changed.values()], seed), delaysOfYardstick(features));
  return { hours, early };
}

export function engineId(width: Width): string {
  return `engine-${width}`;
}

/** ln M of each member, which does not depend on the other members; null for a member that was refused. */
function trackMembers(features: readonly Windows[], width: Width): readonly (Float64Array | null)[] {
  const members = features.map((widths, at) => ({
    name: `member ${at}`,
    windows: widths[width],
  }));
  const season = seasonOf({ windows: features[0]![width].windows, minutesPerWindow: width });
  const track = trackModel(members, { ...monitorSettings(width), season, afterAlarm: "continue" });
  return track.members.map(({ refused, logDetector }) => (refused === null ? logDetector : null));
}
