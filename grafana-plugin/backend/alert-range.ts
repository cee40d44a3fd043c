import type { Query } from "@modelwatch/conventions/query";
import { windowEdges } from "@modelwatch/evaluation";

/**
 * The query with a range that reaches back to the latest window that has closed by its end. Rules ask for the last ten minutes
 * unless someone thinks of it; with windows of a day they would see nothing but the open day, for ever.
 */
export function reachClosedWindow(query: Query): Query {
  const { width, timeZone } = query.window;
  // one window that ends where the range ends: closed
  if (width === "range" || width === "adaptive") return query;
  const toMs = Date.parse(query.range.to);
  const [lastStart = toMs, lastEnd = toMs] = windowEdges(toMs - 1, toMs, width, timeZone);
  const [previousStart = lastStart] = windowEdges(lastStart - 1, lastStart, width, timeZone);
  const closedStart = lastEnd <= toMs ? lastStart : previousStart;
  if (Date.parse(query.range.from) <= closedStart) return query;
  return { ...query, range: { from: new Date(closedStart).toISOString(), to: query.range.to } };
}
