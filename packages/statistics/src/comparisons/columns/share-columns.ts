import { createExactColumns, fillAlone, type ComputeAlone } from "./single-results.js";
import type { StatisticColumns } from "./statistic-columns.js";
import type { WindowBatch } from "./window-batch.js";

/** Tests of two cells, window by window: they ask a handful of numbers, not a row. */
export function fillTwoProportion(batch: WindowBatch, alone: ComputeAlone): StatisticColumns {
  const columns = createExactColumns(batch);
  for (let window = 0; window < batch.windows.windows; window++) fillAlone(batch, window, columns, alone);
  return columns;
}

export function fillFisherExact(batch: WindowBatch, alone: ComputeAlone): StatisticColumns {
  const noiseFloor = batch.createColumn();
  const columns = { ...createExactColumns(batch), noiseFloor };
  for (let window = 0; window < batch.windows.windows; window++) fillAlone(batch, window, columns, alone);
  return columns;
}
