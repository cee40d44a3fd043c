import type { HistogramPoint, Labels, MetricBatch, SumPoint, Temporality } from "@modelwatch/sources";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

interface EventBase {
  /** When it happened, in minutes after the feed's start; it is exported at the end of that minute. */
  readonly minute: number;
  readonly metric: string;
  readonly labels: Labels;
}

/** Values that fell into the buckets of a histogram. */
export interface BucketEvent extends EventBase {
  readonly kind: "histogram";
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly sum?: number;
}

/** What a counter grew by. */
export interface CounterEvent extends EventBase {
  readonly kind: "sum";
  readonly value: number;
}

export type FeedEvent = BucketEvent | CounterEvent;

export interface FeedOptions {
  readonly temporality: Temporality;
  readonly startMs: number;
  readonly minutes: number;
}

/**
 * Exports as an instrumented process makes them, one each minute: delta exports hold what changed, cumulative ones all
 * series since the start, with a zero point first.
 */
export function toExports(events: readonly FeedEvent[], options: FeedOptions): readonly MetricBatch[] {
  return options.temporality === "delta"
    ? toDeltaExports(events, options)
    : toCumulativeExports(events, options);
}

function toDeltaExports(events: readonly FeedEvent[], options: FeedOptions): readonly MetricBatch[] {
  return minutesOf(options).map((minute) => {
    const startMs = options.startMs + minute * MINUTE_MS;
    const interval = { startMs, timeMs: startMs + MINUTE_MS };
    const due = merge(events.filter((event) => event.minute === minute));
    return toBatch(`delta ${interval.timeMs}`, due, "delta", interval);
  });
}

function toCumulativeExports(events: readonly FeedEvent[], options: FeedOptions): readonly MetricBatch[] {
  const zeros = merge(events).map(toZero);
  const { startMs } = options;
  const first = toBatch(`zero ${startMs}`, zeros, "cumulative", { startMs, timeMs: startMs });
  const exports = minutesOf(options).map((minute) => {
    const happened = merge([...zeros, ...events.filter((event) => event.minute <= minute)]);
    const timeMs = startMs + (minute + 1) * MINUTE_MS;
    return toBatch(`cumulative ${timeMs}`, happened, "cumulative", { startMs, timeMs });
  });
  return [first, ...exports];
}

function minutesOf(options: FeedOptions): readonly number[] {
  return Array.from({ length: options.minutes }, (_, minute) => minute);
}

/** Events of one series added up. */
function merge(events: readonly FeedEvent[]): readonly FeedEvent[] {
  const bySeries = new Map<string, FeedEvent>();
  for (const event of events) {
    const key = JSON.stringify([
      event.kind,
      event.metric,
      event.labels,
      event.kind === "sum" ? [] : event.bounds,
    ]);
    const known = bySeries.get(key);
    bySeries.set(key, known === undefined ? event : add(known, event));
  }
  return [...bySeries.values()];
}

function add(a: FeedEvent, b: FeedEvent): FeedEvent {
  if (a.kind === "sum" && b.kind === "sum") return { ...a, value: a.value + b.value };
  if (a.kind === "histogram" && b.kind === "histogram") {
    const sum = a.sum === undefined || b.sum === undefined ? {} : { sum: a.sum + b.sum };
    return { ...a, counts: a.counts.map((count, i) => count + b.counts[i]!), ...sum };
  }
  throw new TypeError("a histogram and a counter are not one series");
}

function toZero(event: FeedEvent): FeedEvent {
  if (event.kind === "sum") return { ...event, value: 0 };
  return { ...event, counts: event.counts.map(() => 0), ...(event.sum !== undefined && { sum: 0 }) };
}

function toBatch(
  id: string,
  events: readonly FeedEvent[],
  temporality: Temporality,
  interval: { readonly startMs: number; readonly timeMs: number },
): MetricBatch {
  const histograms: HistogramPoint[] = [];
  const sums: SumPoint[] = [];
  for (const event of events) {
    const { metric, labels } = event;
    if (event.kind === "sum") {
      sums.push({ metric, labels, temporality, monotonic: true, ...interval, value: event.value });
    } else {
      const { bounds, counts, sum } = event;
      const count = counts.reduce((a, b) => a + b, 0);
      histograms.push({
        metric,
        labels,
        temporality,
        ...interval,
        bounds,
        counts,
        count,
        ...(sum !== undefined && { sum }),
      });
    }
  }
  return { id, histograms, sums, gauges: [] };
}
