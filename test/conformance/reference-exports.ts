import type { MetricBatch } from "@modelwatch/sources";
import { HOUR_MS } from "./feed.js";
import { HOURS } from "./source-events.js";

/** The same constant reference from three processes, in the feed's last minute. */
export function referenceExports(startMs: number): readonly MetricBatch[] {
  const timeMs = startMs + HOURS * HOUR_MS;
  const interval = { temporality: "cumulative", startMs, timeMs } as const;
  return ["a", "b", "c"].map((instance): MetricBatch => {
    const labels = { "ml.reference.id": "r1", "service.instance.id": instance };
    const category = (value: string, count: number) => ({
      metric: "ml.reference.feature.category",
      labels: { ...labels, "ml.feature.name": "carrier", "ml.feature.category": value },
      ...interval,
      monotonic: true,
      value: count,
    });
    return {
      id: `reference ${instance}`,
      histograms: [
        {
          metric: "ml.reference.feature.value",
          labels: { ...labels, "ml.feature.name": "distance" },
          ...interval,
          bounds: [100, 1000],
          counts: [1000, 1500, 500],
          count: 3000,
          sum: 1_234_567,
        },
      ],
      sums: [category("UA", 700), category("AA", 300)],
      gauges: [],
    };
  });
}
