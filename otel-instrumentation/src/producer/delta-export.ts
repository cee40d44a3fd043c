import { clearHistogramState, isEmptyHistogram, readHistogramState } from "../record/histogram-series.js";
import { addExponentialPoint, addHistogramPoint } from "./histogram-points.js";
import type { MetricSet, PointTimes } from "./metric-set.js";
import type { Tallies } from "./tallies.js";
import type { TimeSlices } from "./time-slices.js";

/** Adds what was counted since the last export and starts the tallies at zero again. Unchanged series are left out. */
export async function addDeltas(
  metrics: MetricSet,
  tallies: Tallies,
  times: PointTimes,
  slices: TimeSlices,
): Promise<void> {
  for (const { series, state } of tallies.histograms.values()) {
    if (isEmptyHistogram(state)) continue;
    if (slices.isOver()) await slices.next();
    const { metric, attributes, layout } = series;
    const { boundaries, neverNegative } = layout;
    const summary = readHistogramState(state);
    addHistogramPoint(metrics, { metric, attributes, boundaries, neverNegative, summary }, times);
    clearHistogramState(state);
  }
  for (const { series, state } of tallies.exponentials.values()) {
    if (state.isEmpty) continue;
    if (slices.isOver()) await slices.next();
    const { metric, attributes, layout } = series;
    const { neverNegative } = layout;
    addExponentialPoint(metrics, { metric, attributes, neverNegative, summary: state.read() }, times);
    state.clear();
  }
  for (const { block, state } of tallies.counters.values()) {
    if (slices.isOver()) await slices.next();
    for (let index = 0; index < state.length; index++) {
      const count = state[index]!;
      if (count > 0) metrics.addSum(block.metric, block.attributes[index]!, count, block.valueType, times);
    }
    state.fill(0);
  }
}
