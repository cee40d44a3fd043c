import type { Labels, MetricBatch } from "@modelwatch/sources";
import type { ExportMetricsServiceRequest, Metric } from "../generated/otlp-metrics.js";
import { toProcessLabels } from "./attributes.js";
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
  const parts: BatchParts = { histograms: [], sums: [], gauges: [], rejections: new Rejections() };
  for (const { resource, scopeMetrics } of request.resourceMetrics) {
    const process = toProcessLabels(resource);
    for (const { metrics } of scopeMetrics) for (const metric of metrics) collect(parts, process, metric);
  }
  const { rejections, ...points } = parts;
  return { batch: { id, ...points }, rejections };
}

function collect(parts: BatchParts, process: Labels, metric: Metric): void {
  const { name, gauge, sum, histogram, exponentialHistogram, summary } = metric;
  if (histogram !== undefined) collectHistograms(parts, process, name, histogram);
  if (sum !== undefined) collectSums(parts, process, name, sum);
  if (gauge !== undefined) collectGauges(parts, process, name, gauge);
  const { rejections } = parts;
  const exponential = "exponential histograms are not supported: export explicit buckets";
  rejections.add(name, exponential, exponentialHistogram?.dataPoints.length ?? 0);
  rejections.add(name, "summaries are not supported: export a histogram", summary?.dataPoints.length ?? 0);
}
