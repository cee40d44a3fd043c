import type { HistogramPoint, Labels, MetricBatch } from "@modelwatch/sources";
import { openDuckDbStore } from "@modelwatch/sources/duckdb";

export const MODEL = "flight-delay";
const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const START_MS = Date.UTC(2013, 3, 1);
const DAYS = 10;
/** The whole stored range: ten days, the last three of which have drifted. */
export const STORED_RANGE = { fromMs: START_MS, toMs: START_MS + DAYS * DAY_MS };
const FIRST_DRIFTED_DAY = 7;

const BOUNDS = [0.2, 0.4, 0.6, 0.8];
/** Counts of the reference, and of one hour. */
const REFERENCE = [4_000, 3_000, 1_500, 1_000, 500];
const STEADY = [40, 30, 15, 10, 5];
const DRIFTED = [15, 20, 25, 25, 15];

const IDENTITY: Labels = { "ml.model.name": MODEL, "ml.model.version": "1" };

/** Writes a small store: a score of two arms and a feature, hour by hour, and the reference they are compared with. */
export async function writeStore(path: string): Promise<void> {
  const { sink } = await openDuckDbStore({ path });
  await sink.append(storedBatch());
  await sink.close();
}

/** Everything that is stored, for a store of another kind. */
export function storedBatch(): MetricBatch {
  return { id: "stored", histograms: [...referencePoints(), ...hourPoints()], sums: [], gauges: [] };
}

function hourPoints(): readonly HistogramPoint[] {
  return Array.from({ length: DAYS * 24 }, (_, hour) => {
    const startMs = START_MS + hour * HOUR_MS;
    const interval = { startMs, timeMs: startMs + HOUR_MS / 2, temporality: "delta" as const };
    const counts = hour < FIRST_DRIFTED_DAY * 24 ? STEADY : DRIFTED;
    return [
      toPoint("ml.prediction.value", { ...IDENTITY, "ml.arm": "policy" }, counts, interval),
      toPoint("ml.prediction.value", { ...IDENTITY, "ml.arm": "holdout" }, counts, interval),
      toPoint("ml.feature.value", { ...IDENTITY, "ml.feature.name": "distance" }, STEADY, interval),
    ];
  }).flat();
}

/** The reference is exported as long as the process lives: here once a day, always the same. */
function referencePoints(): readonly HistogramPoint[] {
  const labels = { ...IDENTITY, "ml.reference.id": "0123456789abcdef" };
  const feature = { ...labels, "ml.feature.name": "distance" };
  return Array.from({ length: DAYS }, (_, day) => {
    const timeMs = START_MS + day * DAY_MS;
    const exported = { startMs: START_MS, timeMs, temporality: "cumulative" as const };
    return [
      toPoint("ml.reference.prediction.value", labels, REFERENCE, exported),
      toPoint("ml.reference.feature.value", feature, REFERENCE, exported),
    ];
  }).flat();
}

function toPoint(
  metric: string,
  labels: Labels,
  counts: readonly number[],
  interval: Pick<HistogramPoint, "startMs" | "timeMs" | "temporality">,
): HistogramPoint {
  const count = counts.reduce((a, b) => a + b, 0);
  return { metric, labels, ...interval, bounds: BOUNDS, counts, count };
}
