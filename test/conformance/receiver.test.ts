import { gzipSync } from "node:zlib";
import { startReceiver } from "@modelwatch/collector-stage";
import type { LogEvent, Receiver } from "@modelwatch/collector-stage";
import { createMemoryStore } from "@modelwatch/sources/memory";
import type { MemoryStore } from "@modelwatch/sources/memory";
import { distributionFromValues } from "@modelwatch/statistics";
import { AggregationType } from "@opentelemetry/sdk-metrics";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createOtelClient } from "./otel-client.js";

const DAY_MS = 86_400_000;
const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
/** Two days, should midnight pass while the test runs. */
const edges = [today, today + 2 * DAY_MS];
const bounds = [100, 1000];

let store: MemoryStore;
let receiver: Receiver;
const events: LogEvent[] = [];

beforeEach(async () => {
  store = createMemoryStore();
  events.length = 0;
  receiver = await startReceiver({ sink: store.sink, port: 0, logger: (event) => events.push(event) });
});
afterEach(() => receiver.close());

describe.each(["protobuf", "json"] as const)("OpenTelemetry's exporter over %s", (encoding) => {
  test.each(["delta", "cumulative"] as const)(
    "what it records with %s temporality is in the store",
    async (temporality) => {
      const clients = ["a", "b"].map((instance) =>
        createOtelClient({ url: receiver.url, encoding, temporality, instance }),
      );
      for (const client of clients) {
        const meter = client.getMeter("test");
        const distance = meter.createHistogram("ml.feature.value", {
          advice: { explicitBucketBoundaries: bounds },
        });
        const carrier = meter.createCounter("ml.feature.category");
        for (let round = 0; round < 3; round++) {
          for (const value of [50, 100, 100.5, 2000])
            distance.record(value, { "ml.feature.name": "distance" });
          carrier.add(2, { "ml.feature.category": "UA", direct: true, legs: 1 });
          await client.forceFlush();
        }
        await client.shutdown();
      }
      const request = { matchers: [], groupBy: ["service.instance.id"], edges };
      const histograms = await store.source.histogramWindows({ ...request, metric: "ml.feature.value" });
      expect(histograms.map(({ labels }) => labels["service.instance.id"])).toEqual(["a", "b"]);
      for (const { windows } of histograms) {
        expect([...windows.counts]).toEqual([6, 3, 3]);
        expect(windows.sums?.[0]).toBeCloseTo(3 * 2250.5, 6);
      }
      const groupBy = [
        "ml.feature.category",
        "direct",
        "legs",
        "telemetry.sdk.language",
        "process.command_args",
      ];
      const [sums] = await store.source.sumWindows({ ...request, groupBy, metric: "ml.feature.category" });
      expect(sums?.labels).toEqual({ "ml.feature.category": "UA", direct: "true", legs: "1" });
      expect([...(sums?.sums ?? [])]).toEqual([12]);
      expect(receiver.stats()).toMatchObject({ refused: 0, deferred: 0, rejectedPoints: 0, inFlight: 0 });
    },
  );
});

describe.each(["protobuf", "json"] as const)("OpenTelemetry's exponential histograms over %s", (encoding) => {
  test.each(["delta", "cumulative"] as const)(
    "with %s temporality are stored, scale by scale",
    async (temporality) => {
      const aggregation = { type: AggregationType.EXPONENTIAL_HISTOGRAM } as const;
      const views = [{ instrumentName: "latency", aggregation }];
      const client = createOtelClient({ url: receiver.url, encoding, temporality, instance: "a", views });
      const latency = client.getMeter("test").createHistogram("latency");
      // each round brings values that need a coarser scale than the last
      const rounds = [
        [3, 3.001],
        [0, 0.5, 4],
        [1e-9, 7e5, 3],
      ];
      for (const values of rounds) {
        for (const value of values) latency.record(value);
        await client.forceFlush();
      }
      await client.shutdown();
      const [answer, ...rest] = await store.source.histogramWindows({
        metric: "latency",
        matchers: [],
        groupBy: [],
        edges,
      });
      expect(rest).toEqual([]);
      const { layout, counts, sums } = answer!.windows;
      if (layout.kind !== "numeric") throw new TypeError("a histogram is numeric");
      const expected = distributionFromValues(rounds.flat(), layout.bounds);
      expect([...counts.subarray(0, layout.bounds.length + 1)]).toEqual([...expected.counts]);
      expect(sums?.[0]).toBeCloseTo(expected.sum!, 6);
      expect(receiver.stats()).toMatchObject({ refused: 0, rejectedPoints: 0 });
    },
  );
});

test("points that cannot be stored are rejected by name, counted, and the others are stored", async () => {
  const now = String(BigInt(Date.now()) * 1_000_000n);
  const times = { startTimeUnixNano: now, timeUnixNano: now };
  const positive = { offset: 0, bucketCounts: ["2"] };
  const exponential = (point: object): object => ({
    name: "latency",
    exponentialHistogram: { aggregationTemporality: 1, dataPoints: [{ ...times, ...point }] },
  });
  const metrics = [
    exponential({ count: "2", scale: 3, positive }),
    exponential({ count: "3", scale: 3, positive }),
    exponential({ count: "2", scale: 99, positive }),
    exponential({ count: "2", scale: 0, positive: { ...positive, offset: 5000 } }),
    { name: "quantiles", summary: { dataPoints: [times] } },
  ];
  const response = await fetch(`${receiver.url}/v1/metrics`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }),
  });
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    partialSuccess: {
      rejectedDataPoints: "4",
      errorMessage: [
        "1 of latency: count is 3; allowed: the sum of the buckets, 2",
        "1 of latency: scale is 99; allowed: an integer from −64 to 64",
        "1 of latency: a bucket 5000 of scale 0, beyond all doubles",
        "1 of quantiles: summaries are not supported: export a histogram",
      ].join("; "),
    },
  });
  expect(receiver.stats()).toMatchObject({ acknowledged: 1, points: 1, rejectedPoints: 4 });
  expect(events).toContainEqual(
    expect.objectContaining({ level: "warn", event: "receiver.points-rejected" }),
  );
});

test("a gzip body is read, and the same body again is acknowledged without counting twice", async () => {
  const now = String(BigInt(Date.now()) * 1_000_000n);
  const dataPoints = [{ asInt: "7", startTimeUnixNano: now, timeUnixNano: now }];
  const sum = { aggregationTemporality: 1, isMonotonic: true, dataPoints };
  const body = JSON.stringify({
    resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: "flights", sum }] }] }],
  });
  for (const [payload, encoding] of [
    [gzipSync(body), "gzip"],
    [gzipSync(body, { level: 1 }), "gzip"],
    [Buffer.from(body), "identity"],
  ] as const) {
    const headers = { "Content-Type": "application/json; charset=utf-8", "Content-Encoding": encoding };
    const response = await fetch(`${receiver.url}/v1/metrics`, { method: "POST", headers, body: payload });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({});
  }
  const [sums] = await store.source.sumWindows({ metric: "flights", matchers: [], groupBy: [], edges });
  expect([...(sums?.sums ?? [])]).toEqual([7]);
});

test("the health endpoint answers", async () => {
  const response = await fetch(`${receiver.url}/healthz`);
  expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
});

test("closing answers what has begun and frees the port", async () => {
  await receiver.close();
  await expect(fetch(`${receiver.url}/healthz`)).rejects.toThrow();
  const again = await startReceiver({ sink: store.sink, port: receiver.port });
  await again.close();
});

test("a port that is taken is said to be", async () => {
  await expect(startReceiver({ sink: store.sink, port: receiver.port })).rejects.toMatchObject({
    code: "unavailable",
  });
});
