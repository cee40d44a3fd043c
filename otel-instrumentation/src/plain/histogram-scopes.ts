import { createHash } from "node:crypto";
import type { Histogram, Meter, MeterProvider } from "@opentelemetry/api";
import { SCOPE } from "../producer/scope.js";

/**
 * The histograms of the public metrics API, each with its bounds. The API knows one set of bounds for a name within a meter, so each
 * layout has a meter of its own, named by the hash of its bounds: the same in every process and after every restart.
 */
export class HistogramScopes {
  readonly #provider: MeterProvider;
  readonly #meters = new Map<string, Meter>();

  constructor(provider: MeterProvider) {
    this.#provider = provider;
  }

  histogram(metric: string, boundaries: readonly number[]): Histogram {
    const layout = createHash("sha256").update(JSON.stringify(boundaries)).digest("hex").slice(0, 12);
    const meter =
      this.#meters.get(layout) ?? this.#provider.getMeter(`${SCOPE.name}/${layout}`, SCOPE.version);
    this.#meters.set(layout, meter);
    // the same name again gives the same instrument
    return meter.createHistogram(metric, { advice: { explicitBucketBoundaries: [...boundaries] } });
  }
}
