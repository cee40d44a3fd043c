import {
  AggregationType,
  DataPointType,
  InstrumentType,
  MeterProvider,
  MetricReader,
  type ExponentialHistogram,
} from "@opentelemetry/sdk-metrics";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exponentialIndex, FINEST_SCALE } from "./exponential-index.js";
import { ExponentialState, type ExponentialRange } from "./exponential-state.js";

const RUNS = { numRuns: 300, seed: 20130401 };

const magnitude = fc.oneof(
  fc.double({ min: 5e-324, max: 1e100, noNaN: true }),
  fc.double({ min: 0.001, max: 1000, noNaN: true }),
  fc.integer({ min: -1074, max: 332 }).map((exponent) => 2 ** exponent),
);
const values = fc.array(
  fc.oneof(
    magnitude,
    magnitude.map((x) => -x),
    fc.constant(0),
  ),
);
const scale = fc.integer({ min: -10, max: FINEST_SCALE });

function stateOf(recorded: readonly number[]): ExponentialState {
  const state = new ExponentialState();
  for (const value of recorded) state.record(value);
  return state;
}

describe("the index of a bucket", () => {
  it("is that of the bucket whose bounds hold the value, the upper one included", () => {
    fc.assert(
      fc.property(magnitude, scale, (x, ofScale) => {
        const index = exponentialIndex(x, 2 ** ofScale);
        expect(x).toBeLessThanOrEqual(2 ** ((index + 1) * 2 ** -ofScale));
        // subnormals: their bounds round to each other
        if (x > 1e-307) expect(x).toBeGreaterThan(2 ** (index * 2 ** -ofScale));
      }),
      RUNS,
    );
  });

  it("of an exact power of two is the bucket that ends there, and of the next double the one that begins", () => {
    for (let exponent = -1074; exponent <= 332; exponent++) {
      const x = 2 ** exponent;
      for (let ofScale = 0; ofScale <= FINEST_SCALE; ofScale++) {
        expect(exponentialIndex(x, 2 ** ofScale)).toBe(exponent * 2 ** ofScale - 1);
        const isNormal = exponent > -1022;
        if (isNormal)
          expect(exponentialIndex(x * (1 + Number.EPSILON), 2 ** ofScale)).toBe(exponent * 2 ** ofScale);
      }
      for (let ofScale = -10; ofScale < 0; ofScale++) {
        expect(exponentialIndex(x, 2 ** ofScale)).toBe(Math.ceil(exponent * 2 ** ofScale) - 1);
      }
    }
  });

  it("of a subnormal is that of the same digits, moved by whole octaves", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 31 }),
        fc.integer({ min: 0, max: FINEST_SCALE }),
        (digits, ofScale) => {
          const moved = exponentialIndex(digits * 2 ** -1074, 2 ** ofScale);
          expect(moved).toBe(exponentialIndex(digits, 2 ** ofScale) - 1074 * 2 ** ofScale);
        },
      ),
      RUNS,
    );
  });
});

describe("an exponential state", () => {
  it("counts every value once, in the bucket that holds it, with exact sums", () => {
    fc.assert(
      fc.property(values, (recorded) => {
        const read = stateOf(recorded).read();
        expect(read.count).toBe(recorded.length);
        expect(read.zeroCount).toBe(recorded.filter((x) => x === 0).length);
        expect(read.positiveBuckets).toEqual(
          bucketsOf(
            recorded.filter((x) => x > 0),
            read.scale,
          ),
        );
        expect(read.negativeBuckets).toEqual(
          bucketsOf(
            recorded.filter((x) => x < 0).map((x) => -x),
            read.scale,
          ),
        );
        expect(read.positive).toBe(recorded.filter((x) => x > 0).reduce((sum, x) => sum + x, 0));
        expect(read.negative).toBe(recorded.filter((x) => x < 0).reduce((sum, x) => sum - x, 0));
        expect(read.squares).toBe(recorded.reduce((sum, x) => sum + x * x, 0));
        if (recorded.length > 0) {
          expect(read).toMatchObject({ min: Math.min(...recorded), max: Math.max(...recorded) });
        }
      }),
      RUNS,
    );
  });

  it("is as fine as 160 buckets of a sign allow", () => {
    fc.assert(
      fc.property(values, (recorded) => {
        const { scale: kept, positiveBuckets, negativeBuckets } = stateOf(recorded).read();
        for (const { bucketCounts } of [positiveBuckets, negativeBuckets]) {
          expect(bucketCounts.length).toBeLessThanOrEqual(160);
        }
        if (kept === FINEST_SCALE) return;
        const finer = [1, -1].map((sign) => {
          const own = recorded.filter((x) => x * sign > 0).map((x) => x * sign);
          return bucketsOf(own, kept + 1).bucketCounts.length;
        });
        expect(Math.max(...finer)).toBeGreaterThan(160);
      }),
      RUNS,
    );
  });

  it("added to another is what one that counted all values has", () => {
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        const total = new ExponentialState();
        for (const part of [a, b, c]) {
          const before = total.scale;
          total.add(stateOf(part));
          expect(total.scale).toBeLessThanOrEqual(before);
        }
        const { positive: _p, negative: _n, squares: _s, ...counted } = total.read();
        expect(stateOf([...a, ...b, ...c]).read()).toMatchObject(counted);
      }),
      RUNS,
    );
  });

  it("is as new after it was cleared", () => {
    const state = stateOf([-3, 0, 1e-200, 1e100]);
    state.clear();
    expect(state.isEmpty).toBe(true);
    state.record(5);
    expect(state.read()).toEqual(stateOf([5]).read());
  });

  it.each([
    ["a narrow range", Array.from({ length: 500 }, (_, k) => 100 + Math.sin(k))],
    ["a heavy tail", Array.from({ length: 500 }, (_, k) => (1 - (k + 0.5) / 500) ** -2)],
    ["thirty decades", Array.from({ length: 31 }, (_, k) => 3.7 * 10 ** (k - 15))],
    ["powers of two, zeros and ties", [0, 0, 0.25, 0.5, 1, 1, 2, 1024]],
  ])("has the scale and buckets of OpenTelemetry's SDK for %s", async (_name, recorded) => {
    const sdk = await recordBySdk(recorded);
    const { scale: kept, zeroCount, positiveBuckets, count } = stateOf(recorded).read();
    expect({ scale: kept, zeroCount, positive: positiveBuckets, count }).toEqual({
      scale: sdk.scale,
      zeroCount: sdk.zeroCount,
      positive: sdk.positive,
      count: sdk.count,
    });
  });
});

/** Counted by definition, one value at a time. */
function bucketsOf(magnitudes: readonly number[], ofScale: number): ExponentialRange {
  if (magnitudes.length === 0) return { offset: 0, bucketCounts: [] };
  const indices = magnitudes.map((x) => exponentialIndex(x, 2 ** FINEST_SCALE) >> (FINEST_SCALE - ofScale));
  const offset = indices.reduce((least, index) => Math.min(least, index));
  const last = indices.reduce((most, index) => Math.max(most, index));
  const bucketCounts = new Array<number>(Math.min(last - offset + 1, 1000)).fill(0);
  for (const index of indices) if (index - offset < 1000) bucketCounts[index - offset]! += 1;
  return { offset, bucketCounts };
}

class OnDemandReader extends MetricReader {
  protected override onForceFlush(): Promise<void> {
    return Promise.resolve();
  }
  protected override onShutdown(): Promise<void> {
    return Promise.resolve();
  }
}

async function recordBySdk(recorded: readonly number[]): Promise<ExponentialHistogram> {
  const reader = new OnDemandReader({
    aggregationSelector: (type) =>
      type === InstrumentType.HISTOGRAM
        ? { type: AggregationType.EXPONENTIAL_HISTOGRAM, options: { maxSize: 160, recordMinMax: true } }
        : { type: AggregationType.DEFAULT },
  });
  const provider = new MeterProvider({ readers: [reader] });
  const histogram = provider.getMeter("test").createHistogram("values");
  for (const value of recorded) histogram.record(value);
  const { resourceMetrics } = await reader.collect();
  await provider.shutdown();
  const [metric] = resourceMetrics.scopeMetrics.flatMap(({ metrics }) => metrics);
  if (metric?.dataPointType !== DataPointType.EXPONENTIAL_HISTOGRAM) throw new Error("not exponential");
  return metric.dataPoints[0]!.value;
}
