import { compareLabels } from "../labels.js";
import { checkEdges } from "../windows-request.js";
import { splitByKind } from "./bucket-kinds.js";
import { readClassicWindows } from "./classic-windows.js";
import { readNativeWindows } from "./native-windows.js";
import { histogramNames } from "./names.js";
import { findFamily } from "./stored-family.js";
import { readVmrangeWindows } from "./vmrange-windows.js";
import type { HistogramWindowsRequest, WindowedSeries } from "../source.js";
import type { PrometheusContext } from "./context.js";
import type { HistogramPart } from "./names.js";
import type { StoredFamily } from "./stored-family.js";

/**
 * A histogram metric by windows. Where a metric is stored both as classic buckets and as native histograms, the classic
 * buckets answer: both would count every value twice.
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
  if (family.names.has("bucket")) return readBuckets(context, family, request, signal);
  if (family.names.has("native")) return readNativeWindows(context, family, request, signal);
  return [];
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
