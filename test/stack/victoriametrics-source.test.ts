import { createPrometheusSource } from "@modelwatch/sources/prometheus";
import type { Labels, Source, WindowedSeries } from "@modelwatch/sources";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOtlpSender } from "./otlp-exporter.js";
import type { OtlpSender } from "./otlp-exporter.js";
import { METRIC, START, counter, histogram } from "./points.js";
import { startVictoriaMetrics } from "./victoriametrics-server.js";
import type { VictoriaMetricsServer } from "./victoriametrics-server.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

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

/** Exports one histogram at these minutes after the start. */
async function exportHistogram(
  labels: Labels,
  byMinute: readonly (readonly [number, readonly number[]])[],
): Promise<void> {
  for (const [minute, counts] of byMinute) {
    await sender.send({ histograms: [histogram(labels, START + minute * MINUTE, { counts })], sums: [] });
  }
  await server.flush();
}

function ask(model: string, edges: readonly number[]): Promise<readonly WindowedSeries[]> {
  const matchers = [{ attribute: "ml.model.name", operator: "=", value: model } as const];
  return source.histogramWindows({ metric: METRIC, matchers, groupBy: [], edges });
}

const hours = (count: number, from = 0): number[] =>
  Array.from({ length: count + 1 }, (_, hour) => START + (from + hour) * HOUR);
const countsOf = (series: WindowedSeries | undefined): number[] => [...(series?.windows.counts ?? [])];

describe("windows of a real VictoriaMetrics", () => {
  it("hold what was exported after their start and until their end, and are gaps where nothing was", async () => {
    await exportHistogram({ "ml.model.name": "edges" }, [
      [0, [0, 0, 0]],
      [60, [1, 2, 3]],
      [120, [1, 4, 7]],
    ]);
    const [series, ...rest] = await ask("edges", hours(3));
    expect(rest).toEqual([]);
    expect(countsOf(series)).toEqual([1, 2, 3, 0, 2, 4, 0, 0, 0]);
    expect([...(series?.windows.sums ?? [])]).toEqual([12, 12, 0]);
    expect(series?.quality[2]).toEqual(["gap"]);
    expect(source.capabilities.exactCounts).toBe(true);
  });

  it("start from the sample before the range, also where it is older than the server looks back by itself", async () => {
    await exportHistogram({ "ml.model.name": "base" }, [
      [0, [0, 0, 0]],
      [70, [100, 0, 0]],
      [130, [103, 0, 0]],
    ]);
    expect(countsOf((await ask("base", hours(1, 2)))[0])).toEqual([3, 0, 0]);
  });

  it("need not lie on multiples of their width", async () => {
    const minutes = Array.from({ length: 121 }, (_, minute) => minute);
    await exportHistogram(
      { "ml.model.name": "shifted" },
      minutes.map((minute) => [minute, [minute, 0, 0]]),
    );
    const edges = Array.from({ length: 81 }, (_, i) => START + (7 + i) * MINUTE + 30_000);
    const [series] = await ask("shifted", edges);
    expect([...(series?.windows.totals ?? [])]).toEqual(Array.from({ length: 80 }, () => 1));
  });

  it("after a pause in the exports count what happened in it", async () => {
    await exportHistogram({ "ml.model.name": "pause" }, [
      [0, [0, 0, 0]],
      [60, [5, 0, 0]],
      [300, [25, 0, 0]],
      [360, [26, 0, 0]],
    ]);
    const [series] = await ask("pause", hours(6));
    expect([...(series?.windows.totals ?? [])]).toEqual([5, 0, 0, 0, 20, 1]);
  });

  it("in which a process restarted are marked, and keep what both lives exported", async () => {
    await exportHistogram({ "ml.model.name": "restart", "service.instance.id": "a" }, [
      [0, [0, 0, 0]],
      [30, [10, 20, 30]],
      [40, [0, 0, 0]],
      [60, [1, 2, 3]],
      [150, [0, 0, 0]],
      [180, [2, 2, 3]],
    ]);
    const [series] = await ask("restart", hours(3));
    expect(countsOf(series)).toEqual([11, 22, 33, 0, 0, 0, 2, 2, 3]);
    expect(series?.quality.map((flags) => flags.includes("reset"))).toEqual([true, false, true]);
  });
});

describe("names and values in a real VictoriaMetrics", () => {
  it("any label value is found again as itself, and nothing else is", async () => {
    const texts = fc.sample(fc.string({ unit: "binary", minLength: 1, maxLength: 20 }), {
      numRuns: 150,
      seed: 3,
    });
    const hard = [
      '"',
      "\\",
      "\n",
      "\r\n",
      "{}",
      '",ml_x="',
      "$__range",
      "\uFFFD",
      "e\u0301",
      "👩‍👩‍👧",
      ".*",
      "`",
    ];
    const values = [...new Set([...hard, ...texts.map((text) => Buffer.from(text).toString())])];
    const metric = "ml.feature.category";
    for (const grown of [0, 1]) {
      const timeMs = START + grown * HOUR;
      const sums = values.map((value, i) => counter(metric, { [metric]: value }, timeMs, grown * (i + 1)));
      await sender.send({ histograms: [], sums });
    }
    await server.flush();
    const range = { fromMs: START, toMs: START + HOUR };
    const listed = await source.labelValues({ attribute: metric, metric, matchers: [], range });
    expect(new Set(listed)).toEqual(new Set(values));
    for (const [i, value] of values.entries()) {
      const matchers = [{ attribute: metric, operator: "=", value } as const];
      const found = await source.sumWindows({ metric, matchers, groupBy: [metric], edges: hours(1) });
      expect(found.map(({ labels, sums }) => [labels[metric], ...sums])).toEqual([[value, i + 1]]);
    }
  });
});

describe("references in a real VictoriaMetrics", () => {
  it("are the ones that reported last, whatever reported before", async () => {
    const metric = "ml.reference.feature.value";
    for (const [id, minute, counts] of [
      ["a-old", 0, [9, 9, 9]],
      ["a-old", 10, [9, 9, 9]],
      ["b-new", 20, [1, 2, 3]],
    ] as const) {
      const point = histogram({ "ml.reference.id": id }, START + minute * MINUTE, { counts });
      await sender.send({ histograms: [{ ...point, metric }], sums: [] });
    }
    await server.flush();
    const request = { metric, matchers: [], lookBackMs: DAY, groupBy: [] };
    const [latest] = await source.references({ ...request, atMs: START + HOUR });
    expect(countsOf(latest)).toEqual([1, 2, 3]);
    const [earlier] = await source.references({ ...request, atMs: START + 15 * MINUTE });
    expect(countsOf(earlier)).toEqual([9, 9, 9]);
  });
});
