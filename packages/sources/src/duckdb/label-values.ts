import { compareText, labelOf } from "../labels.js";
import { compileMatchers } from "../label-matchers.js";
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
  const { attribute, metric, range } = request;
  const accepts = compileMatchers(request.matchers);
  const candidates = store.dictionary.all().filter((series) => {
    const named =
      labelOf(series.labels, attribute) !== "" && (metric === undefined || series.metric === metric);
    return named && accepts(series.labels);
  });
  const lists = { series: candidates.map(({ id }) => id), edges: [range.fromMs, range.toMs] };
  const [reported] = await store.query(SERIES_IN_RANGE, lists);
  const values = Array.from(reported ?? [], (id) => labelOf(store.dictionary.get(id).labels, attribute));
  return [...new Set(values)].sort(compareText);
}
