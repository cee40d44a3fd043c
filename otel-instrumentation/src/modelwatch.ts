import type { ReferenceFile } from "@modelwatch/conventions";
import type { MetricProducer } from "@opentelemetry/sdk-metrics";
import { applyReference } from "./model/apply-reference.js";
import type { ModelDeclaration } from "./model/declaration.js";
import type { ModelDefinition } from "./model/model-definition.js";
import { ModelwatchProducer, type ProducerOptions } from "./producer/producer.js";
import type { ReferenceSeries } from "./producer/reference-series.js";
import { toReferenceSeries } from "./producer/reference-series.js";
import { Registry } from "./record/registry.js";
import { SeriesLimit } from "./record/series-limit.js";
import { ModelWatch, type Watch } from "./record/watch.js";
import { checkReference } from "./reference/check-reference.js";

export interface ModelwatchOptions {
  /** Epoch milliseconds; `Date.now` by default. Every time stamp comes from it, so a replay runs in event time. */
  readonly clock?: () => number;
  /** Most series of this process; 5,000 by default. Beyond it strata are counted together, and that is counted. */
  readonly maxSeries?: number;
}

export interface WatchOptions {
  /** The training distribution: its bounds and categories are used, and it is exported as `ml.reference.*`. */
  readonly reference?: ReferenceFile | undefined;
}

export interface Modelwatch {
  /** Starts to count a model; the same name and version again gives the watch that exists. Never throws. */
  watch<D extends ModelDeclaration>(model: ModelDefinition<D>, options?: WatchOptions): Watch<D>;
  /** A source of metrics for one metric reader. Several producers each see every count. */
  createProducer(options: ProducerOptions): MetricProducer;
}

const DEFAULT_MAX_SERIES = 5000;

/** The instrumentation of a process: what is watched, and the producers that hand it to OpenTelemetry's readers. */
export function createModelwatch(options: ModelwatchOptions = {}): Modelwatch {
  const { clock = Date.now, maxSeries = DEFAULT_MAX_SERIES } = options;
  const registry = new Registry();
  const limit = new SeriesLimit(maxSeries);
  const watches = new Map<string, ModelWatch>();
  const references: ReferenceSeries[] = [];
  const startMs = clock();

  function watch(model: ModelDefinition, { reference }: WatchOptions = {}): Watch {
    const key = JSON.stringify([model.name, model.version]);
    const existing = watches.get(key);
    if (existing) return existing;
    const checked = reference === undefined ? undefined : checkReference(reference);
    const usable = checked?.kind === "reference" ? checked.reference : undefined;
    const started = new ModelWatch(usable ? applyReference(model, usable) : model, registry, limit);
    watches.set(key, started);
    if (checked === undefined) started.faults.count("no-reference");
    if (checked?.kind === "invalid") started.faults.count("invalid-reference", checked.reason);
    if (usable) references.push(...toReferenceSeries(usable, model));
    if (started.seriesEstimate > maxSeries) {
      started.faults.report(
        "series-limit",
        `up to ${started.seriesEstimate} series declared, ${maxSeries} allowed`,
      );
    }
    return started;
  }

  return {
    // the names are checked by the declaration's type; counting itself takes any name
    watch: <D extends ModelDeclaration>(model: ModelDefinition<D>, watchOptions?: WatchOptions) =>
      watch(model, watchOptions),
    createProducer: (producerOptions) =>
      new ModelwatchProducer(registry, references, { ...producerOptions, clock, startMs }),
  };
}
