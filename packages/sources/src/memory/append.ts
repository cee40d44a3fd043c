import { checkBatch } from "../check-batch.js";
import type { MetricBatch } from "../metric-batch.js";
import { toIdentity } from "../series-identity.js";
import type { MemoryData } from "./memory-data.js";
import type { SeriesIdentity } from "../series-dictionary.js";
import type { StoredPoint } from "./increments.js";

/** Stores a batch whole, once: an id that is known changes nothing. */
export function appendBatch(data: MemoryData, batch: MetricBatch): void {
  checkBatch(batch);
  if (data.batchIds.has(batch.id)) return;
  data.batchIds.add(batch.id);
  for (const point of batch.histograms) {
    const { startMs, timeMs, counts, sum } = point;
    store(data, toIdentity("histogram", point), { startMs, timeMs, values: [...counts], sum });
  }
  for (const point of batch.sums) {
    const { startMs, timeMs, value } = point;
    store(data, toIdentity("sum", point), { startMs, timeMs, values: [value], sum: undefined });
  }
  for (const point of batch.gauges) {
    const { timeMs, value } = point;
    store(data, toIdentity("gauge", point), { startMs: 0, timeMs, values: [value], sum: undefined });
  }
}

function store(data: MemoryData, identity: SeriesIdentity, point: StoredPoint): void {
  data.add(data.dictionary.find(identity) ?? data.dictionary.add(identity), point);
}
