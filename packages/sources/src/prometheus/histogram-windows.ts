import { ModelwatchError } from "@modelwatch/conventions";
import { compareLabels, labelsKey, omitLabel } from "../labels.js";
import { checkEdges } from "../windows-request.js";
import { VMRANGE_LABEL, splitByKind } from "./bucket-kinds.js";
import { BOUND_LABEL } from "./classic-buckets.js";
import { readClassicWindows } from "./classic-windows.js";
import { readNativeWindows } from "./native-windows.js";
import { histogramNames } from "./names.js";
import { findFamily } from "./stored-family.js";
import { readVmrangeWindows } from "./vmrange-windows.js";
import type { HistogramWindowsRequest, Labels, WindowedSeries } from "../source.js";
import type { PrometheusContext } from "./context.js";
import type { HistogramPart } from "./names.js";
import type { StoredFamily } from "./stored-family.js";

/**
 * A histogram metric by windows. Where a series is stored both as classic buckets and as a native histogram, the classic buckets
 * answer: both would count every value twice. A metric of which some series are classic and others native (features with
 * declared bounds, and exponential ones) comes as layouts of both.
 *
 * @throws ModelwatchError `unsupported` where some series of a metric are stored as both, and others as native ones alone.
 */
export async function readHistogramWindows(
  context: PrometheusContext,
  request: HistogramWindowsRequest,
  signal?: AbortSignal,
): Promise<readonly WindowedSeries[]> {
  checkEdges(request.edges);
  const { metric, matchers, edges } = request;
  const range = { fromMs: edges[0]!, toMs: edges.at(-1)! };
  const family = await findFamily(context, { metric, matchers, ...range, names: histogramNames }, signal);
  if (family === undefined) return [];
  const [buckets, native] = await Promise.all([
    family.names.has("bucket") ? readBuckets(context, family, request, signal) : [],
    holdsMore(family, metric) ? readNativeWindows(context, family, request, signal) : [],
  ]);
  return [...buckets, ...native].sort((a, b) => compareLabels(a.labels, b.labels));
}

/** Whether native histograms hold series that classic buckets do not. */
function holdsMore({ series }: StoredFamily<HistogramPart>, metric: string): boolean {
  const classic = new Set((series.get("bucket") ?? []).map(histogramKey));
  const natives = series.get("native") ?? [];
  const lone = natives.filter((labels) => !classic.has(histogramKey(labels))).length;
  if (lone === 0 || lone === natives.length) return lone > 0;
  throw new ModelwatchError("unsupported", {
    problem: `${natives.length - lone} series of ${metric} are stored as classic and native histograms, ${lone} as native alone`,
    remedy: "ask for them apart by a matcher, or store all as native histograms",
  });
}

function histogramKey(labels: Labels): string {
  return labelsKey([BOUND_LABEL, VMRANGE_LABEL].reduce(omitLabel, labels));
}

/** Buckets up to a bound, or of a range; processes that export one and others that export the other come as two layouts. */
async function readBuckets(
  context: PrometheusContext,
  family: StoredFamily<HistogramPart>,
  request: HistogramWindowsRequest,
  signal: AbortSignal | undefined,
): Promise<readonly WindowedSeries[]> {
  const { bounded, ranged } = splitByKind(family);
  const answers = await Promise.all([
    bounded && readClassicWindows(context, bounded, request, signal),
    ranged && readVmrangeWindows(context, ranged, request, signal),
  ]);
  return answers.flatMap((answer) => answer ?? []).sort((a, b) => compareLabels(a.labels, b.labels));
}
