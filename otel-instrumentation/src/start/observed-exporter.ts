import {
  AggregationTemporality,
  AggregationType,
  type AggregationOption,
  type InstrumentType,
  type PushMetricExporter,
  type ResourceMetrics,
} from "@opentelemetry/sdk-metrics";

type ResultCallback = Parameters<PushMetricExporter["export"]>[1];

/** `ExportResultCode.SUCCESS` of @opentelemetry/core, which is no peer of ours. */
const SUCCESS = 0;

/** What became of the exports that began in a stretch of time. */
export interface ExportRound {
  /** Exports that did not end well, those without an answer among them. */
  failedCount: number;
  lastError: unknown;
}

/** An exporter whose results can be asked for: the SDK's readers give them to a global handler alone. */
export class ObservedExporter implements PushMetricExporter {
  readonly #exporter: PushMetricExporter;
  #round: ExportRound = { failedCount: 0, lastError: undefined };

  constructor(exporter: PushMetricExporter) {
    this.#exporter = exporter;
  }

  export(metrics: ResourceMetrics, callback: ResultCallback): void {
    const round = this.#round;
    // failed until it is known to have arrived
    round.failedCount += 1;
    this.#exporter.export(metrics, (result) => {
      const code: number = result.code;
      if (code === SUCCESS) round.failedCount -= 1;
      else round.lastError = result.error;
      callback(result);
    });
  }

  /** Counts exports that begin from now on; those under way belong to the round before. */
  startRound(): ExportRound {
    this.#round = { failedCount: 0, lastError: undefined };
    return this.#round;
  }

  forceFlush(): Promise<void> {
    return this.#exporter.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }

  selectAggregationTemporality(type: InstrumentType): AggregationTemporality {
    return this.#exporter.selectAggregationTemporality?.(type) ?? AggregationTemporality.CUMULATIVE;
  }

  selectAggregation(type: InstrumentType): AggregationOption {
    return this.#exporter.selectAggregation?.(type) ?? { type: AggregationType.DEFAULT };
  }
}
