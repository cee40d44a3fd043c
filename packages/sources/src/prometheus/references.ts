import { compareLabels, compareText, labelsKey, omitLabel } from "../labels.js";
import { buildWindowedSeries } from "../build-windows.js";
import { checkReferenceRequest } from "../references.js";
import { toGrouping } from "./grouping.js";
import { VMRANGE_LABEL } from "./bucket-kinds.js";
import { BOUND_LABEL } from "./classic-buckets.js";
import { readLast, readLastTimes } from "./last-values.js";
import { histogramNames, toLabel } from "./names.js";
import { toClassicReference, toNativeReference, toVmrangeReference } from "./reference-histogram.js";
import { findFamily } from "./stored-family.js";
import { counterParts } from "./sum-windows.js";
import type { Labels, ReferenceRequest, ReferenceSeries } from "../source.js";
import type { PrometheusContext } from "./context.js";
import type { Grouping } from "./grouping.js";
import type { LastValue } from "./last-values.js";
import type { HistogramPart } from "./names.js";

/**
 * Constant series as their last values. Several processes send the same reference, and they are never added up: of each
 * group the series that reported last answers, the smallest labels where several did.
 */
export async function readReferences(
  context: PrometheusContext,
  request: ReferenceRequest,
  signal?: AbortSignal,
): Promise<readonly ReferenceSeries[]> {
  checkReferenceRequest(request);
  const answer =
    request.categoryAttribute === undefined
      ? await readNumeric(context, request, signal)
      : await readCategorical(context, request, request.categoryAttribute, signal);
  return answer.toSorted((a, b) => compareLabels(a.labels, b.labels));
}

async function readNumeric(
  context: PrometheusContext,
  request: ReferenceRequest,
  signal: AbortSignal | undefined,
): Promise<readonly ReferenceSeries[]> {
  const { metric, matchers, atMs, lookBackMs } = request;
  const range = { fromMs: atMs - lookBackMs, toMs: atMs };
  const family = await findFamily(context, { metric, matchers, ...range, names: histogramNames }, signal);
  const main = family?.names.has("bucket") === true ? "bucket" : "native";
  if (family?.names.has(main) !== true) return [];
  const parts: readonly HistogramPart[] = [main, "sum", "positive", "negative", "squares"];
  const grouping = toGrouping(request.groupBy, family.spelling);
  const [times, ...values] = await Promise.all([
    readLastTimes(context, family, main, range, signal),
    ...parts.map((part) => readLast(context, family, part, range, signal)),
  ]);
  const [histograms = [], sum = [], positive = [], negative = [], squares = []] = values;
  const moments = { sum, positive, negative, squares };
  const cells = [BOUND_LABEL, VMRANGE_LABEL];
  return latestByGroup(histograms, times, grouping, cells).map(({ labels, stored, members }) => {
    if (main === "native") return toNativeReference(labels, stored, members, moments);
    const ranged = members.some((member) => VMRANGE_LABEL in member.labels);
    return (ranged ? toVmrangeReference : toClassicReference)(labels, stored, members, moments);
  });
}

async function readCategorical(
  context: PrometheusContext,
  request: ReferenceRequest,
  categoryAttribute: string,
  signal: AbortSignal | undefined,
): Promise<readonly ReferenceSeries[]> {
  const { metric, matchers, atMs, lookBackMs } = request;
  const range = { fromMs: atMs - lookBackMs, toMs: atMs };
  const family = await findFamily(context, { metric, matchers, ...range, names: counterParts }, signal);
  if (family === undefined) return [];
  const category = toLabel(categoryAttribute, family.spelling);
  const groupBy = request.groupBy.filter((attribute) => attribute !== categoryAttribute);
  const [times, counters] = await Promise.all([
    readLastTimes(context, family, "counter", range, signal),
    readLast(context, family, "counter", range, signal),
  ]);
  return latestByGroup(counters, times, toGrouping(groupBy, family.spelling), [category]).map(
    ({ labels, members }) => {
      const counts = new Map(members.map((member) => [member.labels[category] ?? "", member.value ?? 0]));
      const categories = [...counts.keys()].sort(compareText);
      const row = Float64Array.from(categories, (name) => counts.get(name) ?? 0);
      return buildWindowedSeries(labels, { kind: "categorical", categories }, row, new Uint8Array(1));
    },
  );
}

interface Latest {
  readonly labels: Labels;
  /** The chosen process' own labels, in the store's spelling. */
  readonly stored: Labels;
  readonly members: readonly LastValue[];
}

/** Of each group, the members of the process that reported last. `cells`: labels that tell one process' series apart. */
function latestByGroup(
  values: readonly LastValue[],
  times: ReadonlyMap<string, number>,
  grouping: Grouping,
  cells: readonly string[],
): readonly Latest[] {
  const processes = new Map<string, { stored: Labels; members: LastValue[] }>();
  for (const value of values) {
    const stored = cells.reduce(omitLabel, value.labels);
    const key = labelsKey(stored);
    const known = processes.get(key);
    if (known === undefined) processes.set(key, { stored, members: [value] });
    else known.members.push(value);
  }
  const timeOf = (members: readonly LastValue[]): number =>
    Math.max(...members.map((member) => times.get(labelsKey(member.labels)) ?? 0));
  const ranked = [...processes.values()]
    .map((process) => ({ ...process, timeMs: timeOf(process.members) }))
    .sort((a, b) => b.timeMs - a.timeMs || compareLabels(a.stored, b.stored));
  const chosen = new Map<string, Latest>();
  for (const { stored, members } of ranked) {
    const labels = grouping.groupOf(stored);
    const key = labelsKey(labels);
    if (!chosen.has(key)) chosen.set(key, { labels, stored, members });
  }
  return [...chosen.values()];
}
