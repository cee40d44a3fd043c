import { ModelwatchError } from "@modelwatch/conventions";
import { ExportResultCode } from "@opentelemetry/core";
import type { PushMetricExporter, ResourceMetrics } from "@opentelemetry/sdk-metrics";

type ResultCallback = Parameters<PushMetricExporter["export"]>[1];

/**
 * Hands every export on and remembers the first that failed. The SDK's reader only logs a failed export; a replay whose
 * counts must be conserved has to stop instead.
 */
export class CheckedExporter implements PushMetricExporter {
  readonly #exporter: PushMetricExporter;
  #failure: ModelwatchError | undefined;
  #exports = 0;

  constructor(exporter: PushMetricExporter) {
    this.#exporter = exporter;
  }

  /** How many exports the receiver acknowledged. */
  get acknowledged(): number {
    return this.#exports;
  }

  /** @throws ModelwatchError `unavailable` once an export has failed. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Remembers a failure that the exporter did not see, such as a flush that ran out of time. */
  fail(error: unknown): void {
    this.#failure ??= toFailure(error);
  }

  export(metrics: ResourceMetrics, done: ResultCallback): void {
    this.#exporter.export(metrics, (result) => {
      if (result.code === ExportResultCode.SUCCESS) this.#exports++;
      else this.fail(result.error);
      done(result);
    });
  }

  forceFlush(): Promise<void> {
    return this.#exporter.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }
}

function toFailure(error: unknown): ModelwatchError {
  const reason = error instanceof Error ? `: ${error.message}` : "";
  return new ModelwatchError(
    "unavailable",
    {
      problem: `the receiver did not accept an export${reason}`,
      remedy: "run the demo again; what was not acknowledged is not in the store",
    },
    { cause: error },
  );
}
