import { createModelwatch } from "@modelwatch/instrumentation";
import type { ReferenceFile } from "@modelwatch/conventions";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  MeterProvider,
  PeriodicExportingMetricReader,
  type MetricProducer,
} from "@opentelemetry/sdk-metrics";
import { FLIGHT_MODEL, MODEL_NAME } from "../model/flight-model.js";
import { CheckedExporter } from "./checked-exporter.js";
import type { FlightWatch } from "./replay-flights.js";

export interface TelemetryOptions {
  /** Where OTLP/HTTP metrics go, `http://127.0.0.1:4318/v1/metrics`. */
  readonly url: string;
  readonly reference: ReferenceFile;
  /** Event time. */
  readonly clock: () => number;
}

/** An instrumented process: the model's watch, and OpenTelemetry's own reader and exporter behind it. */
export interface Telemetry {
  readonly watch: FlightWatch;
  /**
   * Collects and exports what was counted since the last call. Resolves as soon as it is collected: the export goes on
   * while the replay counts the next hours. A few may be under way: deltas carry their own times, so their order of
   * arrival does not matter, and the store commits together what waits together.
   * @throws ModelwatchError `unavailable` where an export before failed.
   */
  flush(): Promise<void>;
  /** Waits for every export. @throws as {@link flush}. Returns how many exports were acknowledged. */
  shutdown(): Promise<number>;
}

/** 3 origins × 16 carriers × 2 arms × 2 decisions × 2 truths × the label delays, and their sums of squares. */
const MAX_SERIES = 30_000;

/** The reader's own timer must not fire: event time alone says when an hour is over. The longest that a timer takes. */
const NEVER_MS = 2 ** 31 - 1;

const EXPORT_TIMEOUT_MS = 60_000;

const MOST_EXPORTS_UNDER_WAY = 4;

export function connectTelemetry({ url, reference, clock }: TelemetryOptions): Telemetry {
  const modelwatch = createModelwatch({ clock, maxSeries: MAX_SERIES });
  const watch = modelwatch.watch(FLIGHT_MODEL, { reference });
  const exporter = new CheckedExporter(new OTLPMetricExporter({ url, timeoutMillis: EXPORT_TIMEOUT_MS }));
  const producer = new ObservedProducer(modelwatch.createProducer({ temporality: "delta" }));
  const reader = new PeriodicExportingMetricReader({
    exporter,
    metricProducers: [producer],
    exportIntervalMillis: NEVER_MS,
    exportTimeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const provider = new MeterProvider({
    resource: resourceFromAttributes({ "service.name": `${MODEL_NAME}-demo` }),
    readers: [reader],
  });
  const underWay: Promise<void>[] = [];
  return {
    watch,
    async flush() {
      if (underWay.length >= MOST_EXPORTS_UNDER_WAY) await underWay.shift();
      exporter.check();
      const collected = producer.nextCollection();
      underWay.push(reader.forceFlush().catch((error: unknown) => exporter.fail(error)));
      await collected;
    },
    async shutdown() {
      await Promise.all(underWay);
      await provider.shutdown();
      exporter.check();
      return exporter.acknowledged;
    },
  };
}

/** Says when its metrics have been collected, so that counting can go on while they travel. */
class ObservedProducer implements MetricProducer {
  readonly #producer: MetricProducer;
  #onCollected: () => void = () => {};

  constructor(producer: MetricProducer) {
    this.#producer = producer;
  }

  nextCollection(): Promise<void> {
    return new Promise((resolve) => (this.#onCollected = resolve));
  }

  async collect(...options: Parameters<MetricProducer["collect"]>): ReturnType<MetricProducer["collect"]> {
    const collection = await this.#producer.collect(...options);
    this.#onCollected();
    return collection;
  }
}
