import type { WindowedSeries } from "@modelwatch/sources";
import type { DistributionWindows, MonitorMember } from "@modelwatch/statistics";
import { alignMember, toMemberWindows } from "../drift/member-layout.js";
import { sumSeries } from "../read/series-matrix.js";
import type { StretchData } from "./read-stretch.js";

/**
 * A member's windows on one layout, beside those of the other arm or version where the monitor compares with one. Null where
 * nothing of it was counted, or its layouts share no bound.
 */
export function readMonitorMember(name: string, data: StretchData): MonitorMember | null {
  const own = data.current.get(name) ?? [];
  const other = data.against?.get(name) ?? [];
  if (own.length === 0 || (data.against !== null && other.length === 0)) return null;
  const all = [...own, ...other];
  const reference = data.referenceOf(name);
  const template =
    reference === null || typeof reference === "string"
      ? sumSeries(all, 0, own[0]!.windows.windows)
      : reference;
  if (template === null || template === "layout-changed") return null;
  const common = alignMember(all, template);
  if (common === "layout-changed") return null;
  const onCommon = (series: readonly WindowedSeries[]): DistributionWindows | null => {
    const matrix = alignMember(series, common.reference);
    return matrix === "layout-changed" ? null : toMemberWindows(matrix, series);
  };
  const windows = onCommon(own);
  if (windows === null || data.against === null) return windows && { name, windows };
  const against = onCommon(other);
  return against && { name, ...withEqualSums(windows, against) };
}

/** The same member without its first windows. */
export function skipMemberWindows({ name, windows, against }: MonitorMember, count: number): MonitorMember {
  return {
    name,
    windows: rowsOf(windows, count, windows.windows),
    ...(against === undefined ? {} : { against: rowsOf(against, count, against.windows) }),
  };
}

/** The windows [from, to): views into the same arrays. */
export function rowsOf(windows: DistributionWindows, from: number, to: number): DistributionWindows {
  const { layout, cells, counts, totals, sums } = windows;
  return {
    layout,
    windows: to - from,
    cells,
    counts: counts.subarray(from * cells, to * cells),
    totals: totals.subarray(from, to),
    ...(sums === undefined ? {} : { sums: sums.subarray(from, to) }),
  };
}

/** A contrast of means needs exact sums on both sides. */
function withEqualSums(windows: DistributionWindows, against: DistributionWindows) {
  if ((windows.sums === undefined) === (against.sums === undefined)) return { windows, against };
  return { windows: withoutSums(windows), against: withoutSums(against) };
}

function withoutSums({ layout, windows, cells, counts, totals }: DistributionWindows): DistributionWindows {
  return { layout, windows, cells, counts, totals };
}
