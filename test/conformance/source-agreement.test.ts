import type {
  ExponentialPoint,
  GaugePoint,
  HistogramPoint,
  Matcher,
  MetricBatch,
  Source,
  SumPoint,
} from "@modelwatch/sources";
import { openDuckDbStore } from "@modelwatch/sources/duckdb";
import { createMemoryStore } from "@modelwatch/sources/memory";
import * as fc from "fast-check";
import { expect, test } from "vitest";

const MINUTE = 60_000;
const START = Date.UTC(2013, 3, 1);
const SPAN = 40;

const labels = fc.dictionary(
  fc.constantFrom("pod", "name", "constructor"),
  fc.oneof(fc.constantFrom("a", "b", ""), fc.string({ maxLength: 3, unit: "binary" })),
  { maxKeys: 2 },
);
const interval = fc
  .record({
    start: fc.integer({ min: -5, max: SPAN }),
    length: fc.integer({ min: 0, max: 8 }),
    unknown: fc.boolean(),
  })
  .map(({ start, length, unknown }) => ({
    startMs: unknown && length === 0 ? 0 : START + start * MINUTE,
    timeMs: START + (start + length) * MINUTE,
  }));
const temporality = fc.constantFrom("delta", "cumulative");
const amount = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ min: 0, max: 1e9, noNaN: true }));

const histogram: fc.Arbitrary<HistogramPoint> = fc
  .record({
    labels,
    interval,
    temporality,
    bounds: fc.constantFrom([], [1], [1, 2]),
    counts: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 3 }),
    sum: fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { nil: undefined }),
  })
  .map(({ interval: times, sum, counts: pool, ...rest }) => {
    const counts = pool.slice(0, rest.bounds.length + 1);
    const count = counts.reduce((a, b) => a + b, 0);
    return { metric: "m", ...rest, ...times, counts, count, ...(sum !== undefined && { sum }) };
  });
/** Ranges that often meet, at scales whose buckets lie between 1/64 and 64; and some at the ends of scales and doubles. */
const buckets = fc
  .record({
    scale: fc.integer({ min: 0, max: 3 }),
    octave: fc.integer({ min: -6, max: 6 }),
    counts: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 5 }),
    other: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2 }),
  })
  .map(({ scale, octave, counts, other }) => ({
    scale,
    positive: { offset: octave * 2 ** scale, counts: Float64Array.from(counts) },
    negative: { offset: -octave * 2 ** scale, counts: Float64Array.from(other) },
  }));
const extremes = fc
  .record({ scale: fc.constantFrom(-64, -12, -3, 20, 25), count: fc.integer({ min: 1, max: 3 }) })
  .map(({ scale, count }) => ({
    scale,
    positive: { offset: Math.ceil(1024 * 2 ** Math.min(scale, 20)) - 1, counts: Float64Array.of(count) },
    negative: { offset: -1, counts: Float64Array.of(count) },
  }));
const exponential: fc.Arbitrary<ExponentialPoint> = fc
  .record({
    labels,
    interval,
    temporality,
    buckets: fc.oneof({ arbitrary: buckets, weight: 8 }, { arbitrary: extremes, weight: 1 }),
    zeroCount: fc.integer({ min: 0, max: 3 }),
    zeroThreshold: fc.constantFrom(0, 0, 0, 1e-128, 0.02, 1),
    sum: fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { nil: undefined }),
  })
  .map(({ interval: times, buckets: ranges, sum, ...rest }) => {
    return { metric: "m", ...rest, ...times, ...ranges, ...(sum !== undefined && { sum }) };
  });
const counter: fc.Arbitrary<SumPoint> = fc
  .record({
    metric: fc.constantFrom("m.positive", "m.negative", "m.squares", "n"),
    labels,
    interval,
    temporality,
    monotonic: fc.boolean(),
    value: amount,
  })
  .map(({ interval: times, ...rest }) => ({ ...rest, ...times }));
const gauge: fc.Arbitrary<GaugePoint> = fc
  .record({ labels, interval, value: amount })
  .map(({ interval: { timeMs }, ...rest }) => ({ metric: "g", ...rest, timeMs }));
const batches: fc.Arbitrary<readonly MetricBatch[]> = fc.array(
  fc.record({
    id: fc.constantFrom("1", "2", "3", "4", "5", "6", "7", "8"),
    histograms: fc.array(histogram, { maxLength: 12 }),
    exponentials: fc.array(exponential, { maxLength: 12 }),
    sums: fc.array(counter, { maxLength: 12 }),
    gauges: fc.array(gauge, { maxLength: 2 }),
  }),
  { minLength: 1, maxLength: 6 },
);
const edges = fc
  .uniqueArray(fc.integer({ min: -3, max: SPAN + 3 }), { minLength: 2, maxLength: 8 })
  .map((minutes) => minutes.toSorted((a, b) => a - b).map((minute) => START + minute * MINUTE));

interface Question {
  readonly edges: readonly number[];
  readonly groupBy: readonly string[];
  readonly matchers: readonly Matcher[];
}

const question: fc.Arbitrary<Question> = fc.record({
  edges,
  groupBy: fc.subarray(["pod", "name", "constructor"]),
  matchers: fc.array(
    fc.record({
      attribute: fc.constantFrom("pod", "name", "constructor"),
      operator: fc.constantFrom("=", "!=", "=~", "!~"),
      value: fc.constantFrom("a", "", "a|b", ".*", "[^a]"),
    }),
    { maxLength: 1 },
  ),
});

/** Everything that a source can be asked, in one value; typed arrays keep their bits. */
async function askEverything(source: Source, asked: Question): Promise<unknown> {
  const { edges: ends, groupBy, matchers } = asked;
  const at = { atMs: ends.at(-1)!, lookBackMs: ends.at(-1)! - ends[0]!, groupBy, matchers };
  return {
    histograms: await source.histogramWindows({ metric: "m", squares: true, ...asked }),
    sums: await source.sumWindows({ metric: "n", ...asked }),
    categories: await source.categoryWindows({ metric: "n", categoryAttribute: "name", ...asked }),
    references: await source.references({ metric: "m", ...at }),
    categoryReferences: await source.references({ metric: "n", categoryAttribute: "name", ...at }),
    values: await source.labelValues({
      attribute: "pod",
      matchers,
      range: { fromMs: ends[0]!, toMs: ends.at(-1)! },
    }),
  };
}

test("DuckDB and the memory store give the same answers, bit for bit", async () => {
  const property = fc.asyncProperty(batches, question, async (appended, asked) => {
    const memory = createMemoryStore();
    const duckDb = await openDuckDbStore({ path: ":memory:" });
    try {
      for (const batch of appended) {
        await memory.sink.append(batch);
        await duckDb.sink.append(batch);
      }
      expect(await askEverything(duckDb.source, asked)).toStrictEqual(
        await askEverything(memory.source, asked),
      );
    } finally {
      await duckDb.source.close();
    }
  });
  await fc.assert(property, { numRuns: 25, seed: 20130401 });
});
