import { ValueType } from "@opentelemetry/api";
import type { ResourceMetrics } from "@opentelemetry/sdk-metrics";
import { AggregationTemporality, DataPointType } from "@opentelemetry/sdk-metrics";
import { resourceFromAttributes } from "@opentelemetry/resources";

const HOUR_SECONDS = 3600;
const START_SECONDS = Date.UTC(2013, 3, 1) / 1000;
const FEATURES = 26;
const BOUNDS = Array.from({ length: 30 }, (_, i) => i * 10);

/** Points of one hourly export: 26 features in 10 strata. */
export const EXPORT_POINTS = 260;

/** What an instrumented process exports for one hour: delta histograms of 31 buckets, a few of which counted. */
export function hourlyExport(hour: number): ResourceMetrics {
  const startTime: [number, number] = [START_SECONDS + hour * HOUR_SECONDS, 0];
  const endTime: [number, number] = [START_SECONDS + (hour + 1) * HOUR_SECONDS, 0];
  const dataPoints = Array.from({ length: EXPORT_POINTS }, (_, i) => {
    const counts = new Array<number>(BOUNDS.length + 1).fill(0);
    const filled = 1 + ((hour * 7 + i) % 8);
    for (let j = 0; j < filled; j++) counts[(j * 3 + hour + i) % counts.length]! += 1 + (j % 3);
    const count = counts.reduce((a, b) => a + b, 0);
    const attributes = {
      "ml.model.name": "delay",
      "ml.model.version": "1",
      "ml.feature.name": `feature_${i % FEATURES}`,
      "ml.stratum.origin": `origin_${Math.floor(i / FEATURES)}`,
    };
    const buckets = { boundaries: BOUNDS, counts };
    return { startTime, endTime, attributes, value: { buckets, count, sum: count * 1.5, min: 1, max: 2 } };
  });
  const descriptor = {
    name: "ml.feature.value",
    description: "",
    unit: "",
    valueType: ValueType.DOUBLE,
    advice: {},
  };
  const aggregationTemporality = AggregationTemporality.DELTA;
  return {
    resource: resourceFromAttributes({ "service.name": "bench", "service.instance.id": "a" }),
    scopeMetrics: [
      {
        scope: { name: "bench" },
        metrics: [{ descriptor, aggregationTemporality, dataPointType: DataPointType.HISTOGRAM, dataPoints }],
      },
    ],
  };
}
