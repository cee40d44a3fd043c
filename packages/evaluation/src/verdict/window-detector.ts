import type { Monitor } from "@modelwatch/conventions/query";
import {
  trackModel,
  type MemberTrack,
  type ModelMonitorOptions,
  type MonitorMember,
} from "@modelwatch/statistics";
import { POLICY } from "../decide/index.js";
import { findMaterialDrift } from "./material-drift.js";
import { readMonitorMember, skipMemberWindows } from "./monitor-member.js";
import { sliceWindows, type MonitorWindows } from "./monitor-windows.js";
import type { StretchData } from "./read-stretch.js";

/** Evidence of windows as units, after each window of a stretch. */
export interface WindowDetector {
  readonly logDetector: Float64Array;
  readonly members: readonly MemberTrack[];
  /** Whether a member has moved by more than the tolerance since its evidence began; true where nobody asked. */
  isMaterial(member: number, window: number): boolean;
}

/**
 * Have members changed against their own history (or two arms or versions against each other)? Windows are ranked among all earlier
 * ones. `budgetDays`: the detector's own budget. Null where no member has rows.
 */
export function detectFromHistory(
  monitor: Monitor,
  data: StretchData,
  budgetDays: number,
): WindowDetector | null {
  const all = data.names.flatMap((name) => readMonitorMember(name, data) ?? []);
  const skipped = all[0]?.windows.totals.findIndex((total) => total > 0) ?? -1;
  if (skipped < 0) return null;
  // Windows before the first row teach nothing, and would pass for the season's first week.
  const members = all.map((member) => skipMemberWindows(member, skipped));
  const whole = data.stretch.windows;
  const windows = sliceWindows(whole, skipped, whole.counted.length);
  const minimumCount = Math.max(2, monitor.guard.minimumCount);
  const options: ModelMonitorOptions = {
    unitDays: windows.unitDays,
    budgetDays,
    firstBet: findFirstBet(members[0]!, windows, minimumCount),
    afterAlarm: "continue",
    minimumCount,
    counted: windows.counted,
    ...(windows.season === null ? {} : { season: windows.season }),
  };
  const track = trackModel(members, options);
  const isMaterial = findMaterialDrift(members, options, track, monitor.guard.tolerance);
  return {
    logDetector: prepend(skipped, track.logDetector),
    members: track.members.map((member) => ({
      ...member,
      logDetector: prepend(skipped, member.logDetector),
      strongestStart: member.strongestStart === null ? null : member.strongestStart + skipped,
    })),
    isMaterial: (member, window) => isMaterial(member, window - skipped),
  };
}

/**
 * The first window after the anchor that may bet: two weeks have passed, and beside the season's first week there are as many
 * windows with rows as residuals need. Beyond the last window while that has not happened.
 */
function findFirstBet(score: MonitorMember, windows: MonitorWindows, minimumCount: number): number {
  const { first, counted, unitDays } = windows;
  const filled = new Uint32Array(counted.length + 1);
  for (let w = 0; w < counted.length; w++) {
    const takesPart = counted[w] === 1 && score.windows.totals[w]! >= minimumCount;
    filled[w + 1] = filled[w]! + Number(takesPart);
  }
  for (let w = Math.max(1, first); w < counted.length; w++) {
    const season = windows.season === null ? 0 : Math.floor(Math.min(7 / unitDays, w / 2));
    const history = filled[w]! - filled[season]!;
    if (w * unitDays >= POLICY.historyDays && history >= POLICY.historyWindows) return w;
  }
  return counted.length + 1;
}

function prepend(windows: number, values: Float64Array): Float64Array {
  const all = new Float64Array(windows + values.length).fill(-Infinity, 0, windows);
  all.set(values, windows);
  return all;
}
