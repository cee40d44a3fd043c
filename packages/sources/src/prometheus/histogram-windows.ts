import { checkEdges } from "../windows-request.js";
import { readClassicWindows } from "./classic-windows.js";
import { readNativeWindows } from "./native-windows.js";
import { histogramNames } from "./names.js";
import { findFamily } from "./stored-family.js";
import type { HistogramWindowsRequest, WindowedSeries } from "../source.js";
import type { PrometheusContext } from "./context.js";

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
  if (family.names.has("bucket")) return readClassicWindows(context, family, request, signal);
  if (family.names.has("native")) return readNativeWindows(context, family, request, signal);
  return [];
}
