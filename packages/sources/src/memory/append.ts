import { checkBatch } from "../check-batch.js";
import { toExponentialCells } from "../exponential-cells.js";
import type { MetricBatch } from "../metric-batch.js";
import { toIdentity } from "../series-identity.js";
import type { MemoryData } from "./memory-data.js";
import type { Series, SeriesIdentity } from "../series-dictionary.js";

/** Stores a batch whole, once: an id that is known changes nothing. */
export function appendBatch(data: MemoryData, batch: MetricBatch): void {
  checkBatch(batch);
  if (data.batchIds.has(batch.id)) return;
  data.batchIds.add(batch.id);
  for (const point of batch.histograms) {
    const { startMs, timeMs, counts, sum } = point;
    data.add(seriesOf(data, toIdentity("histogram", point)), { startMs, timeMs, values: [...counts], sum });
  }
  for (const point of batch.exponentials ?? []) {
    const { startMs, timeMs, sum } = point;
    const values = toExponentialCells(point);
    data.addExponential(seriesOf(data, toIdentity("exponential", point)), { startMs, timeMs, values, sum });
  }
  for (const point of batch.sums) {
    const { startMs, timeMs, value } = point;
    data.add(seriesOf(data, toIdentity("sum", point)), { startMs, timeMs, values: [value], sum: undefined });
  }
  for (const point of batch.gauges) {
    const { timeMs, value } = point;
    data.add(seriesOf(data, toIdentity("gauge", point)), {
      startMs: 0,
      timeMs,
      values: [value],
      sum: undefined,
    });
  }
}

function seriesOf({ dictionary }: MemoryData, identity: SeriesIdentity): Series {
  return dictionary.find(identity) ?? dictionary.add(identity);
}
