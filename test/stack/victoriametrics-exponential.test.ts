import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPrometheusSource } from "@modelwatch/sources/prometheus";
import type { Source, WindowedSeries } from "@modelwatch/sources";
import { exponentialFromValues } from "@modelwatch/statistics";
import { createOtlpSender } from "./otlp-exporter.js";
import type { OtlpSender } from "./otlp-exporter.js";
import { startVictoriaMetrics } from "./victoriametrics-server.js";
import type { VictoriaMetricsServer } from "./victoriametrics-server.js";

const HOUR = 3_600_000;
const START = Date.UTC(2013, 3, 1);
const METRIC = "ml.feature.value";

let server: VictoriaMetricsServer;
let sender: OtlpSender;
let source: Source;

beforeAll(async () => {
  server = await startVictoriaMetrics();
  sender = createOtlpSender(server.otlpUrl);
  source = createPrometheusSource({ url: server.url });
});
afterAll(async () => {
  await sender.close();
  await server.stop();
});

/** One process' life: an empty export, then one at the end of each hour with all that it counted so far. */
async function exportHours(
  labels: Readonly<Record<string, string>>,
  hours: readonly (readonly number[])[],
  maxBuckets: number,
): Promise<void> {
  for (let hour = 0; hour <= hours.length; hour++) {
    const histogram = exponentialFromValues(hours.slice(0, hour).flat(), maxBuckets);
    const times = { startMs: START, timeMs: START + hour * HOUR };
    const point = { ...histogram, metric: METRIC, labels, temporality: "cumulative", ...times } as const;
    await sender.send({ histograms: [], exponentials: [point], sums: [] });
  }
  await server.flush();
}

async function ask(model: string, hours: number, from: Source = source): Promise<readonly WindowedSeries[]> {
  return from.histogramWindows({
    metric: METRIC,
    matchers: [{ attribute: "ml.model.name", operator: "=", value: model }],
    groupBy: [],
    edges: Array.from({ length: hours + 1 }, (_, hour) => START + hour * HOUR),
  });
}

/** How many values of each hour lie in each cell of the answer's own layout. */
function countInto(series: WindowedSeries | undefined, hours: readonly (readonly number[])[]): number[] {
  const { layout } = series!.windows;
  if (layout.kind !== "numeric") throw new Error("the layout is not numeric");
  const bounds = [Number.NEGATIVE_INFINITY, ...layout.bounds, Number.POSITIVE_INFINITY];
  return hours.flatMap((values) =>
    bounds.slice(1).map((upper, i) => values.filter((value) => value > bounds[i]! && value <= upper).length),
  );
}

describe("exponential histograms in a real VictoriaMetrics", () => {
  it("come as the counts of each window, over all processes, under one layout", async () => {
    const a = [[0.11, 0.5, 0.5, 3, 70], [0.13, 0.13, 60], []];
    const b = [[5, 5, 5, 0.02, 44], [0.11], [0.03, 42]];
    await exportHours({ "ml.model.name": "steady", "service.instance.id": "a" }, a, 20);
    await exportHours({ "ml.model.name": "steady", "service.instance.id": "b" }, b, 20);
    const [series, ...rest] = await ask("steady", 3);
    expect(rest).toEqual([]);
    const hours = a.map((values, hour) => [...values, ...b[hour]!]);
    expect([...series!.windows.counts]).toEqual(countInto(series, hours));
    expect(series?.windows.totals.every((total) => total > 0)).toBe(true);
    expect([...series!.windows.sums!]).toEqual(
      hours.map((values) =>
        expect.closeTo(
          values.reduce((sum, value) => sum + value, 0),
          9,
        ),
      ),
    );
    expect(series?.quality).toEqual([["exact"], ["exact"], ["exact"]]);
    const extrapolating = createPrometheusSource({ url: server.url, increments: "extrapolated" });
    const [rounded] = await ask("steady", 3, extrapolating);
    expect(rounded?.quality.every((flags) => flags.includes("extrapolated"))).toBe(true);
    expect(rounded?.windows.layout).toEqual(series?.windows.layout);
  });

  it("keep negative values, zeros, and values too close together for their labels", async () => {
    const hours = [
      [-7.5, -7.5, -0.3, 0, 0, 5, 5],
      [-7.5, 0, 5],
    ];
    await exportHours({ "ml.model.name": "signed" }, hours, 160);
    const [series] = await ask("signed", 2);
    expect([...series!.windows.counts]).toEqual(countInto(series, hours));
    expect(series?.quality).toEqual([["exact"], ["exact"]]);
  });

  it("that change their scale inside a window give no counts for it, and say so", async () => {
    const hours = [
      [1.1, 1.2, 1.3],
      [1.1, 900, 0.001],
      [1.2, 800],
    ];
    await exportHours({ "ml.model.name": "rescaled" }, hours, 4);
    const [series] = await ask("rescaled", 3);
    expect(series?.quality).toEqual([["exact"], ["incomplete"], ["exact"]]);
    expect([...series!.windows.totals]).toEqual([3, 0, 2]);
    const known = hours.map((values, hour) => (hour === 1 ? [] : values));
    expect([...series!.windows.counts]).toEqual(countInto(series, known));
  });

  it("that are references are read from the process that reported last", async () => {
    const metric = "ml.reference.feature.value";
    const values = [0.11, 0.5, 0.5, 3, 70];
    for (const [instance, sent] of [["a", [1, 2]] as const, ["b", values] as const]) {
      const times = { startMs: START, timeMs: START + (instance === "a" ? 1 : 2) * HOUR };
      const labels = { "service.instance.id": instance };
      const histogram = exponentialFromValues(sent, 20);
      const point = { ...histogram, metric, labels, temporality: "cumulative", ...times } as const;
      await sender.send({ histograms: [], exponentials: [point], sums: [] });
    }
    await server.flush();
    const at = { atMs: START + 3 * HOUR, lookBackMs: 24 * HOUR };
    const [series, ...rest] = await source.references({ metric, matchers: [], groupBy: [], ...at });
    expect(rest).toEqual([]);
    expect([...series!.windows.counts]).toEqual(countInto(series, [values]));
    expect(series!.windows.sums![0]).toBeCloseTo(74.11, 9);
  });
});
