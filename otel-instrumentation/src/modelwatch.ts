import type { MetricProducer } from "@opentelemetry/sdk-metrics";
import { createWatches, type ModelwatchOptions, type WatchModel } from "./create-watches.js";
import { ModelwatchProducer, type ProducerOptions } from "./producer/producer.js";
import { toReferenceSeries, type ReferenceSeries } from "./producer/reference-series.js";
import { Registry } from "./record/registry.js";

export interface Modelwatch {
  /** Starts to count a model; the same name and version again gives the watch that exists. Never throws. */
  readonly watch: WatchModel;
  /** A source of metrics for one metric reader. Several producers each see every count; one created after
   * the first collection starts with what was counted since the last. */
  createProducer(options: ProducerOptions): MetricProducer;
}

/** The instrumentation of a process: what is watched, and the producers that hand it to OpenTelemetry's readers. */
export function createModelwatch(options: ModelwatchOptions = {}): Modelwatch {
  const { clock = Date.now } = options;
  const startMs = clock();
  const registry = new Registry(startMs);
  const references: ReferenceSeries[] = [];
  return {
    watch: createWatches(registry, options, (reference, model) => {
      references.push(...toReferenceSeries(reference, model));
    }),
    createProducer: (producerOptions) =>
      new ModelwatchProducer(registry, references, { ...producerOptions, clock, startMs }),
  };
}
