import { ModelwatchError } from "@modelwatch/conventions";
import { exponentialFault } from "@modelwatch/sources";
import type { ExponentialPoint, Labels, Temporality } from "@modelwatch/sources";
import { exponentialFromOtlp } from "@modelwatch/statistics";
import type { ExponentialHistogram, ExponentialHistogramDataPoint } from "../generated/otlp-metrics.js";
import type { BatchParts } from "./collect-points.js";
import { NO_TEMPORALITY, accept, admit, toMs, toTemporality } from "./collect-points.js";

export function collectExponentials(
  parts: BatchParts,
  process: Labels,
  metric: string,
  data: ExponentialHistogram,
): void {
  const temporality = toTemporality(data.aggregationTemporality);
  if (temporality === undefined) return parts.rejections.add(metric, NO_TEMPORALITY, data.dataPoints.length);
  for (const point of data.dataPoints) {
    const labels = admit(parts, process, metric, point);
    if (labels === undefined) continue;
    const stored = toPoint(metric, labels, temporality, point);
    if (typeof stored === "string") parts.rejections.add(metric, stored);
    else accept(parts.exponentials, stored, exponentialFault(stored), parts.rejections);
  }
}

/** A string is the reason why the point is none. A sum, min or max that is not finite is left out, the counts stay. */
function toPoint(
  metric: string,
  labels: Labels,
  temporality: Temporality,
  point: ExponentialHistogramDataPoint,
): ExponentialPoint | string {
  const { positive, negative, sum, min, max, ...rest } = point;
  try {
    const histogram = exponentialFromOtlp({
      ...rest,
      ...(positive && { positive }),
      ...(negative && { negative }),
      ...(sum !== undefined && { sum }),
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
    });
    const startMs = toMs(point.startTimeUnixNano);
    return { ...histogram, metric, labels, temporality, startMs, timeMs: toMs(point.timeUnixNano) };
  } catch (error) {
    if (error instanceof ModelwatchError) return `${error.text.problem}; allowed: ${error.text.allowed}`;
    throw error;
  }
}
