import type { Series } from "../series-dictionary.js";
import type { QueryLists } from "./reader.js";

/** A series asked for, and the element of the answer that it counts towards. */
export interface Member {
  readonly series: Series;
  readonly element: number;
}

/** The lists that the increments' SQL takes. */
export function toMemberLists(members: readonly Member[], edges: readonly number[]): QueryLists {
  return {
    edges,
    series: members.map(({ series }) => series.id),
    element: members.map(({ element }) => element),
    delta: idsWhere(members, (series) => series.temporality === "delta"),
    cumulative: idsWhere(members, (series) => series.temporality === "cumulative"),
  };
}

/** As {@link toMemberLists} for sums: only monotonic ones restart when they fall. */
export function toNumberLists(members: readonly Member[], edges: readonly number[]): QueryLists {
  return { ...toMemberLists(members, edges), monotonic: idsWhere(members, (series) => series.monotonic) };
}

function idsWhere(members: readonly Member[], keep: (series: Series) => boolean): readonly number[] {
  return members.flatMap(({ series }) => (keep(series) ? [series.id] : []));
}
