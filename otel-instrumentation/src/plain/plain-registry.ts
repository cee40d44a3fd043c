import { ValueType, type Meter, type MeterProvider } from "@opentelemetry/api";
import { SUFFIX_SQUARES } from "@modelwatch/conventions";
import { SCOPE } from "../producer/scope.js";
import { DEFAULT_NUMERIC_BOUNDS } from "../model/default-bounds.js";
import { Tallies } from "../producer/tallies.js";
import { BucketIndex } from "../record/bucket-index.js";
import type { Counters } from "../record/counter-block.js";
import type { ExponentialSeries } from "../record/exponential-series.js";
import { HistogramSeries, isEmptyHistogram, readHistogramState } from "../record/histogram-series.js";
import { Registry } from "../record/registry.js";
import { HistogramScopes } from "./histogram-scopes.js";
import { NegativeValues } from "./negative-values.js";

/**
 * All series of a process, brought out by the public metrics API alone. Each value also goes into a histogram of the API; counters are
 * asked for their totals when a reader collects.
 */
export class PlainRegistry extends Registry {
  readonly #clock: () => number;
  readonly #meter: Meter;
  readonly #scopes: HistogramScopes;
  readonly #negatives = new NegativeValues(this);
  readonly #tallies = new Tallies();
  readonly #observed = new Set<string>();

  constructor(provider: MeterProvider, clock: () => number) {
    super(clock());
    this.#clock = clock;
    this.#meter = provider.getMeter(SCOPE.name, SCOPE.version);
    this.#scopes = new HistogramScopes(provider);
    this.attach(this.#tallies);
  }

  override addHistogram(series: HistogramSeries): void {
    super.addHistogram(series);
    const { metric, attributes, layout } = series;
    const histogram = this.#scopes.histogram(metric, layout.boundaries);
    const count = series.record.bind(series);
    series.record = (value) => {
      if (value < 0) {
        this.#negatives.drop(series);
        return;
      }
      count(value);
      histogram.record(value, attributes);
    };
    this.#observeSquares(metric);
  }

  /** The API cannot ask for exponential buckets: these values are counted in the default bounds. */
  override addExponential(series: ExponentialSeries): void {
    const { metric, attributes, layout } = series;
    const boundaries = [...DEFAULT_NUMERIC_BOUNDS];
    const index = new BucketIndex(boundaries);
    const explicit = new HistogramSeries(metric, attributes, { ...layout, boundaries, index });
    this.addHistogram(explicit);
    series.record = (value) => explicit.record(value);
  }

  override addCounters(block: Counters): void {
    super.addCounters(block);
    this.#observeCounters(block.metric, block.valueType);
  }

  #observeSquares(metric: string): void {
    const name = metric + SUFFIX_SQUARES;
    if (!this.#isNew(name)) return;
    this.#meter.createObservableCounter(name, { valueType: ValueType.DOUBLE }).addCallback((result) => {
      this.takeOver(this.#clock());
      for (const { series, state } of this.#tallies.histograms.values()) {
        if (series.metric !== metric || isEmptyHistogram(state)) continue;
        result.observe(readHistogramState(state).squares, series.attributes);
      }
    });
  }

  #observeCounters(metric: string, valueType: ValueType): void {
    if (!this.#isNew(metric)) return;
    this.#meter.createObservableCounter(metric, { valueType }).addCallback((result) => {
      this.takeOver(this.#clock());
      for (const { block, state } of this.#tallies.counters.values()) {
        if (block.metric !== metric) continue;
        for (const [index, value] of state.entries()) {
          if (value > 0) result.observe(value, block.attributes[index]);
        }
      }
    });
  }

  #isNew(metric: string): boolean {
    const isNew = !this.#observed.has(metric);
    this.#observed.add(metric);
    return isNew;
  }
}
