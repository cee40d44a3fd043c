import type { CounterBlock } from "./counter-block.js";
import { clearHistogramState, isEmptyHistogram, type HistogramSeries } from "./histogram-series.js";

/** Receives what was counted since the last time, series by series. The state belongs to the caller. */
export interface Sink {
  addHistogram(series: HistogramSeries): void;
  addCounters(block: CounterBlock): void;
}

/**
 * All series of a process. Counting writes into the series; a collection takes everything over into every attached sink
 * and starts the series at zero again. So each producer sees every count, and each export's sums start at zero.
 */
export class Registry {
  readonly #histograms: HistogramSeries[] = [];
  readonly #counters: CounterBlock[] = [];
  readonly #sinks: Sink[] = [];

  addHistogram(series: HistogramSeries): void {
    this.#histograms.push(series);
  }

  addCounters(block: CounterBlock): void {
    this.#counters.push(block);
  }

  /** The first sink gets everything since the start; a later one what is counted from now on. */
  attach(sink: Sink): void {
    if (this.#sinks.length > 0) this.takeOver();
    this.#sinks.push(sink);
  }

  /** Moves all counts into every sink. */
  takeOver(): void {
    for (const series of this.#histograms) {
      if (isEmptyHistogram(series.state)) continue;
      for (const sink of this.#sinks) sink.addHistogram(series);
      clearHistogramState(series.state);
    }
    for (const block of this.#counters) {
      for (const sink of this.#sinks) sink.addCounters(block);
      block.state.fill(0);
    }
  }
}
