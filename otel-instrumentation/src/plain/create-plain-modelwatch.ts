import { createNoopMeter, diag, metrics, type MeterProvider } from "@opentelemetry/api";
import { createWatches, type ModelwatchOptions, type WatchModel } from "../create-watches.js";
import { PlainRegistry } from "./plain-registry.js";

export interface PlainOptions extends ModelwatchOptions {
  /** Where the metrics go; by default the provider that is registered with OpenTelemetry's API when this is called. */
  readonly meterProvider?: MeterProvider;
}

/** A modelwatch whose metrics leave by whatever exports those of the application. */
export interface PlainModelwatch {
  /** Starts to count a model; the same name and version again gives the watch that exists. Never throws. */
  readonly watch: WatchModel;
}

/**
 * Modelwatch through OpenTelemetry's public metrics API alone, for those who can reach neither the metric reader nor its environment
 * (a platform that registers a meter provider of its own). Call it after the SDK has started. Its limits, beside those of `createModelwatch`:
 *
 * - Each value costs a call of `Histogram.record`, a microsecond or more.
 * - Negative values are dropped, and counted in `ml.modelwatch.dropped` under a reason `…-negative`: the SDK's histogram takes none.
 * - Exponential buckets cannot be asked for: such values are counted in the default bounds.
 * - There is no zero point: in stores of cumulative series, what was counted before a series' first export is lost.
 * - References are not exported; their bounds and categories are used.
 * - The SDK keeps at most 2,000 series of a metric, or what its views say; the rest is counted together under `otel.metric.overflow`.
 */
export function createPlainModelwatch(options: PlainOptions = {}): PlainModelwatch {
  const { meterProvider = metrics.getMeterProvider(), clock = Date.now } = options;
  if (meterProvider.getMeter("modelwatch") instanceof createNoopMeter().constructor) {
    diag.warn(
      "modelwatch: no meter provider is registered, nothing is exported; start OpenTelemetry's SDK first",
    );
  }
  const registry = new PlainRegistry(meterProvider, clock);
  const watch = createWatches(registry, options, (_reference, { name, version }) => {
    diag.info(`modelwatch: ${name} ${version}: plain mode uses the reference, and does not export it`);
  });
  return { watch };
}
