import type { Monitor } from "@modelwatch/conventions/query";
import { toIso } from "../windows/edges.js";
import { dateMemberChange } from "./change-date.js";
import { culpritsOf } from "./drift-track.js";
import type { JudgedStretch } from "./judge-monitor.js";

/** A member behind the evidence, as findings show it. */
export type Culprit = {
  readonly member: string;
  /** log10 of its detector. */
  readonly log10: number;
  /** The signal of its windows that speaks loudest: location, spread, shape, … */
  readonly signal: string | null;
  /** The most likely date of its change, and the dates that are not rejected; null where no date stands out. */
  readonly changed: string | null;
  readonly changedEarliest: string | null;
  readonly changedLatest: string | null;
};

/** Members to look at first now, strongest first. */
export function listCulprits({ drift, data }: JudgedStretch, monitor: Monitor): Culprit[] {
  if (drift === null) return [];
  const iso = (timeMs: number | undefined) =>
    timeMs === undefined ? null : toIso(timeMs, monitor.window.timeZone);
  return culpritsOf(drift, drift.logDetector.length - 1).map(({ member, log10 }) => {
    const date = dateMemberChange(member.name, data, monitor.guard.alpha);
    return {
      member: member.name,
      log10,
      signal: member.windows?.strongestSignal ?? null,
      changed: iso(date?.changedMs),
      changedEarliest: iso(date?.earliestMs),
      changedLatest: iso(date?.latestMs),
    };
  });
}
