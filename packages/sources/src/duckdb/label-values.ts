import { compareText, labelOf } from "../labels.js";
import { compileMatchers } from "../label-matchers.js";
import type { Series } from "../series-dictionary.js";
import type { LabelValuesRequest } from "../source.js";
import type { StoreSnapshot } from "./reader.js";

const SERIES_IN_RANGE = `
  WITH point AS (
    SELECT series, start_ms, time_ms FROM histograms UNION ALL SELECT series, start_ms, time_ms FROM exponentials
    UNION ALL SELECT series, start_ms, time_ms FROM numbers
  )
  SELECT DISTINCT series FROM point
  WHERE series IN (FROM (SELECT unnest($series))) AND time_ms >= $edges[1] AND time_ms <= $edges[2]
    AND greatest(start_ms, time_ms - 1) >= $edges[1] AND greatest(start_ms, time_ms - 1) < $edges[2]`;

export async function readLabelValues(
  store: StoreSnapshot,
  request: LabelValuesRequest,
): Promise<readonly string[]> {
  const { attribute } = request;
  const reported = await reportedSeries(store, request, (series) => labelOf(series.labels, attribute) !== "");
  const values = reported.map(({ labels }) => labelOf(labels, attribute));
  return [...new Set(values)].sort(compareText);
}

/** The series that have a point in the range, of those that `concerns` keeps. */
export async function reportedSeries(
  store: StoreSnapshot,
  { metric, matchers, range }: Omit<LabelValuesRequest, "attribute">,
  concerns: (series: Series) => boolean = () => true,
): Promise<readonly Series[]> {
  const accepts = compileMatchers(matchers);
  const candidates = [...store.dictionary.all()].filter(
    (series) =>
      (metric === undefined || series.metric === metric) && concerns(series) && accepts(series.labels),
  );
  const lists = { series: candidates.map(({ id }) => id), edges: [range.fromMs, range.toMs] };
  const [reported] = await store.query(SERIES_IN_RANGE, lists);
  return Array.from(reported ?? [], (id) => store.dictionary.get(id));
}
