import { ModelwatchError } from "@modelwatch/conventions";
import type { Monitor, Query } from "@modelwatch/conventions/query";

/** The monitor that a query names; undefined where it names none. @throws ModelwatchError `not-found` for one that is not declared. */
export function namedMonitor(
  query: Pick<Query, "monitor">,
  monitors: readonly Monitor[],
): Monitor | undefined {
  if (query.monitor === undefined) return undefined;
  const found = monitors.find(({ id }) => id === query.monitor);
  if (found !== undefined) return found;
  throw new ModelwatchError("not-found", {
    problem: `there is no monitor "${query.monitor}"`,
    allowed:
      monitors.length === 0 ? "no monitor is declared at all" : monitors.map(({ id }) => id).join(", "),
    remedy: "declare the monitor, or leave it out of the query",
  });
}
