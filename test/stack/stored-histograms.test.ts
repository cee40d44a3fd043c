import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  distributionFromOtlp,
  distributionFromPrometheusBuckets,
  distributionFromSparse,
  distributionsFromSparse,
  exponentialFromOtlp,
  exponentialFromValues,
  sparseFromPrometheusNative,
  subtractDistributions,
  toSparseHistogram,
  type OtlpExponentialPoint,
  type OtlpHistogramPoint,
  type PrometheusNativeHistogram,
} from "@modelwatch/statistics";
import { startPrometheus, type PrometheusServer } from "./prometheus-server.js";

const TIME_SECONDS = 1_700_000_000;
const VALUES = [-7.5, -7.5, -0.3, 0, 0, 0.002, 0.3, 0.31, 1, 2, 2.5, 40, 40, 1e6];

const EXPONENTIAL_POINT = toPoint(exponentialFromValues(VALUES, 40));
/** What Prometheus' OTLP receiver writes for every zero threshold. */
const STORED_ZERO_THRESHOLD = 1e-128;
/** Three scales finer than Prometheus stores: it halves the resolution itself. */
const FINE_POINT = toPoint(exponentialFromValues([1, 1.001, 1.002, 1.003], 40));
const EXPLICIT_POINT: OtlpHistogramPoint = {
  explicitBounds: [-1, 0, 0.5, 10],
  bucketCounts: ["3", "2", "0", "6", "3"],
  count: "14",
  sum: 5.25,
};

/** What a real Prometheus makes of OTLP histograms, read back, is the distribution that was sent. */
describe("histograms stored by Prometheus", () => {
  let native: PrometheusServer;
  let classic: PrometheusServer;

  beforeAll(async () => {
    [native, classic] = await Promise.all([
      startPrometheus({ nativeHistograms: true }),
      startPrometheus({ nativeHistograms: false }),
    ]);
    for (const server of [native, classic]) await send(server);
  });
  afterAll(async () => {
    await Promise.all([native.stop(), classic.stop()]);
  });

  it("exponential, keep their buckets, bounds and sum, and zeros within 1e−128", async () => {
    const stored = sparseFromPrometheusNative(await readNative(native, "exponential"));
    const expected = exponentialFromOtlp({ ...EXPONENTIAL_POINT, zeroThreshold: STORED_ZERO_THRESHOLD });
    const { min: _min, max: _max, ...sent } = toSparseHistogram(expected);
    expect(distributionFromSparse(stored)).toEqual(distributionFromSparse(sent));
  });

  it("exponential of a finer scale than the server has, lie on a common layout with what was sent", async () => {
    const stored = sparseFromPrometheusNative(await readNative(native, "fine"));
    const sent = toSparseHistogram(exponentialFromOtlp(FINE_POINT));
    expect(stored.ranges.length).toBeLessThan(sent.ranges.length);
    const [a, b] = distributionsFromSparse([stored, sent]);
    expect(subtractDistributions(a!, b!).count).toBe(0);
    expect(a!.bounds).toEqual(distributionFromSparse(stored).bounds);
  });

  it("with custom buckets, keep their counts and their used bounds", async () => {
    const sent = distributionFromOtlp(EXPLICIT_POINT);
    const stored = sparseFromPrometheusNative(await readNative(native, "explicit"));
    const [read] = distributionsFromSparse([stored], sent.bounds);
    expect(read).toEqual(sent);
  });

  it("classic, keep their counts, bounds and sum", async () => {
    const buckets = await query(classic, "explicit_bucket");
    const [sum] = await query(classic, "explicit_sum");
    const read = distributionFromPrometheusBuckets(
      buckets.map(({ metric, value }) => ({ le: metric["le"]!, count: value![1] })),
      sum!.value![1],
    );
    expect(read).toEqual(distributionFromOtlp(EXPLICIT_POINT));
  });
});

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly histogram?: readonly [number, PrometheusNativeHistogram];
}

async function query(server: PrometheusServer, text: string): Promise<readonly Series[]> {
  const parameters = new URLSearchParams({ query: text, time: String(TIME_SECONDS) });
  const response = await fetch(`${server.url}/api/v1/query?${parameters.toString()}`);
  expect(response.status).toBe(200);
  const body = (await response.json()) as { readonly data: { readonly result: readonly Series[] } };
  expect(body.data.result).not.toEqual([]);
  return body.data.result;
}

async function readNative(server: PrometheusServer, name: string): Promise<PrometheusNativeHistogram> {
  const [series] = await query(server, name);
  if (series?.histogram === undefined) throw new Error(`${name} is not stored as a native histogram`);
  return series.histogram[1];
}

async function send(server: PrometheusServer): Promise<void> {
  const times = {
    startTimeUnixNano: `${TIME_SECONDS - 60}000000000`,
    timeUnixNano: `${TIME_SECONDS}000000000`,
  };
  const exponential = (name: string, point: OtlpExponentialPoint): object => ({
    name,
    exponentialHistogram: { aggregationTemporality: 2, dataPoints: [{ ...times, ...point }] },
  });
  const explicit = {
    name: "explicit",
    histogram: { aggregationTemporality: 2, dataPoints: [{ ...times, ...EXPLICIT_POINT }] },
  };
  const metrics = [exponential("exponential", EXPONENTIAL_POINT), exponential("fine", FINE_POINT), explicit];
  const response = await fetch(server.otlpUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ resourceMetrics: [{ resource: {}, scopeMetrics: [{ scope: {}, metrics }] }] }),
  });
  expect(response.status, await response.text()).toBe(200);
}

/** As OTLP's JSON writes it: 64-bit integers in strings. */
function toPoint(histogram: ReturnType<typeof exponentialFromValues>): OtlpExponentialPoint {
  const toBuckets = ({ offset, counts }: typeof histogram.positive): object => ({
    offset,
    bucketCounts: Array.from(counts, String),
  });
  const { positive, negative, zeroCount, ...rest } = histogram;
  const count = [zeroCount, ...positive.counts, ...negative.counts].reduce((sum, each) => sum + each, 0);
  return {
    ...rest,
    count: String(count),
    zeroCount: String(zeroCount),
    positive: toBuckets(positive),
    negative: toBuckets(negative),
  };
}
