import {
  createModelMonitor,
  type ModelMonitor,
  type ModelMonitorOptions,
  type ModelMonitorTrack,
  type MonitorMember,
} from "@modelwatch/statistics";
import { createDriftEstimate } from "./drift-estimate.js";
import { rowsOf } from "./monitor-member.js";

/**
 * Which members have moved by more than the tolerance, wherever the monitor's evidence reaches its budget. Asked at the first
 * windows of each such stretch and then at growing distances; in between the last answer stands. It only ever withholds alarms, so
 * it cannot add false ones.
 */
export function findMaterialDrift(
  members: readonly MonitorMember[],
  options: ModelMonitorOptions,
  track: ModelMonitorTrack,
  tolerance: number,
): (member: number, window: number) => boolean {
  const immaterial = members.map(() => new Set<number>());
  if (tolerance > 0) {
    const replay = createReplay(members, options);
    const estimates = members.map((member) => createDriftEstimate(member, options));
    for (const { at, until } of checkpoints(track)) {
      const { members: tracks } = replay(at + 1);
      members.forEach((_, index) => {
        const start = tracks[index]!.strongestStart;
        if (start === null || estimates[index]!(start, at + 1) > tolerance) return;
        for (let w = at; w < until; w++) immaterial[index]!.add(w);
      });
    }
  }
  return (member, window) => !immaterial[member]!.has(window);
}

/** Windows at which to ask, and up to which the answer stands. */
function checkpoints(track: ModelMonitorTrack): { readonly at: number; readonly until: number }[] {
  const { logDetector, logThreshold } = track;
  const asked: { at: number; until: number }[] = [];
  let start = -1;
  let next = 0;
  logDetector.forEach((log, w) => {
    if (log < logThreshold) {
      start = -1;
      return;
    }
    if (start < 0) {
      start = w;
      next = w;
    }
    if (w < next) {
      asked[asked.length - 1]!.until = w + 1;
      return;
    }
    asked.push({ at: w, until: w + 1 });
    next = w + 1 + Math.floor((w - start) / 4);
  });
  return asked;
}

/** The monitor's state as it was after the first `windows` windows; asked in ascending order, each window is taken once. */
function createReplay(
  members: readonly MonitorMember[],
  options: ModelMonitorOptions,
): (windows: number) => ModelMonitorTrack {
  const { season, counted, ...settings } = options;
  let monitor: ModelMonitor | undefined;
  let taken = 0;
  return (windows) => {
    monitor ??= createModelMonitor(settings);
    const block = {
      members: members.map(({ name, windows: own, against }) => ({
        name,
        windows: rowsOf(own, taken, windows),
        ...(against === undefined ? {} : { against: rowsOf(against, taken, windows) }),
      })),
      ...(season === undefined
        ? {}
        : {
            season: {
              hourOfDay: Array.from(season.hourOfDay).slice(taken, windows),
              dayOfWeek: Array.from(season.dayOfWeek).slice(taken, windows),
            },
          }),
      ...(counted === undefined ? {} : { counted: Array.from(counted).slice(taken, windows) }),
    };
    monitor.append(block);
    taken = windows;
    return monitor.track();
  };
}
