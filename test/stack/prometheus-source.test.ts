import { createPrometheusSource } from "@modelwatch/sources/prometheus";
import type { Labels, Source, WindowedSeries } from "@modelwatch/sources";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOtlpSender } from "./otlp-exporter.js";
import type { OtlpSender } from "./otlp-exporter.js";
import { METRIC, START, counter, histogram } from "./points.js";
import type { Sent } from "./points.js";
import { startPrometheus } from "./prometheus-server.js";
import type { PrometheusServer } from "./prometheus-server.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let server: PrometheusServer;
let sender: OtlpSender;
let source: Source;

/**
 * Each group of tests has a server of its own: what arrives months late can be queried at once, but Prometheus lists its
 * label values only after a compaction.
 */
function useServer(): void {
  beforeAll(async () => {
    server = await startPrometheus({ outOfOrderWindow: "5y" });
    sender = createOtlpSender(server.otlpUrl);
    source = createPrometheusSource({ url: server.url });
  });
  afterAll(async () => {
    await sender.close();
    await server.stop();
  });
}

/** Exports one histogram at these minutes after the start, one export after the other. */
async function exportHistogram(
  labels: Labels,
  byMinute: readonly (readonly [number, Sent])[],
): Promise<void> {
  for (const [minute, sent] of byMinute) {
    await sender.send({ histograms: [histogram(labels, START + minute * MINUTE, sent)], sums: [] });
  }
}

function ask(
  model: string,
  edges: readonly number[],
  from: Source = source,
): Promise<readonly WindowedSeries[]> {
  const matchers = [{ attribute: "ml.model.name", operator: "=", value: model } as const];
  return from.histogramWindows({ metric: METRIC, matchers, groupBy: [], edges });
}

const hours = (count: number): number[] =>
  Array.from({ length: count + 1 }, (_, hour) => START + hour * HOUR);
const minuteOf = (ms: number): number => (ms - START) / MINUTE;
async function totalsOf(model: string, hourCount: number, from: Source): Promise<number[]> {
  const [series] = await ask(model, hours(hourCount), from);
  return [...(series?.windows.totals ?? [])];
}
const countsOf = (series: WindowedSeries | undefined): number[] => [...(series?.windows.counts ?? [])];

describe("windows of a real Prometheus", () => {
  useServer();

  it("hold what was exported after their start and until their end", async () => {
    const labels = { "ml.model.name": "edges" };
    await exportHistogram(labels, [
      [0, { counts: [0, 0, 0] }],
      [60, { counts: [1, 2, 3] }],
      [120, { counts: [1, 4, 7] }],
    ]);
    const [series, ...rest] = await ask("edges", hours(3));
    expect(rest).toEqual([]);
    expect(countsOf(series)).toEqual([1, 2, 3, 0, 2, 4, 0, 0, 0]);
    expect([...(series?.windows.sums ?? [])]).toEqual([12, 12, 0]);
    expect(series?.quality).toEqual([["exact"], ["exact"], ["gap"]]);
    expect(source.capabilities.exactCounts).toBe(true);
  });

  it("may be months", async () => {
    const labels = { "ml.model.name": "months" };
    const months = [3, 4, 5, 6].map((month) => Date.UTC(2013, month, 1));
    await exportHistogram(labels, [
      [0, { counts: [0, 0, 0] }],
      [minuteOf(months[1]!), { counts: [30, 0, 0] }],
      [minuteOf(months[2]!), { counts: [61, 0, 0] }],
      [minuteOf(months[3]!), { counts: [91, 0, 0] }],
    ]);
    expect(countsOf((await ask("months", months))[0])).toEqual([30, 0, 0, 31, 0, 0, 30, 0, 0]);
  });

  it("may be more than one range query answers", async () => {
    const labels = { "ml.model.name": "many" };
    const days = 45;
    for (let day = 0; day <= days; day++) {
      await exportHistogram(labels, [[(day * DAY) / MINUTE, { counts: [day * 7, 0, 0] }]]);
    }
    const windows = (days * DAY) / (5 * MINUTE);
    expect(windows).toBeGreaterThan(11_000);
    const edges = Array.from({ length: windows + 1 }, (_, i) => START + i * 5 * MINUTE);
    const withLongPauses = createPrometheusSource({ url: server.url, lookBackMs: DAY + HOUR });
    const [series] = await ask("many", edges, withLongPauses);
    expect(series?.windows.totals.reduce((a, b) => a + b, 0)).toBe(days * 7);
    expect(series?.windows.totals[DAY / (5 * MINUTE) - 1]).toBe(7);
  });

  it("after a pause in the exports count what happened in it, where the look-back reaches over it", async () => {
    const labels = { "ml.model.name": "pause" };
    await exportHistogram(labels, [
      [0, { counts: [0, 0, 0] }],
      [60, { counts: [5, 0, 0] }],
      [300, { counts: [25, 0, 0] }],
      [360, { counts: [26, 0, 0] }],
    ]);
    const patient = createPrometheusSource({ url: server.url, lookBackMs: 5 * HOUR });
    expect(await totalsOf("pause", 6, patient)).toEqual([5, 0, 0, 0, 20, 1]);
    expect(await totalsOf("pause", 6, source)).toEqual([5, 0, 0, 0, 0, 1]);
  });

  it("in which a process restarted are marked, and keep what both lives exported", async () => {
    const labels = { "ml.model.name": "restart", "service.instance.id": "a" };
    await exportHistogram(labels, [
      [0, { counts: [0, 0, 0] }],
      [30, { counts: [10, 20, 30] }],
      [40, { counts: [0, 0, 0] }],
      [60, { counts: [1, 2, 3] }],
      [120, { counts: [2, 2, 3] }],
    ]);
    const [series] = await ask("restart", hours(2));
    expect(countsOf(series)).toEqual([11, 22, 33, 1, 0, 0]);
    expect(series?.quality).toEqual([["reset"], ["exact"]]);
  });

  it("of processes with different bounds come as one element for each layout", async () => {
    for (const [instance, bounds, counts] of [
      ["a", [0, 10], [1, 2, 3]],
      ["b", [5], [7, 9]],
      ["c", [5], [1, 1]],
    ] as const) {
      const labels = { "ml.model.name": "layouts", "service.instance.id": instance };
      const zeros = counts.map(() => 0);
      await exportHistogram(labels, [
        [0, { bounds, counts: zeros }],
        [60, { bounds, counts }],
      ]);
    }
    const answer = await ask("layouts", hours(1));
    expect(
      answer.map((series) => [series.windows.layout, countsOf(series), [...(series.windows.sums ?? [])]]),
    ).toEqual([
      [{ kind: "numeric", bounds: Float64Array.of(5) }, [8, 10], [36]],
      [{ kind: "numeric", bounds: Float64Array.of(0, 10) }, [1, 2, 3], [12]],
    ]);
  });

  it("in which a process changed its bounds come under the bounds that both have", async () => {
    const labels = { "ml.model.name": "changed" };
    await exportHistogram(labels, [
      [0, { bounds: [1, 5], counts: [0, 0, 0] }],
      [60, { bounds: [1, 5], counts: [4, 3, 2] }],
      [80, { bounds: [1, 5], counts: [5, 4, 3] }],
      [81, { bounds: [5, 7], counts: [0, 0, 0] }],
      [120, { bounds: [5, 7], counts: [1, 1, 1] }],
      [180, { bounds: [5, 7], counts: [3, 1, 1] }],
    ]);
    const answer = await ask("changed", hours(3));
    expect(answer.map(({ windows }) => [windows.layout, [...windows.totals], [...windows.counts]])).toEqual([
      [{ kind: "numeric", bounds: Float64Array.of(5) }, [0, 6, 0], [0, 0, 3, 3, 0, 0]],
      [{ kind: "numeric", bounds: Float64Array.of(1, 5) }, [9, 0, 0], [4, 3, 2, 0, 0, 0, 0, 0, 0]],
      [{ kind: "numeric", bounds: Float64Array.of(5, 7) }, [0, 0, 2], [0, 0, 0, 0, 0, 0, 2, 0, 0]],
    ]);
    expect(answer[0]?.quality[1]).toEqual(["reset"]);
  });

  it("that were extrapolated say so", async () => {
    const extrapolating = createPrometheusSource({ url: server.url, increments: "extrapolated" });
    const [series] = await ask("restart", [START, START + HOUR], extrapolating);
    expect(series?.quality).toEqual([["extrapolated", "reset"]]);
    expect(countsOf(series).every(Number.isInteger)).toBe(true);
    expect(extrapolating.capabilities.exactCounts).toBe(false);
  });
});

describe("names in a real Prometheus", () => {
  useServer();

  it("a metric with a unit's suffix is found by its name on the wire", async () => {
    const metric = "ml.prediction.latency.milliseconds";
    await sender.send({ histograms: [], sums: [counter(metric, {}, START, 0)] });
    await sender.send({ histograms: [], sums: [counter(metric, {}, START + HOUR, 4)] });
    const request = { matchers: [], groupBy: [], edges: hours(1) };
    const [sums] = await source.sumWindows({ ...request, metric: "ml.prediction.latency" });
    expect(sums?.sums).toEqual(Float64Array.of(4));
  });

  it("a metric that is stored under two units is refused, not added up", async () => {
    for (const unit of ["seconds", "milliseconds"]) {
      await sender.send({ histograms: [], sums: [counter(`ml.two.units.${unit}`, {}, START, 1)] });
    }
    const asked = source.sumWindows({ metric: "ml.two.units", matchers: [], groupBy: [], edges: hours(1) });
    await expect(asked).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringMatching(/two names/),
    });
  });
});

describe("references in a real Prometheus", () => {
  useServer();

  it("are the ones that reported last, whatever reported before", async () => {
    const metric = "ml.reference.feature.value";
    const point = (id: string, minute: number, counts: number[]) => ({
      ...histogram({ "ml.model.name": "refs", "ml.reference.id": id }, START + minute * MINUTE, { counts }),
      metric,
    });
    for (const sent of [
      point("a-old", 0, [9, 9, 9]),
      point("a-old", 10, [9, 9, 9]),
      point("b-new", 20, [1, 2, 3]),
    ]) {
      await sender.send({ histograms: [sent], sums: [] });
    }
    const request = {
      metric,
      matchers: [{ attribute: "ml.model.name", operator: "=", value: "refs" }],
      atMs: START + HOUR,
      lookBackMs: DAY,
    } as const;
    const [latest, ...rest] = await source.references({ ...request, groupBy: [] });
    expect(rest).toEqual([]);
    expect(countsOf(latest)).toEqual([1, 2, 3]);
    const each = await source.references({ ...request, groupBy: ["ml.reference.id"] });
    expect(each.map(({ labels }) => labels["ml.reference.id"])).toEqual(["a-old", "b-new"]);
    const earlier = await source.references({ ...request, atMs: START + 15 * MINUTE, groupBy: [] });
    expect(countsOf(earlier[0])).toEqual([9, 9, 9]);
  });
});

const authorization = (password: string) => `Basic ${Buffer.from(`watcher:${password}`).toString("base64")}`;

describe("a Prometheus that wants a password", () => {
  let guarded: PrometheusServer;
  // bcrypt of "correct horse", at the lowest cost
  const users = { watcher: "$2b$04$ibiSlKdLbK3Xt4gRNLmy8eFj2OU02TS5Qtrz6oSiWfOZsRX1iek2S" };
  beforeAll(async () => {
    guarded = await startPrometheus({ users });
  });
  afterAll(() => guarded.stop());

  it.each([[{}], [{ Authorization: authorization("wrong") }]])(
    "refuses others, and is named for it",
    async (headers) => {
      const refused = createPrometheusSource({ url: guarded.url, headers });
      const health = await refused.health();
      expect(health).toEqual({
        ok: false,
        broken: "credentials",
        message: expect.stringMatching(/answered 401.*check the Authorization header/),
      });
      const asked = refused.labelValues({
        attribute: "ml.arm",
        matchers: [],
        range: { fromMs: START, toMs: START + HOUR },
      });
      await expect(asked).rejects.toMatchObject({ code: "unauthorized", source: "downstream" });
    },
  );

  it("lets us in with it, and empty says where to look", async () => {
    const headers = { Authorization: authorization("correct horse") };
    const health = await createPrometheusSource({ url: guarded.url, headers }).health();
    expect(health).toEqual({
      ok: false,
      broken: "metrics",
      message: expect.stringMatching(/is its OTLP receiver enabled/),
    });
  });
});
