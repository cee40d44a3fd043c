import { createHistogramState, readHistogramState } from "../record/histogram-series.js";
import { addHistogramPoint } from "./histogram-points.js";
import { toHrTime, type MetricSet } from "./metric-set.js";
import type { CounterTally, HistogramTally, Tallies } from "./tallies.js";

/**
 * Adds all series since their start. A series that appears gets two points: zero at its start, then its counts now. Without
 * the first, every store would lose what had been counted before the first sample.
 */
export function addCumulative(metrics: MetricSet, tallies: Tallies, zeroMs: number, nowMs: number): void {
  const endTime = toHrTime(nowMs);
  for (const tally of tallies.histograms.values()) addHistogram(metrics, tally, zeroMs, endTime);
  for (const tally of tallies.counters.values()) addCounters(metrics, tally, zeroMs, endTime);
}

function addHistogram(
  metrics: MetricSet,
  tally: HistogramTally,
  zeroMs: number,
  endTime: [number, number],
): void {
  const { metric, attributes, layout } = tally.series;
  const common = { metric, attributes, ...layout };
  if (tally.startMs === undefined) {
    tally.startMs = zeroMs;
    const zero = toHrTime(zeroMs);
    const summary = readHistogramState(createHistogramState(layout));
    addHistogramPoint(metrics, { ...common, summary }, { startTime: zero, endTime: zero });
  }
  const startTime = toHrTime(tally.startMs);
  addHistogramPoint(metrics, { ...common, summary: readHistogramState(tally.state) }, { startTime, endTime });
}

function addCounters(
  metrics: MetricSet,
  tally: CounterTally,
  zeroMs: number,
  endTime: [number, number],
): void {
  const { block, state, startsMs } = tally;
  for (const [index, count] of state.entries()) {
    if (count === 0) continue;
    const attributes = block.attributes[index]!;
    if (Number.isNaN(startsMs[index])) {
      startsMs[index] = zeroMs;
      const zero = toHrTime(zeroMs);
      metrics.addSum(block.metric, attributes, 0, block.valueType, { startTime: zero, endTime: zero });
    }
    const startTime = toHrTime(startsMs[index]!);
    metrics.addSum(block.metric, attributes, count, block.valueType, { startTime, endTime });
  }
}
