import { totalOf, type Distribution, type GroupWindows } from "@modelwatch/statistics";
import type { CovariateSums } from "../read/covariates.js";
import type { ComparedGroups, GroupSeries, StratumSeries } from "../read/groups.js";
import { compareText, sumSeries } from "../read/series-matrix.js";

/** One group in one stratum (or overall), cut to the base windows of one window. */
export interface ArmSlice extends GroupWindows {
  readonly rows: number;
  readonly rowsByWindow: Float64Array;
  /** Σx², where every series has it. */
  readonly squares?: Float64Array;
  /** Where the business metric has a covariate. */
  readonly covariate?: CovariateSums;
  /** All rows' buckets; null without rows, or where bucket layouts share no bound. */
  distribution(): Distribution | null;
}

export interface GroupPair {
  readonly labels: Readonly<Record<string, string>>;
  readonly treated: ArmSlice;
  readonly control: ArmSlice;
}

export interface SlicedGroups {
  readonly overall: GroupPair;
  /** In ascending order. */
  readonly strata: readonly GroupPair[];
}

/** Overall and by stratum, over the base windows [from, to). */
export function sliceGroups({ treated, control }: ComparedGroups, from: number, to: number): SlicedGroups {
  const keys = [...new Set([...treated.strata.keys(), ...control.strata.keys()])].sort(compareText);
  const pairOf = (own: readonly string[]) => ({
    treated: cut(treated, own, from, to),
    control: cut(control, own, from, to),
  });
  const labelsOf = (key: string) => (treated.strata.get(key) ?? control.strata.get(key))!.labels;
  return {
    overall: { labels: {}, ...pairOf(keys) },
    strata: keys.map((key) => ({ labels: labelsOf(key), ...pairOf([key]) })),
  };
}

/** The strata of `groups` by one of their attributes alone, in ascending order. */
export function sliceByAttribute(
  { treated, control }: ComparedGroups,
  attribute: string,
  from: number,
  to: number,
): readonly GroupPair[] {
  const members = new Map<string, string[]>();
  for (const [key, { labels }] of [...treated.strata, ...control.strata]) {
    const value = labels[attribute] ?? "";
    members.set(value, [...new Set([...(members.get(value) ?? []), key])]);
  }
  return [...members.keys()].sort(compareText).map((value) => ({
    labels: { [attribute]: value },
    treated: cut(treated, members.get(value)!, from, to),
    control: cut(control, members.get(value)!, from, to),
  }));
}

/** The given strata of a group as one. */
function cut(group: GroupSeries, keys: readonly string[], from: number, to: number): ArmSlice {
  const own = keys.flatMap((key) => group.strata.get(key) ?? []);
  const add = (pick: (stratum: StratumSeries) => Float64Array | undefined) => {
    const total = new Float64Array(to - from);
    for (const stratum of own) {
      const values = pick(stratum)?.subarray(from, to) ?? new Float64Array(0);
      for (let w = 0; w < values.length; w++) total[w] = total[w]! + values[w]!;
    }
    return total;
  };
  const rowsByWindow = add(({ rows }) => rows);
  const hasCovariate = own.some(({ covariate }) => covariate !== undefined);
  return {
    counts: add(({ counts }) => counts),
    sums: add(({ sums }) => sums),
    rows: totalOf(rowsByWindow),
    rowsByWindow,
    ...(own.every(({ squares }) => squares !== undefined) ? { squares: add(({ squares }) => squares) } : {}),
    ...(hasCovariate
      ? {
          covariate: {
            sums: add(({ covariate }) => covariate?.sums),
            squares: add(({ covariate }) => covariate?.squares),
            crossProducts: add(({ covariate }) => covariate?.crossProducts),
          },
        }
      : {}),
    distribution: () => {
      const sum = sumSeries(
        own.flatMap(({ series }) => series),
        from,
        to,
      );
      return sum === "layout-changed" ? null : sum;
    },
  };
}
