import { ExponentialState, type ExponentialSummary } from "../record/exponential-state.js";
import { createHistogramState, readHistogramState } from "../record/histogram-series.js";
import { addExponentialPoint, addHistogramPoint } from "./histogram-points.js";
import { toHrTime, type MetricSet, type PointTimes } from "./metric-set.js";
import type { CounterTally, ExponentialTally, HistogramTally, Tallies } from "./tallies.js";
import type { TimeSlices } from "./time-slices.js";

/** How a series begins. Without a zero before its first counts, every store would lose what they hold. */
export interface FirstPoints {
  /**
   * `backdated`: two points, zero at the collection before and the counts now. `next-collection`: zero now and the counts with
   * the next one, for readers that are scraped, whose answers hold one point of each series.
   */
  readonly kind: "backdated" | "next-collection";
  readonly zeroMs: number;
}

/** Adds all series since their start, each with a zero first. */
export async function addCumulative(
  metrics: MetricSet,
  tallies: Tallies,
  first: FirstPoints,
  nowMs: number,
  slices: TimeSlices,
): Promise<void> {
  const endTime = toHrTime(nowMs);
  for (const tally of tallies.histograms.values()) {
    if (slices.isOver()) await slices.next();
    addHistogram(metrics, tally, first, endTime);
  }
  for (const tally of tallies.exponentials.values()) {
    if (slices.isOver()) await slices.next();
    addExponential(metrics, tally, first, endTime);
  }
  for (const tally of tallies.counters.values()) {
    if (slices.isOver()) await slices.next();
    addCounters(metrics, tally, first, endTime);
  }
}

type EndTime = PointTimes["endTime"];

function addHistogram(metrics: MetricSet, tally: HistogramTally, first: FirstPoints, endTime: EndTime): void {
  const { metric, attributes, layout } = tally.series;
  const { boundaries, neverNegative } = layout;
  const add = (state: Float64Array, times: PointTimes): void =>
    addHistogramPoint(
      metrics,
      { metric, attributes, boundaries, neverNegative, summary: readHistogramState(state) },
      times,
    );
  if (tally.startMs === undefined) {
    tally.startMs = first.zeroMs;
    add(createHistogramState(layout), zeroTimes(first, endTime));
    if (first.kind === "next-collection") return;
  }
  add(tally.state, { startTime: toHrTime(tally.startMs), endTime });
}

/** Its zero has the scale of its first counts: a series never becomes finer. */
function addExponential(
  metrics: MetricSet,
  tally: ExponentialTally,
  first: FirstPoints,
  endTime: EndTime,
): void {
  const { metric, attributes, layout } = tally.series;
  const { neverNegative } = layout;
  const add = (summary: ExponentialSummary, times: PointTimes): void =>
    addExponentialPoint(metrics, { metric, attributes, neverNegative, summary }, times);
  const summary = tally.state.read();
  if (tally.startMs === undefined) {
    tally.startMs = first.zeroMs;
    add({ ...new ExponentialState().read(), scale: summary.scale }, zeroTimes(first, endTime));
    if (first.kind === "next-collection") return;
  }
  add(summary, { startTime: toHrTime(tally.startMs), endTime });
}

function addCounters(metrics: MetricSet, tally: CounterTally, first: FirstPoints, endTime: EndTime): void {
  const { block, state, startsMs } = tally;
  for (let index = 0; index < state.length; index++) {
    const count = state[index]!;
    if (count === 0) continue;
    const attributes = block.attributes[index]!;
    if (Number.isNaN(startsMs[index])) {
      startsMs[index] = first.zeroMs;
      metrics.addSum(block.metric, attributes, 0, block.valueType, zeroTimes(first, endTime));
      if (first.kind === "next-collection") continue;
    }
    const startTime = toHrTime(startsMs[index]!);
    metrics.addSum(block.metric, attributes, count, block.valueType, { startTime, endTime });
  }
}

function zeroTimes({ kind, zeroMs }: FirstPoints, endTime: EndTime): PointTimes {
  const zero = toHrTime(zeroMs);
  return { startTime: zero, endTime: kind === "backdated" ? zero : endTime };
}
