import {
  AggregationType,
  DataPointType,
  InstrumentType,
  MeterProvider,
  MetricReader,
  type ExponentialHistogram as SdkExponential,
} from "@opentelemetry/sdk-metrics";
import { describe, expect, it } from "vitest";
import {
  distributionFromSparse,
  distributionFromValues,
  distributionsFromSparse,
  exponentialFromOtlp,
  exponentialFromValues,
  mergeDistributions,
  toSparseHistogram,
  type Distribution,
} from "@modelwatch/statistics";

class OnDemandReader extends MetricReader {
  protected override onForceFlush(): Promise<void> {
    return Promise.resolve();
  }
  protected override onShutdown(): Promise<void> {
    return Promise.resolve();
  }
}

/** What OpenTelemetry's own SDK makes of the values; it records none below 0. */
async function recordBySdk(values: readonly number[]): Promise<SdkExponential> {
  const reader = new OnDemandReader({
    aggregationSelector: (type) =>
      type === InstrumentType.HISTOGRAM
        ? { type: AggregationType.EXPONENTIAL_HISTOGRAM, options: { maxSize: 160, recordMinMax: true } }
        : { type: AggregationType.DEFAULT },
  });
  const provider = new MeterProvider({ readers: [reader] });
  const histogram = provider.getMeter("test").createHistogram("values");
  for (const value of values) histogram.record(value);
  const { resourceMetrics } = await reader.collect();
  await provider.shutdown();
  const [metric] = resourceMetrics.scopeMetrics.flatMap(({ metrics }) => metrics);
  if (metric?.dataPointType !== DataPointType.EXPONENTIAL_HISTOGRAM) throw new Error("not exponential");
  return metric.dataPoints[0]!.value;
}

const STREAMS: Readonly<Record<string, readonly number[]>> = {
  "powers of two, zeros and ties": [0, 0, 0.25, 0.5, 1, 1, 2, 1024],
  "a narrow range": Array.from({ length: 500 }, (_, k) => 100 + Math.sin(k)),
  "a heavy tail": Array.from({ length: 500 }, (_, k) => (1 - (k + 0.5) / 500) ** -2),
  "thirty decades": Array.from({ length: 31 }, (_, k) => 3.7 * 10 ** (k - 15)),
};

describe("exponential histograms of OpenTelemetry's SDK", () => {
  it.each(Object.entries(STREAMS))("of %s are the distribution of the values", async (_name, values) => {
    const read = exponentialFromOtlp(await recordBySdk(values));
    const distribution = distributionFromSparse(toSparseHistogram(read));
    expect(distribution.counts).toEqual(distributionFromValues(values, distribution.bounds).counts);
    expect(distribution).toMatchObject({ min: Math.min(...values), max: Math.max(...values) });
  });

  it.each(Object.entries(STREAMS))(
    "of %s have the scale and buckets that ours have",
    async (_name, values) => {
      const read = distributionFromSparse(toSparseHistogram(exponentialFromOtlp(await recordBySdk(values))));
      const own = distributionFromSparse(toSparseHistogram(exponentialFromValues(values)));
      expect(own.bounds).toEqual(read.bounds);
      expect(own.counts).toEqual(read.counts);
    },
  );

  it("of unequal scales merge to the distribution of all values", async () => {
    const parts = Object.values(STREAMS);
    const read = await Promise.all(
      parts.map(async (values) => exponentialFromOtlp(await recordBySdk(values))),
    );
    expect(new Set(read.map(({ scale }) => scale)).size).toBeGreaterThan(2);
    const [first, ...others] = distributionsFromSparse(read.map(toSparseHistogram));
    const merged = others.reduce<Distribution>(mergeDistributions, first!);
    expect(merged.counts).toEqual(distributionFromValues(parts.flat(), first!.bounds).counts);
  });
});
