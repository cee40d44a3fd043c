import { labelsKey, omitLabel } from "../labels.js";
import { badShape, parseNumber } from "./json.js";
import type { Labels } from "../source.js";
import type { Increments } from "./increments.js";

export const BOUND_LABEL = "le";

/** The increments of one classic histogram: bucket series that differ in `le` only. */
export interface BucketSet {
  /** In the store's spelling, without `le`. */
  readonly labels: Labels;
  /** Ascending; the last is +∞. */
  readonly bounds: readonly number[];
  /** By bound: cumulative increments by window, NaN where there is none. */
  readonly cumulative: readonly Float64Array[];
}

/** Puts bucket series together; two spellings of one bound (`1`, `1.0`) are one bucket. */
export function toBucketSets(increments: readonly Increments[]): readonly BucketSet[] {
  const sets = new Map<string, { labels: Labels; byBound: Map<number, Float64Array> }>();
  for (const { labels, values } of increments) {
    const own = omitLabel(labels, BOUND_LABEL);
    const key = labelsKey(own);
    const set = sets.get(key) ?? { labels: own, byBound: new Map<number, Float64Array>() };
    sets.set(key, set);
    const bound = parseBound(labels);
    const known = set.byBound.get(bound);
    set.byBound.set(bound, known === undefined ? values : addPresent(known, values));
  }
  return [...sets.values()].map(({ labels, byBound }) => {
    const bounds = [...byBound.keys()].sort((a, b) => a - b);
    return { labels, bounds, cumulative: bounds.map((bound) => byBound.get(bound) ?? new Float64Array(0)) };
  });
}

function parseBound(labels: Labels): number {
  const bound = parseNumber(labels[BOUND_LABEL]);
  if (Number.isNaN(bound)) throw badShape("a bucket's bound", labels[BOUND_LABEL]);
  return bound;
}

function addPresent(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => {
    const other = b[i] ?? Number.NaN;
    if (Number.isNaN(value)) return other;
    return Number.isNaN(other) ? value : value + other;
  });
}

/**
 * The bounds that count in each window, as a list of positions in `bounds`; undefined where nothing was reported.
 *
 * A histogram whose layout changed has other buckets before than after. In the window of the change the buckets of both
 * report, and only those that both layouts have are cumulative over all values: there the two layouts' common bounds hold.
 */
export function boundsByWindow(set: BucketSet): readonly (readonly number[] | undefined)[] {
  const windows = set.cumulative[0]?.length ?? 0;
  const present = Array.from({ length: windows }, (_, window) =>
    set.bounds.flatMap((_bound, i) => (Number.isNaN(set.cumulative[i]?.[window] ?? Number.NaN) ? [] : [i])),
  );
  const layouts = new Map(present.map((positions) => [positions.join(" "), positions]));
  layouts.delete("");
  const resolved = new Map<string, readonly number[]>();
  for (const [key, positions] of layouts) {
    const parts = [...layouts.values()].filter(
      (other) => other.length < positions.length && isSubset(other, positions),
    );
    const common = positions.filter((position) => parts.every((part) => part.includes(position)));
    resolved.set(key, parts.length < 2 ? positions : common);
  }
  return present.map((positions) => resolved.get(positions.join(" ")));
}

function isSubset(small: readonly number[], large: readonly number[]): boolean {
  return small.every((position) => large.includes(position));
}
