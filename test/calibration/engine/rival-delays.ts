import { averageDetectors } from "@modelwatch/statistics";
import { mixtureSprt } from "../rivals/mixture-sprt.js";
import { flaggedHours, PRACTICES, type Windows } from "../rivals/practices.js";
import { CHANGE_DAY, delayOf, QUIET_DAYS, REFERENCE_DAYS } from "./monitor-plan.js";

/** False-alarm probability of the yardstick, over all time. */
const YARDSTICK_ALPHA = 0.05;

/** Hours to the first flag on a feature that changed: credit even where it would have come by chance. */
export function delaysOfPractices(
  changed: readonly Windows[],
  seed: number,
): Readonly<Record<string, number | null>> {
  const delays: Record<string, number | null> = {};
  const keepFirst = (id: string, flagged: readonly number[]): void => {
    const first = flagged.find((hour) => hour > QUIET_DAYS * 24);
    const delay = first === undefined ? Infinity : first - QUIET_DAYS * 24;
    const soonest = Math.min(delay, delays[id] ?? Infinity);
    delays[id] = soonest === Infinity ? null : soonest;
  };
  for (const windows of changed) {
    for (const { id } of PRACTICES) {
      const hours = flaggedHours(id, windows, seed);
      if (hours !== null) keepFirst(id, hours);
    }
  }
  return delays;
}

/** Delays of the yardstick, started with the watch (unless it alarmed before the change), and by an oracle at the change. */
export function delaysOfYardstick(features: readonly Windows[]): Readonly<Record<string, number | null>> {
  const reference = REFERENCE_DAYS * 24;
  const change = CHANGE_DAY * 24;
  const evidence = (start: number): Float64Array =>
    averageDetectors(features.flatMap((windows) => mixtureSprt(windows[60], reference, start) ?? []));
  const threshold = -Math.log(YARDSTICK_ALPHA);
  const sinceStart = evidence(reference);
  const before = change - reference;
  const oracle = { "yardstick-from-change": delayOf(evidence(change), threshold, 60) };
  if (sinceStart[before - 1]! >= threshold) return oracle;
  return { ...oracle, yardstick: delayOf(sinceStart.subarray(before), threshold, 60) };
}

/** Windows of all features that each practice flags in the quiet week. */
export function countFlagged(features: readonly Windows[], seed: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { id } of PRACTICES) {
    counts[id] = 0;
    for (const windows of features) {
      const week = flaggedHours(id, windows, seed)?.filter((hour) => hour <= QUIET_DAYS * 24);
      counts[id] += week?.length ?? 0;
    }
  }
  const reference = REFERENCE_DAYS * 24;
  const logs = averageDetectors(
    features.flatMap((windows) => mixtureSprt(windows[60], reference, reference) ?? []),
  );
  const week = logs.subarray(0, QUIET_DAYS * 24);
  counts["yardstick"] = week.some((log) => log >= -Math.log(YARDSTICK_ALPHA)) ? 1 : 0;
  return counts;
}
