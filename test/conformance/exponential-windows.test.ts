import type { ExponentialPoint, MetricBatch, Temporality, WindowedSeries } from "@modelwatch/sources";
import { distributionFromValues, exponentialFromValues } from "@modelwatch/statistics";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { openDuckDbStore } from "@modelwatch/sources/duckdb";
import { createMemoryStore } from "@modelwatch/sources/memory";

const HOUR = 3_600_000;
const START = Date.UTC(2013, 3, 1);
const HOURS = 3;
const EDGES = Array.from({ length: HOURS + 1 }, (_, hour) => START + hour * HOUR);
const ASK = { metric: "latency", matchers: [], groupBy: [], edges: EDGES } as const;

/** Values of one process by hour: few buckets and wide ranges, so that scales change from export to export. */
type Traffic = readonly (readonly number[])[];

const value = fc.oneof(
  // no subnormals: the reference takes its time to place them
  fc.double({ min: -1e6, max: 1e6, noNaN: true }).filter((x) => x === 0 || Math.abs(x) > 1e-300),
  fc.integer({ min: -70, max: 70 }).map((exponent) => 2 ** exponent),
  fc.constantFrom(0, -1, 1e-300, 1e100),
);
const traffic: fc.Arbitrary<Traffic> = fc.array(fc.array(value, { maxLength: 20 }), {
  minLength: HOURS,
  maxLength: HOURS,
});

function toBatches(processes: readonly Traffic[], temporality: Temporality): readonly MetricBatch[] {
  const exponentials = processes.flatMap((hours, process) =>
    hours.map((values, hour): ExponentialPoint => ({
      metric: ASK.metric,
      labels: { "service.instance.id": String(process) },
      temporality,
      startMs: temporality === "delta" ? EDGES[hour]! : START,
      timeMs: EDGES[hour + 1]!,
      ...exponentialFromValues(temporality === "delta" ? values : hours.slice(0, hour + 1).flat(), 8),
    })),
  );
  const zeros = processes.map((_, process): ExponentialPoint => ({
    ...exponentials[0]!,
    ...exponentialFromValues([]),
    labels: { "service.instance.id": String(process) },
    temporality,
    startMs: START,
    timeMs: START,
  }));
  return [
    { id: temporality, histograms: [], exponentials: [...zeros, ...exponentials], sums: [], gauges: [] },
  ];
}

/** The answer of DuckDB, which is the memory store's. */
async function ask(...batches: readonly MetricBatch[]): Promise<readonly WindowedSeries[]> {
  const memory = createMemoryStore();
  const duckDb = await openDuckDbStore({ path: ":memory:" });
  try {
    for (const batch of batches) {
      await memory.sink.append(batch);
      await duckDb.sink.append(batch);
    }
    const answer = await duckDb.source.histogramWindows(ASK);
    expect(answer).toStrictEqual(await memory.source.histogramWindows(ASK));
    return answer;
  } finally {
    await duckDb.source.close();
  }
}

function boundsOf({ windows: { layout } }: WindowedSeries): Float64Array {
  if (layout.kind !== "numeric") throw new TypeError("a histogram is numeric");
  return layout.bounds;
}

/** Values that equal a bound below 0 belong above it here, and below it in OTLP. */
function isOnNegativeBound(x: number, bounds: Float64Array): boolean {
  return x < 0 && bounds.includes(x);
}

test.each(["delta", "cumulative"] as const)(
  "%s points of changing scales count every value in its hour and bucket, over all processes",
  async (temporality) => {
    const law = fc.asyncProperty(fc.array(traffic, { minLength: 1, maxLength: 3 }), async (processes) => {
      const { source, sink } = createMemoryStore();
      for (const batch of toBatches(processes, temporality)) await sink.append(batch);
      const [answer, ...rest] = await source.histogramWindows(ASK);
      expect(rest).toEqual([]);
      fc.pre(answer !== undefined);
      const bounds = boundsOf(answer);
      const hours = EDGES.slice(1).map((_, hour) => processes.flatMap((values) => values[hour]!));
      fc.pre(!hours.flat().some((x) => isOnNegativeBound(x, bounds)));
      const expected = hours.flatMap((values) => [...distributionFromValues(values, bounds).counts]);
      expect([...answer.windows.counts]).toEqual(expected);
      expect(answer.quality).toEqual(hours.map(() => ["exact"]));
    });
    await fc.assert(law, { numRuns: 200, seed: 20130401 });
  },
);

test("one layout serves all windows: the buckets of the coarsest scale, in a row, and 0", async () => {
  const [answer] = await ask(...toBatches([[[1.5, 3, 6, 40], [], [2, 2, -3]]], "delta"));
  expect([...boundsOf(answer!)]).toEqual([-4, -2, 0, 1, 2, 4, 8, 16, 32, 64]);
  // the last hour alone is known to finer bounds
  const [fine] = await ask(...toBatches([[[], [], [2, 2, -3]]], "delta"));
  expect(boundsOf(fine!)[0]).toBeGreaterThan(-3.1);
});

test("a layout never has more than 160 buckets of a sign, whatever the values", async () => {
  const far = [1e-307, 1e-300, 1e300, -1e-300, -1e300];
  const near = Array.from({ length: 150 }, (_, i) => 1 + i / 1e6);
  const exponentials = [near, far].map((values, process): ExponentialPoint => ({
    metric: ASK.metric,
    labels: { "service.instance.id": String(process) },
    temporality: "delta",
    startMs: START,
    timeMs: EDGES[1]!,
    ...exponentialFromValues(values),
  }));
  const [answer] = await ask({ id: "a", histograms: [], exponentials, sums: [], gauges: [] });
  const bounds = boundsOf(answer!);
  expect(bounds.filter((bound) => bound > 0).length).toBeLessThanOrEqual(161);
  expect(bounds.filter((bound) => bound > 0).length).toBeGreaterThan(80);
  expect(answer!.windows.totals[0]).toBe(155);
});

test("a restarted process counts whole, and says so", async () => {
  const point = toBatches([[[1, 2], [8], [4]]], "cumulative")[0]!.exponentials!;
  const restarted = { ...point.at(-1)!, ...exponentialFromValues([4]), startMs: START + 2.5 * HOUR };
  const batch = {
    id: "a",
    histograms: [],
    exponentials: [...point.slice(0, -1), restarted],
    sums: [],
    gauges: [],
  };
  const [answer] = await ask(batch);
  expect([...answer!.windows.totals]).toEqual([2, 1, 1]);
  expect(answer!.quality).toEqual([["exact"], ["exact"], ["reset"]]);
});

/** A process' export at the end of an hour, whose zero bucket takes values up to the threshold. */
function grown(hour: number, values: readonly number[], zeroThreshold: number): ExponentialPoint {
  const inside = values.filter((x) => Math.abs(x) <= zeroThreshold).length;
  return {
    metric: ASK.metric,
    labels: {},
    temporality: "cumulative",
    startMs: START,
    timeMs: EDGES[hour + 1]!,
    ...exponentialFromValues(values.filter((x) => Math.abs(x) > zeroThreshold)),
    zeroCount: inside,
    zeroThreshold,
  };
}

test("a zero bucket that widens takes what is in it from both sides, and nothing is lost", async () => {
  const exponentials = [
    grown(0, [0.01, 0.3, 0.4, 5], 0.001),
    grown(1, [0.01, 0.3, 0.4, 5, 0.2, 7], 0.5),
    grown(2, [0.01, 0.3, 0.4, 5, 0.2, 7, 0.1, -9], 0.5),
  ];
  const [answer] = await ask({ id: "a", histograms: [], exponentials, sums: [], gauges: [] });
  expect([...answer!.windows.totals]).toEqual([4, 2, 2]);
  const bounds = boundsOf(answer!);
  expect(bounds).toContain(0.5);
  expect(bounds).toContain(-0.5);
  const cell = bounds.indexOf(0.5);
  const { counts, cells } = answer!.windows;
  expect([0, 1, 2].map((hour) => counts[hour * cells + cell])).toEqual([3, 1, 1]);
  expect(answer!.quality).toEqual([["exact"], ["exact"], ["exact"]]);
});

test("explicit and exponential histograms of one metric come side by side, never added up", async () => {
  const exponentials = toBatches([[[1, 2], [], []]], "delta")[0]!.exponentials!;
  const explicit = {
    metric: ASK.metric,
    labels: {},
    temporality: "delta",
    startMs: START,
    timeMs: EDGES[1]!,
    bounds: [5],
    counts: [3, 4],
    count: 7,
  } as const;
  const answer = await ask({ id: "a", histograms: [explicit], exponentials, sums: [], gauges: [] });
  expect(answer.map(({ windows }) => windows.totals[0])).toEqual([7, 2]);
});

test.each([
  ["a scale of 0.5", { scale: 0.5 }],
  ["a scale of 65", { scale: 65 }],
  ["a bucket count of -1", { zeroCount: -1 }],
  ["a bucket count of 1.5", { positive: { offset: 0, counts: Float64Array.of(1.5) } }],
  [
    "a bucket 1024 of scale 0, beyond all doubles",
    { positive: { offset: 1024, counts: Float64Array.of(1) } },
  ],
  ["a zero threshold of Infinity", { zeroThreshold: Infinity }],
  ["a sum, min or max of NaN", { sum: Number.NaN }],
])("a point with %s is refused, and nothing of its batch is stored", async (fault, broken) => {
  const [batch] = toBatches([[[1], [], []]], "delta");
  const exponentials = [...batch!.exponentials!, { ...batch!.exponentials![0]!, scale: 0, ...broken }];
  await expect(ask({ ...batch!, exponentials })).rejects.toThrow(`a point of latency has ${fault}`);
});
