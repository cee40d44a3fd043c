import type { ExponentialPoint, GaugePoint, HistogramPoint, SumPoint } from "./metric-batch.js";
import type { SeriesIdentity, SeriesKind } from "./series-dictionary.js";

const NO_BOUNDS: readonly number[] = [];

/** The series that a point belongs to. */
export function toIdentity(
  kind: SeriesKind,
  point: HistogramPoint | ExponentialPoint | SumPoint | GaugePoint,
): SeriesIdentity {
  return {
    kind,
    metric: point.metric,
    labels: point.labels,
    temporality: "temporality" in point ? point.temporality : "cumulative",
    monotonic: "monotonic" in point ? point.monotonic : kind !== "gauge",
    bounds: "bounds" in point ? point.bounds : NO_BOUNDS,
  };
}
