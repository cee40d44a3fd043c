import { alignMember } from "../drift/member-layout.js";
import { countRows, sumSeries } from "../read/series-matrix.js";
import type { StretchData } from "./read-stretch.js";

/**
 * Members with rows that take no part in some evidence because their layouts share no bound: those of their own windows, or these and
 * the reference's. Silence about them says nothing.
 */
export function membersWithChangedLayouts(data: StretchData): readonly string[] {
  const windows = data.stretch.windows.edges.length - 1;
  return data.names.filter((name) => {
    const series = [...(data.current.get(name) ?? []), ...(data.against?.get(name) ?? [])];
    if (series.length === 0 || countRows(series, 0, windows) === 0) return false;
    const reference = data.referenceOf(name);
    if (reference === "layout-changed" || sumSeries(series, 0, windows) === "layout-changed") return true;
    if (reference === null || reference === "reference-overlaps") return false;
    return alignMember(series, reference) === "layout-changed";
  });
}
