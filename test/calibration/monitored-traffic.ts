import {
  ATTR_FEATURE_CATEGORY,
  ATTR_FEATURE_NAME,
  ATTR_MODEL_NAME,
  ATTR_MODEL_VERSION,
  ATTR_REFERENCE_ID,
  METRIC_FEATURE_CATEGORY,
  METRIC_FEATURE_VALUE,
  METRIC_PREDICTION_VALUE,
  toReferenceMetric,
} from "@modelwatch/conventions";
import type { HistogramPoint, MetricBatch, Source, SumPoint } from "@modelwatch/sources";
import { createMemoryStore } from "@modelwatch/sources/memory";
import { sumWindows, type Distribution, type DistributionWindows } from "@modelwatch/statistics";
import { drawBinomial } from "./traffic/draw-binomial.js";
import { createRandomStream, type RandomStream } from "./traffic/random-stream.js";
import { simulateModel } from "./traffic/simulate-traffic.js";
import type { Traffic } from "./traffic/traffics.js";
import type { Change } from "./traffic/features.js";

export const TRAFFIC_MODEL = "traffic";
/** A Monday. */
export const TRAFFIC_START_MS = Date.parse("2024-01-01T00:00:00Z");
const HOUR_MS = 3_600_000;
const LABELS = { [ATTR_MODEL_NAME]: TRAFFIC_MODEL, [ATTR_MODEL_VERSION]: "1" };
/** Two laws that a change touches, two that it does not, and a categorical one; the last numeric one plays the score. */
const FEATURES = [0, 1, 2, 3, 16] as const;
const SCORE = 3;

export interface StoredTraffic {
  readonly seed: number;
  readonly days: number;
  /** Days before the anchor: the training reference is drawn from them. */
  readonly historyDays: number;
  readonly referenceRows: number;
  /** Every other hour brings the counts of the hour before again, as a job that resends does. */
  readonly isResent?: true;
  readonly change?: { readonly kind: Change; readonly fromDay: number };
}

/** Hourly windows of a simulated model in a store, with a training reference of its first days. */
export async function storeTraffic(traffic: Traffic, stored: StoredTraffic): Promise<Source> {
  const { seed, days, historyDays, change } = stored;
  const windows = days * 24;
  const model = simulateModel(traffic, { seed, windows, minutesPerWindow: 60 });
  const random = createRandomStream(seed, 4000);
  const store = createMemoryStore();
  for (const index of FEATURES) {
    const isChanged = change !== undefined && index < 2;
    const drawn = model.draw(index, isChanged ? { kind: change.kind, from: change.fromDay * 24 } : undefined);
    const training = sumWindows(drawn, 0, historyDays * 24);
    for (const batch of toBatches(index, drawn, stored.isResent === true)) await store.sink.append(batch);
    await store.sink.append(toReference(index, sampleOf(training, stored.referenceRows, random), windows));
  }
  return store.source;
}

function nameOf(index: number): Record<string, string> {
  return index === SCORE ? {} : { [ATTR_FEATURE_NAME]: `f${index}` };
}

function toBatches(index: number, drawn: DistributionWindows, isResent: boolean): MetricBatch[] {
  return Array.from({ length: drawn.windows }, (_, w) => {
    const startMs = TRAFFIC_START_MS + w * HOUR_MS;
    const from = isResent ? w - (w % 2) : w;
    return toBatch(`${index}-${w}`, index, sumWindows(drawn, from, from + 1), LABELS, "delta", [
      startMs,
      startMs + HOUR_MS,
    ]);
  });
}

function toReference(index: number, reference: Distribution, windows: number): MetricBatch {
  const labels = { ...LABELS, [ATTR_REFERENCE_ID]: "train" };
  const range = [TRAFFIC_START_MS, TRAFFIC_START_MS + windows * HOUR_MS] as const;
  return toBatch(`reference-${index}`, index, reference, labels, "cumulative", range);
}

function toBatch(
  id: string,
  index: number,
  distribution: Distribution,
  shared: Record<string, string>,
  temporality: "delta" | "cumulative",
  [startMs, timeMs]: readonly [number, number],
): MetricBatch {
  const isReference = temporality === "cumulative";
  const metricOf = (metric: string) => (isReference ? toReferenceMetric(metric) : metric);
  const labels = { ...shared, ...nameOf(index) };
  const point = { temporality, startMs, timeMs } as const;
  if (distribution.kind === "categorical") {
    const sums = distribution.categories.map((category, cell): SumPoint => ({
      ...point,
      metric: metricOf(METRIC_FEATURE_CATEGORY),
      labels: { ...labels, [ATTR_FEATURE_CATEGORY]: category },
      monotonic: true,
      value: distribution.counts[cell]!,
    }));
    return { id, histograms: [], sums, gauges: [] };
  }
  const histogram: HistogramPoint = {
    ...point,
    metric: metricOf(index === SCORE ? METRIC_PREDICTION_VALUE : METRIC_FEATURE_VALUE),
    labels,
    bounds: [...distribution.bounds],
    counts: [...distribution.counts],
    count: distribution.count,
  };
  return { id, histograms: [histogram], sums: [], gauges: [] };
}

/** So many rows of a distribution, drawn at random. */
function sampleOf(whole: Distribution, rows: number, random: RandomStream): Distribution {
  let left = rows;
  let share = 1;
  const counts = whole.counts.map((count) => {
    const own = count / whole.count;
    const drawn = left > 0 && share > 0 ? drawBinomial(random, left, Math.min(1, own / share)) : 0;
    left -= drawn;
    share -= own;
    return drawn;
  });
  if (whole.kind === "categorical") return { ...whole, counts, count: rows - left };
  return { kind: "numeric", bounds: whole.bounds, counts, count: rows - left };
}
