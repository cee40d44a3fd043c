import type { GroupWindows } from "@modelwatch/statistics";
import type { ComparedGroups, GroupSeries } from "../read/groups.js";
import { compareText } from "../read/series-matrix.js";

/** Two groups in one stratum (or overall), cut to the base windows of one window. */
export interface GroupPair {
  readonly labels: Readonly<Record<string, string>>;
  readonly treated: GroupWindows;
  readonly control: GroupWindows;
}

/** Overall and by stratum, over the base windows [from, to). Strata in ascending order. */
export function sliceGroups(
  { treated, control }: ComparedGroups,
  from: number,
  to: number,
): { readonly overall: GroupPair; readonly strata: readonly GroupPair[] } {
  const keys = [...new Set([...treated.strata.keys(), ...control.strata.keys()])].sort(compareText);
  const strata = keys.map((key) => ({
    labels: (treated.strata.get(key) ?? control.strata.get(key))!.labels,
    treated: cut(treated, key, from, to),
    control: cut(control, key, from, to),
  }));
  const overall = {
    labels: {},
    treated: add(
      strata.map((stratum) => stratum.treated),
      to - from,
    ),
    control: add(
      strata.map((stratum) => stratum.control),
      to - from,
    ),
  };
  return { overall, strata };
}

/** Σ over windows. */
export function totalOf({ counts, sums }: GroupWindows): { readonly count: number; readonly sum: number } {
  return { count: counts.reduce((a, b) => a + b, 0), sum: sums.reduce((a, b) => a + b, 0) };
}

function cut(group: GroupSeries, key: string, from: number, to: number): GroupWindows {
  const stratum = group.strata.get(key);
  if (stratum === undefined)
    return { counts: new Float64Array(to - from), sums: new Float64Array(to - from) };
  return { counts: stratum.counts.slice(from, to), sums: stratum.sums.slice(from, to) };
}

function add(groups: readonly GroupWindows[], windows: number): GroupWindows {
  const counts = new Float64Array(windows);
  const sums = new Float64Array(windows);
  for (const group of groups) {
    for (let w = 0; w < windows; w++) {
      counts[w] = counts[w]! + group.counts[w]!;
      sums[w] = sums[w]! + group.sums[w]!;
    }
  }
  return { counts, sums };
}
