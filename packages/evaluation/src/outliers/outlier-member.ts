import type { WindowedSeries, WindowedSums } from "@modelwatch/sources";
import type { MemberReferences } from "../read/member-references.js";
import { countBeyond, type EventCounts } from "./count-beyond.js";
import { rowsByWindow } from "./window-history.js";

/** A member over all windows that were read. */
export interface OutlierMember {
  readonly name: string;
  readonly series: readonly WindowedSeries[];
  /** Rows of each window. */
  readonly rows: Float64Array;
  /** Missing and invalid values of each window among all that were received; null where the member counts none. */
  readonly invalid: EventCounts | null;
  readonly references: MemberReferences;
  /** Rows beyond a bound in each window; computed once for each bound. */
  tailCounts(side: "low" | "high", bound: number): EventCounts;
}

export function createOutlierMember(
  name: string,
  series: readonly WindowedSeries[],
  invalid: readonly WindowedSums[],
  references: MemberReferences,
  windows: number,
): OutlierMember {
  const known = new Map<string, EventCounts>();
  const missing = new Float64Array(windows);
  for (const { sums } of invalid) sums.forEach((sum, w) => (missing[w] = missing[w]! + sum));
  const rows = rowsByWindow(series, windows);
  const received = rows.map((count, w) => count + missing[w]!);
  return {
    name,
    series,
    rows,
    invalid: invalid.length === 0 ? null : { counts: missing, rows: received },
    references,
    tailCounts(side, bound) {
      const key = `${side} ${bound}`;
      const counts = known.get(key) ?? countBeyond(series, side, bound, windows);
      known.set(key, counts);
      return counts;
    },
  };
}
