import { clearHistogramState, isEmptyHistogram, readHistogramState } from "../record/histogram-series.js";
import { addHistogramPoint } from "./histogram-points.js";
import { toHrTime, type MetricSet } from "./metric-set.js";
import type { Tallies } from "./tallies.js";

/** Adds what was counted in (`previousMs`, `nowMs`] and starts the tallies at zero again. Unchanged series are left out. */
export function addDeltas(metrics: MetricSet, tallies: Tallies, previousMs: number, nowMs: number): void {
  const times = { startTime: toHrTime(previousMs), endTime: toHrTime(nowMs) };
  for (const { series, state } of tallies.histograms.values()) {
    if (isEmptyHistogram(state)) continue;
    const { metric, attributes, layout } = series;
    addHistogramPoint(metrics, { metric, attributes, ...layout, summary: readHistogramState(state) }, times);
    clearHistogramState(state);
  }
  for (const { block, state } of tallies.counters.values()) {
    for (const [index, count] of state.entries()) {
      if (count > 0) metrics.addSum(block.metric, block.attributes[index]!, count, block.valueType, times);
    }
    state.fill(0);
  }
}
