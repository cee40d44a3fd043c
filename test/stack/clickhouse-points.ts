import type { GaugePoint, HistogramPoint, Labels, MetricBatch, SumPoint } from "@modelwatch/sources";
import * as fc from "fast-check";

export const MINUTE = 60_000;
export const START = Date.UTC(2013, 3, 1);
export const SPAN = 40;

/** Mostly those of a few processes, whose points then follow each other. */
const labels = fc.oneof(
  { arbitrary: fc.constantFrom<Labels>({}, { pod: "a" }, { pod: "b", name: "" }, { name: "b" }), weight: 5 },
  fc.dictionary(
    fc.constantFrom("pod", "name", "constructor"),
    fc.oneof(fc.constantFrom("a", "b", ""), fc.string({ maxLength: 3, unit: "binary" })),
    { maxKeys: 2 },
  ),
);

/** A process starts at one of few times, and says so or not. `jitterMs` is what tables of whole seconds cannot keep. */
function intervals(jitterMs: number, unknownStarts: boolean) {
  return fc
    .record({
      start: fc.constantFrom(-5, 0, 20),
      length: fc.integer({ min: 0, max: 20 }),
      unknown: fc.integer({ min: 0, max: 4 }).map((roll) => unknownStarts && roll === 0),
      ms: fc.integer({ min: 0, max: jitterMs }),
    })
    .map(({ start, length, unknown, ms }) => ({
      startMs: unknown ? 0 : START + start * MINUTE,
      timeMs: START + (start + length) * MINUTE + ms,
    }));
}

const temporality = fc.constantFrom("delta", "cumulative");
const amount = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ min: 0, max: 1e9, noNaN: true }));

type Point =
  | { readonly kind: "histogram"; readonly point: HistogramPoint; readonly moments: readonly number[] }
  | { readonly kind: "sum"; readonly point: SumPoint }
  | { readonly kind: "gauge"; readonly point: GaugePoint };

function points(jitterMs: number, unknownStarts: boolean): fc.Arbitrary<Point> {
  const interval = intervals(jitterMs, unknownStarts);
  const histogram = fc
    .record({
      labels,
      interval,
      temporality,
      bounds: fc.constantFrom([], [1], [1, 2]),
      pool: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 3 }),
      sum: fc.option(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }).filter((sum) => sum !== 0),
        { nil: undefined },
      ),
      moments: fc.tuple(amount, amount, amount),
    })
    .map(({ interval: times, sum, pool, moments, ...rest }): Point => {
      const counts = pool.slice(0, rest.bounds.length + 1);
      const count = counts.reduce((a, b) => a + b, 0);
      // the exporter writes 0 for a sum that is absent: the sum of nothing is 0, any other 0 is not known
      const known = count === 0 ? 0 : sum;
      const point = {
        metric: "m",
        ...rest,
        ...times,
        counts,
        count,
        ...(known !== undefined && { sum: known }),
      };
      return { kind: "histogram", point, moments };
    });
  const counter = fc
    .record({ labels, interval, temporality, monotonic: fc.boolean(), value: amount })
    .map(({ interval: times, ...rest }): Point => ({
      kind: "sum",
      point: { metric: "n", ...rest, ...times },
    }));
  const gauge = fc
    .record({ labels, interval, value: amount })
    .map(({ interval: { timeMs }, ...rest }): Point => ({
      kind: "gauge",
      point: { metric: "g", ...rest, timeMs },
    }));
  return fc.oneof({ arbitrary: histogram, weight: 4 }, { arbitrary: counter, weight: 4 }, gauge);
}

/** Labels as stores tell series apart: an empty value is an absent one. */
function keyOf(of: Labels): string {
  const carried = Object.entries(of).filter(([, value]) => value !== "");
  return JSON.stringify(carried.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a process sends once: two points of one series have different times, whatever their layouts. */
function identityOf({ kind, point }: Point): string {
  const times = "startMs" in point ? [point.startMs, point.timeMs, point.temporality] : [point.timeMs];
  return JSON.stringify([kind, keyOf(point.labels), times, "monotonic" in point && point.monotonic]);
}

/** The counters that a process sends with its histograms: which ones depends on the process. */
function countersOf(point: HistogramPoint, moments: readonly number[]): readonly SumPoint[] {
  const { labels: own, temporality: way, startMs, timeMs } = point;
  const choice = Array.from(Buffer.from(keyOf(own))).reduce((sum, byte) => sum + byte, 0);
  const suffixes = ["positive", "negative", "squares"].filter((_, bit) => (choice >> bit) % 2 === 1);
  return suffixes.map((suffix, i) => ({
    metric: `m.${suffix}`,
    labels: own,
    temporality: way,
    monotonic: true,
    startMs,
    timeMs,
    value: moments[i]!,
  }));
}

function toBatch(id: string, members: readonly Point[]): MetricBatch {
  const [histograms, sums, gauges]: [HistogramPoint[], SumPoint[], GaugePoint[]] = [[], [], []];
  for (const member of members) {
    if (member.kind === "sum") sums.push(member.point);
    else if (member.kind === "gauge") gauges.push(member.point);
    else {
      histograms.push(member.point);
      sums.push(...countersOf(member.point, member.moments));
    }
  }
  return { id, histograms, sums, gauges };
}

export interface StoreContents {
  /** How far the times are from whole minutes; 0 for tables that keep whole seconds. */
  readonly jitterMs: number;
  readonly unknownStarts: boolean;
}

/** Batches as they arrive: some points late, some inserts repeated. */
export function arrivals({ jitterMs, unknownStarts }: StoreContents): fc.Arbitrary<readonly MetricBatch[]> {
  const all = fc.uniqueArray(points(jitterMs, unknownStarts), {
    selector: identityOf,
    minLength: 20,
    maxLength: 60,
  });
  return fc.tuple(all, fc.subarray([0, 1, 2, 3, 4])).map(([sent, repeated]) => {
    const batches = [0, 1, 2, 3, 4].map((batch) =>
      toBatch(
        String(batch),
        sent.filter((_, i) => i % 5 === batch),
      ),
    );
    return [...batches, ...repeated.map((batch) => batches[batch]!)];
  });
}
