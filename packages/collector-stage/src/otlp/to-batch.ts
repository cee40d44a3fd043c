import type { Labels, MetricBatch } from "@modelwatch/sources";
import type { ExportMetricsServiceRequest, Metric } from "../generated/otlp-metrics.js";
import { toProcessLabels } from "./attributes.js";
import { collectExponentials } from "./collect-exponentials.js";
import { collectGauges, collectHistograms, collectSums } from "./collect-points.js";
import type { BatchParts } from "./collect-points.js";
import { Rejections } from "./rejections.js";

export interface TranslatedRequest {
  readonly batch: MetricBatch;
  /** Points that cannot be stored; the others are in the batch. */
  readonly rejections: Rejections;
}

/** A request as one batch. `id` makes it idempotent: the same request again has the same. */
export function toBatch(request: ExportMetricsServiceRequest, id: string): TranslatedRequest {
  const rejections = new Rejections();
  const parts: BatchParts = { histograms: [], exponentials: [], sums: [], gauges: [], rejections };
  for (const { resource, scopeMetrics } of request.resourceMetrics) {
    const process = toProcessLabels(resource);
    for (const { metrics } of scopeMetrics) for (const metric of metrics) collect(parts, process, metric);
  }
  const { rejections: _, ...points } = parts;
  return { batch: { id, ...points }, rejections };
}

function collect(parts: BatchParts, process: Labels, metric: Metric): void {
  const { name, gauge, sum, histogram, exponentialHistogram, summary } = metric;
  if (histogram !== undefined) collectHistograms(parts, process, name, histogram);
  if (sum !== undefined) collectSums(parts, process, name, sum);
  if (gauge !== undefined) collectGauges(parts, process, name, gauge);
  if (exponentialHistogram !== undefined) collectExponentials(parts, process, name, exponentialHistogram);
  const summaries = summary?.dataPoints.length ?? 0;
  parts.rejections.add(name, "summaries are not supported: export a histogram", summaries);
}
