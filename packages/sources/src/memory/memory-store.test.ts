import { expect, test } from "vitest";
import type { HistogramPoint } from "../metric-batch.js";
import { createMemoryStore } from "./memory-store.js";

const HOUR = 3_600_000;

function point(
  startHour: number,
  counts: readonly number[],
  extra: Partial<HistogramPoint> = {},
): HistogramPoint {
  return {
    metric: "ml.feature.value",
    labels: { "ml.feature.name": "distance" },
    temporality: "delta",
    startMs: startHour * HOUR,
    timeMs: (startHour + 1) * HOUR,
    bounds: [0, 10],
    counts,
    count: counts.reduce((a, b) => a + b, 0),
    ...extra,
  };
}

test("an hourly point lands in the window that contains it, not in the one that starts at its time stamp", async () => {
  const { source, sink } = createMemoryStore();
  await sink.append({ id: "a", histograms: [point(1, [1, 2, 3])], sums: [], gauges: [] });
  const [series] = await source.histogramWindows({
    metric: "ml.feature.value",
    matchers: [],
    groupBy: ["ml.feature.name"],
    edges: [HOUR, 2 * HOUR, 3 * HOUR],
  });
  expect(series?.labels).toEqual({ "ml.feature.name": "distance" });
  expect([...(series?.windows.counts ?? [])]).toEqual([1, 2, 3, 0, 0, 0]);
  expect(series?.quality).toEqual([["exact"], ["exact"]]);
});

test("a closed store refuses instead of answering with nothing", async () => {
  const { source } = createMemoryStore();
  await source.close();
  await expect(source.health()).rejects.toThrow("[unavailable]");
});
