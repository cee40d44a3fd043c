import type { Counters } from "../record/counter-block.js";
import type { ExponentialSeries } from "../record/exponential-series.js";
import { ExponentialState } from "../record/exponential-state.js";
import { addHistogramState, createHistogramState, type HistogramSeries } from "../record/histogram-series.js";
import type { Sink } from "../record/registry.js";

export interface HistogramTally {
  readonly series: HistogramSeries;
  readonly state: Float64Array;
  /** Start of the cumulative series, set by its zero point. */
  startMs?: number;
}

export interface ExponentialTally {
  readonly series: ExponentialSeries;
  readonly state: ExponentialState;
  /** Start of the cumulative series, set by its zero point. */
  startMs?: number;
}

export interface CounterTally {
  readonly block: Counters;
  readonly state: Float64Array;
  /** Start of each cumulative series; NaN before its zero point. */
  readonly startsMs: Float64Array;
}

/** What one producer has been given: the increments since its last export, or all since the start. */
export class Tallies implements Sink {
  readonly histograms = new Map<HistogramSeries, HistogramTally>();
  readonly exponentials = new Map<ExponentialSeries, ExponentialTally>();
  readonly counters = new Map<Counters, CounterTally>();

  addHistogram(series: HistogramSeries): void {
    let tally = this.histograms.get(series);
    if (tally === undefined)
      this.histograms.set(series, (tally = { series, state: createHistogramState(series.layout) }));
    addHistogramState(tally.state, series.state);
  }

  addExponential(series: ExponentialSeries): void {
    let tally = this.exponentials.get(series);
    if (tally === undefined)
      this.exponentials.set(series, (tally = { series, state: new ExponentialState() }));
    tally.state.add(series.state);
  }

  addCounters(block: Counters): void {
    let tally = this.counters.get(block);
    if (tally === undefined) {
      const { length } = block.state;
      tally = { block, state: new Float64Array(length), startsMs: new Float64Array(length).fill(Number.NaN) };
      this.counters.set(block, tally);
    }
    for (let index = 0; index < tally.state.length; index++) tally.state[index]! += block.state[index]!;
  }
}
