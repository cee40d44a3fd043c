import { createPrometheusSource } from "@modelwatch/sources/prometheus";
import { startPrometheus } from "../stack/prometheus-server.js";
import type { BenchRow } from "./bench-row.js";

const FEATURES = 26;
const BOUNDS = Array.from({ length: 19 }, (_bound, index) => (index + 1) / 20);
const PODS = 10;
const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2013, 3, 1);
const HOURS = 14 * 24;
/** Six samples in each window: what the store has to read, and what a busier service would multiply. */
const EXPORT_MS = 10 * 60_000;
const ROUNDS = 5;

const metric = "ml.feature.value";
const REQUEST = { metric, matchers: [], groupBy: ["ml.feature.name"], squares: true } as const;
const edgesFrom = (hour: number): number[] =>
  Array.from({ length: HOURS + 1 - hour }, (_edge, index) => START_MS + (hour + index) * HOUR_MS);

/** The question whose answer is the least that can be asked for: the buckets by feature. */
const CHEAPEST = "sum by (ml_feature_name, le) (increase(ml_feature_value_bucket[1h] anchored))";

const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });

/** What ten pods export at one time, as OTLP's JSON: every bucket grows, each at its own pace. */
function toExport(export_: number): string {
  const timeUnixNano = `${START_MS + export_ * EXPORT_MS}000000`;
  const times = { startTimeUnixNano: `${START_MS}000000`, timeUnixNano };
  const resourceMetrics = Array.from({ length: PODS }, (_pod, pod) => {
    const points = Array.from({ length: FEATURES }, (_feature, feature) => {
      const bucketCounts = Array.from({ length: BOUNDS.length + 1 }, (_bucket, bucket) =>
        String(export_ * (1 + ((feature + bucket * 7 + pod) % 40))),
      );
      const count = bucketCounts.reduce((total, each) => total + Number(each), 0);
      const attributes = [
        attribute("ml.model.name", "bench"),
        attribute("ml.model.version", "1"),
        attribute("ml.feature.name", `feature_${feature}`),
      ];
      return {
        attributes,
        ...times,
        bucketCounts,
        count: String(count),
        explicitBounds: BOUNDS,
        sum: count / 2,
      };
    });
    const squares = points.map(({ attributes, sum }) => ({ attributes, ...times, asDouble: sum / 2 }));
    const cumulative = { aggregationTemporality: 2 };
    const metrics = [
      { name: metric, histogram: { ...cumulative, dataPoints: points } },
      { name: `${metric}.squares`, sum: { ...cumulative, isMonotonic: true, dataPoints: squares } },
    ];
    const resource = { attributes: [attribute("service.instance.id", `pod-${pod}`)] };
    return { resource, scopeMetrics: [{ scope: { name: "bench" }, metrics }] };
  });
  return JSON.stringify({ resourceMetrics });
}

async function load(otlpUrl: string): Promise<void> {
  for (let export_ = 0; export_ * EXPORT_MS <= HOURS * HOUR_MS; export_++) {
    const headers = { "content-type": "application/json" };
    const response = await fetch(otlpUrl, { method: "POST", headers, body: toExport(export_) });
    if (!response.ok) throw new Error(`Prometheus refused an export: ${await response.text()}`);
  }
}

/** The store's own answer, received and not looked at. */
async function askCheapest(url: string): Promise<void> {
  const end = START_MS + HOURS * HOUR_MS;
  const body = new URLSearchParams({
    query: CHEAPEST,
    start: String((START_MS + HOUR_MS) / 1000),
    end: String(end / 1000),
    step: "3600",
    lookback_delta: "7200",
  });
  const response = await fetch(`${url}/api/v1/query_range`, { method: "POST", body });
  const { byteLength } = await response.arrayBuffer();
  if (!response.ok || byteLength < 1_000_000) throw new Error(`Prometheus answered ${byteLength} bytes`);
}

async function timed(task: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await task();
  return performance.now() - start;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Fourteen days of hourly windows of 26 features over ten pods, through the whole source and from the store alone. */
export async function run(): Promise<BenchRow[]> {
  const server = await startPrometheus();
  try {
    await load(server.otlpUrl);
    const { url } = server;
    const times = { store: [] as number[], source: [] as number[], refresh: [] as number[] };
    for (let round = -1; round < ROUNDS; round++) {
      const store = await timed(() => askCheapest(url));
      const source = createPrometheusSource({ url });
      const whole = await timed(() => source.histogramWindows({ ...REQUEST, edges: edgesFrom(0) }));
      const refresh = await timed(() => source.histogramWindows({ ...REQUEST, edges: edgesFrom(1) }));
      await source.close();
      // the first round warms up
      if (round < 0) continue;
      times.store.push(store);
      times.source.push(whole);
      times.refresh.push(refresh);
    }
    const rival = "the store's own answer to the cheapest query";
    const [storeMs, sourceMs, refreshMs] = [median(times.store), median(times.source), median(times.refresh)];
    return [
      {
        name: "14 days hourly, 26 features × 20 buckets × 10 pods, from Prometheus",
        value: sourceMs,
        unit: "ms",
        rival,
        ratio: sourceMs / storeMs,
        goal: "ratio ≤ 1.25",
        holds: sourceMs <= 1.25 * storeMs,
      },
      {
        name: "the same again, its windows closed",
        value: refreshMs,
        unit: "ms",
        rival,
        ratio: refreshMs / storeMs,
        goal: "",
        holds: null,
      },
    ];
  } finally {
    await server.stop();
  }
}
