import { compareLabels, labelsKey } from "../labels.js";
import { checkEdges } from "../windows-request.js";
import { toGrouping } from "./grouping.js";
import { readIncrements } from "./increments.js";
import { toQualities } from "./layout-windows.js";
import { counterNames } from "./names.js";
import { selector } from "./promql.js";
import { markResets } from "./resets.js";
import { countsExactly } from "./server-abilities.js";
import { findFamily } from "./stored-family.js";
import type { WindowedSums, WindowsRequest } from "../source.js";
import type { PrometheusContext } from "./context.js";

/** A counter's increments by window and group. */
export async function readSumWindows(
  context: PrometheusContext,
  request: WindowsRequest,
  signal?: AbortSignal,
): Promise<readonly WindowedSums[]> {
  checkEdges(request.edges);
  const { metric, matchers, groupBy, edges } = request;
  const range = { fromMs: edges[0]!, toMs: edges.at(-1)! };
  const family = await findFamily(context, { metric, matchers, ...range, names: counterParts }, signal);
  if (family === undefined) return [];
  const grouping = toGrouping(groupBy, family.spelling);
  const name = family.names.get("counter") ?? "";
  const series = selector([name], family.matchers);
  const [rows, { increments }] = await Promise.all([
    readIncrements(context, { operation: "increase", series, by: grouping.storedLabels, edges }, signal),
    context.abilities(signal),
  ]);
  const groups = new Map(
    rows.map(({ labels: stored, values }) => {
      const labels = grouping.groupOf(stored);
      const reported = Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1));
      const sums = values.map((value) => (Number.isNaN(value) ? 0 : value));
      return [labelsKey(labels), { labels, sums, reported, reset: new Uint8Array(values.length) }];
    }),
  );
  await markResets(context, { name, matchers: family.matchers, grouping, groups, edges }, signal);
  return [...groups.values()]
    .sort((a, b) => compareLabels(a.labels, b.labels))
    .map(({ labels, sums, ...flags }) => ({
      labels,
      sums,
      quality: toQualities(flags, !countsExactly(increments)),
    }));
}

/** A counter has one part: itself. */
export function counterParts(
  metric: string,
  spelling: Parameters<typeof counterNames>[1],
): ReadonlyMap<string, "counter"> {
  return new Map(counterNames(metric, spelling).map((name) => [name, "counter"]));
}
