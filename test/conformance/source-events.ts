import type { Labels } from "@modelwatch/sources";
import type { BucketEvent, CounterEvent, FeedEvent } from "./feed.js";

/** How long the suite's feed lasts. */
export const HOURS = 3;

/** Label values that break stores which paste them into a query. */
export const NASTY_VALUES: readonly string[] = [
  'say "hi"',
  "it's; DROP TABLE",
  "back\\slash",
  "two\nlines",
  "😀é",
  "{a=~b}",
];

/** A small model's traffic: two features from two processes, outcomes, a layout that changes, categories, money. */
export function flightEvents(): readonly FeedEvent[] {
  const events: FeedEvent[] = [];
  for (let hour = 0; hour < HOURS; hour++) {
    for (let step = 0; step < 6; step++) events.push(...hourEvents(hour, hour * 60 + step * 10 + 3));
    events.push(...NASTY_VALUES.map((value, i) => category(hour * 60 + 20 + i, value)));
    const layout = hour === 0 ? [0.5] : [0.25, 0.5];
    const counts = hour === 0 ? [40, 60] : [10, 30, 60 + hour];
    events.push({
      kind: "histogram",
      minute: hour * 60 + 30,
      metric: "ml.prediction.value",
      labels: {},
      bounds: layout,
      counts,
    });
    events.push(...moneyEvents(hour * 60 + 25), ...strataEvents(hour * 60 + 35));
  }
  return events;
}

/** What was counted in each hour and bucket, row by row, over the series with these labels ("" means without). */
export function totalOf(
  events: readonly FeedEvent[],
  metric: string,
  labels: Labels = {},
  bounds?: readonly number[],
): readonly number[] {
  const matching = events.filter((event): event is BucketEvent => {
    if (event.kind !== "histogram" || event.metric !== metric) return false;
    if (bounds !== undefined && event.bounds.join() !== bounds.join()) return false;
    return Object.entries(labels).every(([name, value]) => (event.labels[name] ?? "") === value);
  });
  const cells = (matching[0]?.bounds.length ?? 0) + 1;
  const totals = new Array<number>(HOURS * cells).fill(0);
  for (const { minute, counts } of matching) {
    const row = Math.floor(minute / 60) * cells;
    counts.forEach((count, cell) => (totals[row + cell]! += count));
  }
  return totals;
}

function hourEvents(hour: number, minute: number): readonly FeedEvent[] {
  return ["pod-a", "pod-b"].flatMap((instance, pod) => {
    const labels = { "service.instance.id": instance };
    const arm: Labels = pod === 0 ? { ...labels, "ml.arm": "treated" } : labels;
    return [
      feature(minute, { ...labels, "ml.feature.name": "distance" }, [20, 30 + hour, 10 + pod]),
      feature(minute, { ...labels, "ml.feature.name": "delay" }, [5, 50, 10 * hour]),
      {
        kind: "histogram",
        minute,
        metric: "ml.outcome.prediction",
        labels: arm,
        bounds: [0.5],
        counts: [25, 15 + pod],
      } as const,
    ];
  });
}

function feature(minute: number, labels: Labels, counts: readonly number[]): BucketEvent {
  return {
    kind: "histogram",
    minute,
    metric: "ml.feature.value",
    labels,
    bounds: [100, 1000],
    counts,
    sum: 12_345.5,
  };
}

function category(minute: number, value: string): CounterEvent {
  const labels = { "ml.feature.name": "carrier", "ml.feature.category": value };
  return { kind: "sum", minute, metric: "ml.feature.category", labels, value: 1 };
}

function strataEvents(minute: number): readonly CounterEvent[] {
  const metric = "ml.prediction.decision";
  return [{ "ml.stratum.origin": "JFK" }, { "ml.stratum.haul_length": "short" }].map(
    (labels) => ({ kind: "sum", minute, metric, labels, value: 1 }) as const,
  );
}

/** 7.5 gained and 2.25 lost, squares 31.5. */
function moneyEvents(minute: number): readonly FeedEvent[] {
  const labels = { "ml.business.name": "money" };
  const metric = "ml.business.value";
  const counter = (suffix: string, value: number) =>
    ({ kind: "sum", minute, metric: metric + suffix, labels, value }) as const;
  return [
    { kind: "histogram", minute, metric, labels, bounds: [0, 5], counts: [3, 2, 1] },
    counter(".positive", 7.5),
    counter(".negative", 2.25),
    counter(".squares", 31.5),
  ];
}
