import { compareLabels, labelsKey } from "../labels.js";
import { checkEdges } from "../windows-request.js";
import { createDoubts, readDoubts, toQualities } from "./doubts.js";
import { toGrouping } from "./grouping.js";
import { readIncrements } from "./increments.js";
import { counterNames } from "./names.js";
import { selector } from "./promql.js";
import { countsExactly } from "./server-abilities.js";
import { findFamily } from "./stored-family.js";
import type { Labels, WindowedSums, WindowsRequest } from "../source.js";
import type { PrometheusContext } from "./context.js";
import type { Doubts } from "./doubts.js";

/** A group's increments by window, and what speaks against them. */
export interface CounterGroup {
  readonly labels: Labels;
  readonly sums: Float64Array;
  /** Windows in which some series of the group reported. */
  readonly reported: Uint8Array;
  readonly doubts: Doubts;
}

export interface CounterAnswer {
  /** Ascending by their labels. */
  readonly groups: readonly CounterGroup[];
  readonly extrapolated: boolean;
}

/** A counter's increments by window and group. */
export async function readSumWindows(
  context: PrometheusContext,
  request: WindowsRequest,
  signal?: AbortSignal,
): Promise<readonly WindowedSums[]> {
  const { groups, extrapolated } = await readCounter(context, request, signal);
  return groups.map(({ labels, sums, reported, doubts }) => ({
    labels,
    sums,
    quality: toQualities(reported, sums, doubts, extrapolated),
  }));
}

/** What {@link readSumWindows} answers, before the doubts are put into words. */
export async function readCounter(
  context: PrometheusContext,
  request: WindowsRequest,
  signal?: AbortSignal,
): Promise<CounterAnswer> {
  checkEdges(request.edges);
  const { metric, matchers, groupBy, edges } = request;
  const range = { fromMs: edges[0]!, toMs: edges.at(-1)! };
  const family = await findFamily(context, { metric, matchers, ...range, names: counterParts }, signal);
  if (family === undefined) return { groups: [], extrapolated: false };
  const grouping = toGrouping(groupBy, family.spelling);
  const name = family.names.get("counter") ?? "";
  const series = selector([name], family.matchers);
  const [rows, { increments }] = await Promise.all([
    readIncrements(context, { operation: "increase", series, by: grouping.storedLabels, edges }, signal),
    context.abilities(signal),
  ]);
  const counted = rows.map(({ labels, values }) => ({
    labels: grouping.groupOf(labels),
    sums: values.map((value) => (Number.isNaN(value) ? 0 : value)),
    reported: Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1)),
  }));
  const totals = new Map(counted.map(({ labels, sums }) => [labelsKey(labels), sums]));
  const doubts = await readDoubts(
    context,
    { name, matchers: family.matchers, grouping, edges, totals },
    signal,
  );
  const groups = counted.map((group): CounterGroup => ({
    ...group,
    doubts: doubts.get(labelsKey(group.labels)) ?? createDoubts(edges.length - 1),
  }));
  return {
    groups: groups.sort((a, b) => compareLabels(a.labels, b.labels)),
    extrapolated: !countsExactly(increments),
  };
}

/** A counter has one part: itself. */
export function counterParts(
  metric: string,
  spelling: Parameters<typeof counterNames>[1],
): ReadonlyMap<string, "counter"> {
  return new Map(counterNames(metric, spelling).map((name) => [name, "counter"]));
}
