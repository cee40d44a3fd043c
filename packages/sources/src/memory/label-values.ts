import { windowOf } from "../assign-window.js";
import { compareText, labelOf } from "../labels.js";
import { compileMatchers } from "../label-matchers.js";
import type { Series } from "../series-dictionary.js";
import type { LabelValuesRequest } from "../source.js";
import type { MemoryData } from "./memory-data.js";

export function readLabelValues(data: MemoryData, request: LabelValuesRequest): readonly string[] {
  const values = reportedSeries(data, request).map(({ labels }) => labelOf(labels, request.attribute));
  return [...new Set(values)].filter((value) => value !== "").sort(compareText);
}

/** The series that have a point in the range. */
export function reportedSeries(
  data: MemoryData,
  { metric, matchers, range }: Omit<LabelValuesRequest, "attribute">,
): readonly Series[] {
  const accepts = compileMatchers(matchers);
  const edges = [range.fromMs, range.toMs];
  return [...data.dictionary.all()].filter((series) => {
    if ((metric !== undefined && series.metric !== metric) || !accepts(series.labels)) return false;
    const points = series.kind === "exponential" ? data.exponentialsOf(series) : data.pointsOf(series);
    return points.some((point) => windowOf(edges, point.startMs, point.timeMs) === 0);
  });
}
