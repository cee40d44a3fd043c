import { ExportResultCode } from "@opentelemetry/core";
import { DataPointType } from "@opentelemetry/sdk-metrics";
import type { MetricData, PushMetricExporter, ResourceMetrics } from "@opentelemetry/sdk-metrics";

type Done = Parameters<PushMetricExporter["export"]>[1];

/** What happens between a process and its store. What it passes on, it passes on unchanged. */
export class LossyExporter implements PushMetricExporter {
  /** The next export waits, and leaves after the one that follows. */
  holdsBack = false;
  /** Nothing leaves any more. */
  isKilled = false;
  readonly #exporter: PushMetricExporter;
  readonly #dropsZeroPoints: boolean;
  #held: ResourceMetrics | undefined;
  #failure: Error | undefined;

  constructor(exporter: PushMetricExporter, { dropsZeroPoints }: { readonly dropsZeroPoints: boolean }) {
    this.#exporter = exporter;
    this.#dropsZeroPoints = dropsZeroPoints;
  }

  /** @throws the first failure to export: the truth would not be in the store */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  export(metrics: ResourceMetrics, done: Done): void {
    const sent = this.#dropsZeroPoints ? withoutZeroPoints(metrics) : metrics;
    const held = this.#held;
    this.#held = undefined;
    if (this.isKilled) return done({ code: ExportResultCode.SUCCESS });
    if (this.holdsBack) {
      this.#held = sent;
      return done({ code: ExportResultCode.SUCCESS });
    }
    this.#send(sent, (result) => (held === undefined ? done(result) : this.#send(held, done)));
  }

  forceFlush(): Promise<void> {
    return this.#exporter.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }

  #send(metrics: ResourceMetrics, done: Done): void {
    this.#exporter.export(metrics, (result) => {
      if (result.code !== ExportResultCode.SUCCESS)
        this.#failure ??= result.error ?? new Error("an export failed");
      done(result);
    });
  }
}

function withoutZeroPoints(metrics: ResourceMetrics): ResourceMetrics {
  const scopeMetrics = metrics.scopeMetrics.map((scope) => ({
    ...scope,
    metrics: scope.metrics.map(dropZeroPoints),
  }));
  return { ...metrics, scopeMetrics };
}

/** Only histograms are exported here. */
function dropZeroPoints(metric: MetricData): MetricData {
  if (metric.dataPointType !== DataPointType.HISTOGRAM) return metric;
  return { ...metric, dataPoints: metric.dataPoints.filter(({ value }) => value.count > 0) };
}
