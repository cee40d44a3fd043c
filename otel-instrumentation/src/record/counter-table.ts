import type { CounterBlock } from "./counter-block.js";
import type { WatchContext } from "./watch-context.js";

export interface CounterTableOptions {
  readonly metric: string;
  readonly create: (index: number) => CounterBlock;
  /** The index that takes the counts of `index` when no more series may be created. */
  readonly foldIndex: (index: number) => number;
}

/** Single counters by integer index, each created when first counted, within the process' series limit. */
export class CounterTable {
  readonly #counters = new Map<number, CounterBlock>();
  readonly #options: CounterTableOptions;
  readonly #context: WatchContext;

  constructor(options: CounterTableOptions, context: WatchContext) {
    this.#options = options;
    this.#context = context;
  }

  count(index: number): void {
    const counter = this.#counters.get(index) ?? this.#createOrFold(index);
    counter.count(0);
  }

  #createOrFold(index: number): CounterBlock {
    const { limit, faults } = this.#context;
    if (limit.tryTake(1)) return this.#create(index);
    faults.count("series-limit", this.#options.metric);
    const folded = this.#options.foldIndex(index);
    return this.#counters.get(folded) ?? this.#create(folded);
  }

  #create(index: number): CounterBlock {
    const counter = this.#options.create(index);
    this.#counters.set(index, counter);
    this.#context.registry.addCounters(counter);
    return counter;
  }
}
