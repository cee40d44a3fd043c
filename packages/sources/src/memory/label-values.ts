import { windowOf } from "../assign-window.js";
import { compareText, labelOf } from "../labels.js";
import { compileMatchers } from "../label-matchers.js";
import type { LabelValuesRequest } from "../source.js";
import type { MemoryData } from "./memory-data.js";

export function readLabelValues(data: MemoryData, request: LabelValuesRequest): readonly string[] {
  const { attribute, metric, range } = request;
  const accepts = compileMatchers(request.matchers);
  const values = new Set<string>();
  for (const series of data.dictionary.all()) {
    const value = labelOf(series.labels, attribute);
    if (value === "" || (metric !== undefined && series.metric !== metric) || !accepts(series.labels))
      continue;
    const points = series.kind === "exponential" ? data.exponentialsOf(series) : data.pointsOf(series);
    const inRange = points.some(
      (point) => windowOf([range.fromMs, range.toMs], point.startMs, point.timeMs) === 0,
    );
    if (inRange) values.add(value);
  }
  return [...values].sort(compareText);
}
