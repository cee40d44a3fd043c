import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startReceiver } from "@modelwatch/collector-stage";
import type { Receiver } from "@modelwatch/collector-stage";
import { createModelwatch, defineModel, number, numeric } from "@modelwatch/instrumentation";
import type { Temporality } from "@modelwatch/instrumentation";
import type { Source, WindowedSeries } from "@modelwatch/sources";
import { openDuckDbStore } from "@modelwatch/sources/duckdb";
import type { DuckDbStore } from "@modelwatch/sources/duckdb";
import { createPrometheusSource } from "@modelwatch/sources/prometheus";
import { distributionFromValues } from "@modelwatch/statistics";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startPrometheus, type PrometheusServer } from "./prometheus-server.js";

const HOUR = 3_600_000;
const START = Date.UTC(2013, 3, 1);
const HOURS = 4;
const EDGES = Array.from({ length: HOURS + 1 }, (_, hour) => START + hour * HOUR);
const INSTANCES = ["a", "b"];

const model = defineModel({
  name: "eta",
  version: "1",
  prediction: number({ buckets: "exponential" }),
  features: { distance: numeric({ buckets: "exponential", min: 0 }), delay: numeric({ bounds: [0, 10] }) },
});

const EXPORTS_OF_AN_HOUR = 10;

interface Row {
  readonly score: number;
  readonly distance: number;
}

/** What each process predicts in each hour: ever wider ranges, of both signs, with zeros. */
const ROWS: readonly (readonly (readonly Row[])[])[] = INSTANCES.map((_, process) =>
  Array.from({ length: HOURS }, (_hour, hour) =>
    Array.from({ length: 200 }, (_row, i) => {
      const unit = ((i * 7919 + hour * 104_729 + process * 31) % 1000) / 1000;
      const spread = (hour + 1) * (process + 2);
      const score = i % 50 === 0 ? 0 : (unit - 0.4) * 2 ** spread;
      return { score, distance: 3 * 2 ** ((unit - 0.5) * spread) };
    }),
  ),
);

function valuesOf(hour: number, value: (row: Row) => number): readonly number[] {
  return ROWS.flatMap((hours) => hours[hour]!.map(value));
}

/** A process that exports ten times an hour, through OpenTelemetry's reader and exporter. */
function startProcess(process: number, url: string, temporality: Temporality) {
  let nowMs = START;
  const modelwatch = createModelwatch({ clock: () => nowMs });
  const reader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter({ url }),
    exportIntervalMillis: 2 ** 30,
    metricProducers: [modelwatch.createProducer({ temporality })],
  });
  const resource = resourceFromAttributes({ "service.instance.id": INSTANCES[process]! });
  const provider = new MeterProvider({ readers: [reader], resource });
  const watch = modelwatch.watch(model);
  return {
    predictAndExport: async (rows: readonly Row[]): Promise<void> => {
      for (const { score, distance } of rows) watch.predict({ score, features: { distance, delay: 5 } });
      nowMs += HOUR / EXPORTS_OF_AN_HOUR;
      await provider.forceFlush();
    },
    stop: () => provider.shutdown(),
  };
}

/** All processes in step: Prometheus takes nothing that is an hour older than what it has. */
async function replay(url: string, temporality: Temporality): Promise<void> {
  const processes = [...INSTANCES.keys()].map((process) => startProcess(process, url, temporality));
  for (let hour = 0; hour < HOURS; hour++) {
    for (let part = 0; part < EXPORTS_OF_AN_HOUR; part++) {
      for (const [process, { predictAndExport }] of processes.entries()) {
        const rows = ROWS[process]![hour]!;
        const share = rows.length / EXPORTS_OF_AN_HOUR;
        await predictAndExport(rows.slice(part * share, (part + 1) * share));
      }
    }
  }
  for (const { stop } of processes) await stop();
}

interface Stage {
  readonly store: DuckDbStore;
  readonly receiver: Receiver;
}

let folder: string;
let prometheus: PrometheusServer;
const stages = new Map<Temporality, Stage>();
const sources = new Map<string, Source>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelwatch-"));
  prometheus = await startPrometheus();
  sources.set("Prometheus", createPrometheusSource({ url: prometheus.url }));
  for (const temporality of ["delta", "cumulative"] as const) {
    const store = await openDuckDbStore({ path: join(folder, `${temporality}.duckdb`) });
    const receiver = await startReceiver({ sink: store.sink, port: 0, logger: () => undefined });
    stages.set(temporality, { store, receiver });
    sources.set(`DuckDB, ${temporality}`, store.source);
  }
  await replay(prometheus.otlpUrl, "cumulative");
  for (const [temporality, { receiver }] of stages) await replay(`${receiver.url}/v1/metrics`, temporality);
});
afterAll(async () => {
  for (const source of sources.values()) await source.close();
  for (const { receiver } of stages.values()) await receiver.close();
  await prometheus.stop();
  await rm(folder, { recursive: true });
});

const ASK = { matchers: [], groupBy: ["ml.feature.name"], edges: EDGES, squares: true } as const;

async function ask(name: string, metric: string): Promise<readonly WindowedSeries[]> {
  const answer = await sources.get(name)!.histogramWindows({ ...ASK, metric });
  expect(answer.map(({ quality }) => quality)).toEqual(answer.map(() => EDGES.slice(1).map(() => ["exact"])));
  return answer;
}

function expectValues({ windows }: WindowedSeries, value: (row: Row) => number): void {
  const { layout, counts, cells, sums, sumsOfSquares } = windows;
  if (layout.kind !== "numeric") throw new TypeError("a histogram is numeric");
  for (let hour = 0; hour < HOURS; hour++) {
    const expected = distributionFromValues(valuesOf(hour, value), layout.bounds);
    expect([...counts.subarray(hour * cells, (hour + 1) * cells)]).toEqual([...expected.counts]);
    // differences of cumulative sums: as exact as doubles of the totals are
    const total = valuesOf(HOURS - 1, value).reduce((sum, x) => sum + x * x, 0);
    expect(Math.abs(sums![hour]! - expected.sum!)).toBeLessThan(1e-12 * total);
    expect(Math.abs(sumsOfSquares![hour]! - expected.sumOfSquares!)).toBeLessThan(1e-12 * total);
  }
}

describe.each(["Prometheus", "DuckDB, delta", "DuckDB, cumulative"])("exponential features in %s", (name) => {
  it("count every value in its hour and bucket over processes of different scales, sums and squares with it", async () => {
    const answer = await ask(name, "ml.feature.value");
    expect(answer.map(({ labels }) => labels["ml.feature.name"])).toEqual(["delay", "distance"]);
    expectValues(answer[1]!, ({ distance }) => distance);
    const [delay] = answer;
    expect([...delay!.windows.counts]).toEqual(EDGES.slice(1).flatMap(() => [0, 400, 0]));
  });

  it("keep negative values and zeros apart", async () => {
    const [scores] = await ask(name, "ml.prediction.value");
    expectValues(scores!, ({ score }) => score);
    if (scores!.windows.layout.kind !== "numeric") throw new TypeError("a histogram is numeric");
    expect(scores!.windows.layout.bounds).toContain(0);
    expect(scores!.windows.layout.bounds[0]).toBeLessThan(-10);
  });
});

it("every store answers under the same bounds", async () => {
  for (const metric of ["ml.feature.value", "ml.prediction.value"]) {
    const [one, ...others] = await Promise.all([...sources.keys()].map((name) => ask(name, metric)));
    for (const other of others) {
      expect(other.map(({ windows }) => windows.counts)).toEqual(one!.map(({ windows }) => windows.counts));
      expect(other.map(({ windows }) => windows.layout)).toEqual(one!.map(({ windows }) => windows.layout));
    }
  }
});
