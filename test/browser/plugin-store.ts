import type { HistogramPoint, Labels } from "@modelwatch/sources";
import { openDuckDbStore } from "@modelwatch/sources/duckdb";

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2013, 3, 1);
const DAYS = 10;
const BOUNDS = [0.2, 0.4, 0.6, 0.8];
const COUNTS = [400, 300, 150, 100, 50];

/** Two models with versions, features, arms and a business value, from 1 to 10 April 2013. */
export async function writeStore(path: string): Promise<void> {
  const { sink } = await openDuckDbStore({ path });
  const histograms = [...pointsOf("flight-delay", "2013-q1"), ...pointsOf("fraud-score", "7")];
  await sink.append({ id: "stored", histograms, sums: [], gauges: [] });
  await sink.close();
}

function pointsOf(model: string, version: string): HistogramPoint[] {
  const identity = { "ml.model.name": model, "ml.model.version": version };
  return Array.from({ length: DAYS }, (_, day) => [
    ...["distance", "dep_hour"].map((name) =>
      toPoint(day, "ml.feature.value", { ...identity, "ml.feature.name": name }),
    ),
    ...["policy", "control"].flatMap((arm) => [
      toPoint(day, "ml.prediction.value", { ...identity, "ml.arm": arm }),
      toPoint(day, "ml.business.value", { ...identity, "ml.arm": arm, "ml.business.name": "delay-minutes" }),
    ]),
  ]).flat();
}

function toPoint(day: number, metric: string, labels: Labels): HistogramPoint {
  const startMs = START_MS + day * DAY_MS;
  const interval = { startMs, timeMs: startMs + DAY_MS / 2, temporality: "delta" as const };
  return {
    metric,
    labels,
    ...interval,
    bounds: BOUNDS,
    counts: COUNTS,
    count: COUNTS.reduce((a, b) => a + b, 0),
  };
}
