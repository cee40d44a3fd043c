import type { ReferenceFile } from "@modelwatch/conventions";
import type { MetricProducer } from "@opentelemetry/sdk-metrics";
import { applyReference } from "./model/apply-reference.js";
import { chooseReference, reportUnknownCategories } from "./model/choose-reference.js";
import type { ModelDeclaration } from "./model/declaration.js";
import type { ModelDefinition } from "./model/model-definition.js";
import type { JoinOptions } from "./join/join-options.js";
import { ModelwatchProducer, type ProducerOptions } from "./producer/producer.js";
import { toReferenceSeries, type ReferenceSeries } from "./producer/reference-series.js";
import { createWatch } from "./record/create-watch.js";
import { FaultLog } from "./record/fault-log.js";
import { Registry } from "./record/registry.js";
import { SeriesLimit } from "./record/series-limit.js";
import type { Watch } from "./record/watch.js";

export interface ModelwatchOptions {
  /** Epoch milliseconds; `Date.now` by default. Every time stamp comes from it, so a replay runs in event time. */
  readonly clock?: () => number;
  /** Most series of this process; 5,000 by default. Beyond it strata are counted together, and that is counted. */
  readonly maxSeries?: number;
  /** Whether the active span gets the model and its prediction; true by default. */
  readonly spanAttributes?: boolean;
}

export interface WatchOptions {
  /** The training distribution: its bounds and categories are used, and it is exported as `ml.reference.*`. */
  readonly reference?: ReferenceFile | undefined;
  /** Remember predictions that are given an id, so that outcomes can be joined to them; by default none is. */
  readonly join?: JoinOptions | undefined;
}

export interface Modelwatch {
  /** Starts to count a model; the same name and version again gives the watch that exists. Never throws. */
  watch<D extends ModelDeclaration>(model: ModelDefinition<D>, options?: WatchOptions): Watch<D>;
  /** A source of metrics for one metric reader. Several producers each see every count; one created after
   * the first collection starts with what was counted since the last. */
  createProducer(options: ProducerOptions): MetricProducer;
}

const DEFAULT_MAX_SERIES = 5000;

/** The instrumentation of a process: what is watched, and the producers that hand it to OpenTelemetry's readers. */
export function createModelwatch(options: ModelwatchOptions = {}): Modelwatch {
  const { clock = Date.now, maxSeries = DEFAULT_MAX_SERIES, spanAttributes = true } = options;
  const startMs = clock();
  const registry = new Registry(startMs);
  const limit = new SeriesLimit(maxSeries);
  const watches = new Map<string, Watch>();
  const references: ReferenceSeries[] = [];

  function start(model: ModelDefinition, { reference: given, join }: WatchOptions): Watch {
    const faults = new FaultLog(model);
    const reference = chooseReference(model, given, faults);
    const watched = reference ? applyReference(model, reference) : model;
    reportUnknownCategories(watched, faults);
    const watch = createWatch(watched, { registry, limit, faults, clock }, { join, spanAttributes });
    if (reference) references.push(...toReferenceSeries(reference, model));
    faults.inform(`up to ${watch.seriesEstimate} series declared, ${maxSeries} allowed in this process`);
    return watch;
  }

  return {
    watch: (model, watchOptions = {}) => {
      const key = JSON.stringify([model.name, model.version]);
      const watch = watches.get(key) ?? start(model, watchOptions);
      watches.set(key, watch);
      return watch;
    },
    createProducer: (producerOptions) =>
      new ModelwatchProducer(registry, references, { ...producerOptions, clock, startMs }),
  };
}
