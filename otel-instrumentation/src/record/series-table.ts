import type { Attributes } from "@opentelemetry/api";
import type { FaultLog } from "./fault-log.js";
import type { Registry } from "./registry.js";
import { seriesPerHistogram, type SeriesLimit } from "./series-limit.js";
import { createValueSeries, type ValueLayout, type ValueSeries } from "./value-series.js";

export interface SeriesTableOptions {
  readonly metric: string;
  readonly layout: ValueLayout;
  /** Indices are below it. */
  readonly size: number;
  readonly attributesOf: (index: number) => Attributes;
  /** The index that takes the counts of `index` when no more series may be created. */
  readonly foldIndex: (index: number) => number;
}

/** Up to this many indices the table is one block of memory; beyond, the engine keeps what is used. */
const MAX_DENSE = 65_536;

/** The series of one histogram by integer index, created when first counted, within the process' series limit. */
export class SeriesTable {
  readonly #series: (ValueSeries | undefined)[];
  readonly #options: SeriesTableOptions;
  readonly #registry: Registry;
  readonly #limit: SeriesLimit;
  readonly #faults: FaultLog;

  constructor(options: SeriesTableOptions, registry: Registry, limit: SeriesLimit, faults: FaultLog) {
    this.#series = new Array(Math.min(options.size, MAX_DENSE));
    this.#options = options;
    this.#registry = registry;
    this.#limit = limit;
    this.#faults = faults;
  }

  at(index: number): ValueSeries {
    return this.#series[index] ?? this.#createOrFold(index);
  }

  #createOrFold(index: number): ValueSeries {
    const { layout, foldIndex, metric } = this.#options;
    if (this.#limit.tryTake(seriesPerHistogram(layout))) return this.#create(index);
    this.#faults.count("series-limit", metric);
    const folded = foldIndex(index);
    return this.#series[folded] ?? this.#create(folded);
  }

  #create(index: number): ValueSeries {
    const { metric, layout, attributesOf } = this.#options;
    return (this.#series[index] = createValueSeries(metric, attributesOf(index), layout, this.#registry));
  }
}
