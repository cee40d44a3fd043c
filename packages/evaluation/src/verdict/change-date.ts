import { dateChange, scanShares } from "@modelwatch/statistics";
import { readMonitorMember } from "./monitor-member.js";
import type { StretchData } from "./read-stretch.js";

/** Edges (ms) between which a member's distribution changed. */
export interface MemberChangeDate {
  readonly changedMs: number;
  /** The dates that are not rejected lie between these. */
  readonly earliestMs: number;
  readonly latestMs: number;
}

/**
 * When did a member change? The most likely date inside a stretch; null where no single change stands out there: it may have
 * been different from the first day.
 */
export function dateMemberChange(name: string, data: StretchData, alpha: number): MemberChangeDate | null {
  const member = readMonitorMember(name, data);
  // of two arms or versions it is their difference that changed, which no date of one of them tells
  if (member === null || member.against !== undefined) return null;
  const { cells } = member.windows;
  const { counted, edges } = data.stretch.windows;
  const counts = member.windows.counts.slice();
  counted.forEach((isCounted, w) => {
    if (isCounted === 0) counts.fill(0, w * cells, (w + 1) * cells);
  });
  const scan = scanShares(counts, cells);
  if ("kind" in scan) return null;
  const date = dateChange(scan, alpha);
  if (date.logPValue > Math.log(alpha)) return null;
  return { changedMs: edges[date.cut]!, earliestMs: edges[date.low]!, latestMs: edges[date.high]! };
}
