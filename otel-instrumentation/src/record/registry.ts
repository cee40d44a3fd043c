import type { Counters } from "./counter-block.js";
import type { ExponentialSeries } from "./exponential-series.js";
import { clearHistogramState, isEmptyHistogram, type HistogramSeries } from "./histogram-series.js";

/** Receives what was counted since the last time, series by series. The state belongs to the caller. */
export interface Sink {
  addHistogram(series: HistogramSeries): void;
  addExponential(series: ExponentialSeries): void;
  addCounters(block: Counters): void;
}

/**
 * All series of a process. Counting writes into the series; a collection takes everything over into every attached sink
 * and starts the series at zero again. So each producer sees every count, and each export's sums start at zero.
 */
export class Registry {
  readonly #histograms: HistogramSeries[] = [];
  readonly #exponentials: ExponentialSeries[] = [];
  readonly #counters: Counters[] = [];
  readonly #sinks: Sink[] = [];
  #takenMs: number;

  constructor(startMs: number) {
    this.#takenMs = startMs;
  }

  addHistogram(series: HistogramSeries): void {
    this.#histograms.push(series);
  }

  addExponential(series: ExponentialSeries): void {
    this.#exponentials.push(series);
  }

  addCounters(block: Counters): void {
    this.#counters.push(block);
  }

  /** When counts were last taken over, in epoch ms. */
  get takenMs(): number {
    return this.#takenMs;
  }

  /** A sink gets every count that has not been taken over yet: all of them, where it is attached before the first collection. */
  attach(sink: Sink): void {
    this.#sinks.push(sink);
  }

  /** Moves all counts into every sink. */
  takeOver(nowMs: number): void {
    this.#takenMs = nowMs;
    for (const series of this.#histograms) {
      if (isEmptyHistogram(series.state)) continue;
      for (const sink of this.#sinks) sink.addHistogram(series);
      clearHistogramState(series.state);
    }
    for (const series of this.#exponentials) {
      if (series.state.isEmpty) continue;
      for (const sink of this.#sinks) sink.addExponential(series);
      series.state.clear();
    }
    for (const block of this.#counters) {
      for (const sink of this.#sinks) sink.addCounters(block);
      block.state.fill(0);
    }
  }
}
