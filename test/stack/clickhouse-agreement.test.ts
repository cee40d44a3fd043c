import type { Matcher, MetricBatch, Source } from "@modelwatch/sources";
import { createClickHouseSource } from "@modelwatch/sources/clickhouse";
import { createMemoryStore } from "@modelwatch/sources/memory";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MINUTE, SPAN, START, arrivals } from "./clickhouse-points.js";
import { startClickHouse } from "./clickhouse-server.js";
import type { ClickHouseServer } from "./clickhouse-server.js";
import { createClickHouseSink } from "./clickhouse-sink.js";
import { createTables, emptyTables } from "./clickhouse-tables.js";
import type { ClickHouseTimes } from "./clickhouse-tables.js";

/** Hundreds of queries: on a busy machine they take minutes, and finding the smallest counterexample more. */
const PATIENCE = { timeout: 1_200_000 };

interface Question {
  readonly edges: readonly number[];
  readonly groupBy: readonly string[];
  readonly matchers: readonly Matcher[];
}

const attribute = fc.constantFrom("pod", "name", "constructor");
const question: fc.Arbitrary<Question> = fc.record({
  edges: fc
    .uniqueArray(fc.integer({ min: -3, max: SPAN + 3 }), { minLength: 2, maxLength: 8 })
    .map((minutes) => minutes.toSorted((a, b) => a - b).map((minute) => START + minute * MINUTE)),
  groupBy: fc.subarray(["pod", "name", "constructor"]),
  matchers: fc.array(
    fc.record({
      attribute,
      operator: fc.constantFrom("=", "!=", "=~", "!~"),
      value: fc.constantFrom("a", "", "a|b", ".*", "[^a]"),
    }),
    { maxLength: 1 },
  ),
});

/** Everything that a source can be asked, in one value; typed arrays keep their bits. */
async function askEverything(source: Source, asked: Question): Promise<unknown> {
  const { edges, groupBy, matchers } = asked;
  const range = { fromMs: edges[0]!, toMs: edges.at(-1)! };
  const at = { atMs: range.toMs, lookBackMs: range.toMs - range.fromMs, groupBy, matchers };
  return {
    histograms: await source.histogramWindows({ metric: "m", squares: true, ...asked }),
    sums: await source.sumWindows({ metric: "n", ...asked }),
    categories: await source.categoryWindows({ metric: "n", categoryAttribute: "name", ...asked }),
    references: await source.references({ metric: "m", ...at }),
    categoryReferences: await source.references({ metric: "n", categoryAttribute: "name", ...at }),
    values: await source.labelValues({ attribute: "pod", matchers, range }),
  };
}

async function fillMemory(batches: readonly MetricBatch[]): Promise<Source> {
  const { sink, source } = createMemoryStore();
  for (const batch of batches) await sink.append(batch);
  return source;
}

describe.each<ClickHouseTimes>(["DateTime", "DateTime64(9)"])("ClickHouse with times as %s", (times) => {
  let server: ClickHouseServer;
  const jitterMs = times === "DateTime" ? 0 : 999;

  beforeAll(async () => {
    server = await startClickHouse();
    await createTables(server, times);
  });
  afterAll(() => server.stop());

  async function fill(batches: readonly MetricBatch[]): Promise<void> {
    await emptyTables(server);
    const sink = createClickHouseSink(server, times);
    for (const batch of batches) await sink.append(batch);
    await sink.flush();
  }

  test(
    "it gives the memory store's answers, bit for bit, with repeated inserts and late points",
    PATIENCE,
    async () => {
      const source = createClickHouseSource({ url: server.url });
      const contents = arrivals({ jitterMs, unknownStarts: true });
      const property = fc.asyncProperty(contents, question, async (batches, asked) => {
        await fill(batches);
        const memory = await fillMemory(batches);
        expect(await askEverything(source, asked)).toStrictEqual(await askEverything(memory, asked));
      });
      await fc.assert(property, { numRuns: 25, seed: 20130401 });
      await source.close();
    },
  );

  test("a look-back that is too short costs a second reading, and no count", PATIENCE, async () => {
    const source = createClickHouseSource({ url: server.url, lookBackMs: 0 });
    const contents = arrivals({ jitterMs, unknownStarts: false });
    const property = fc.asyncProperty(contents, question, async (batches, asked) => {
      await fill(batches);
      const memory = await fillMemory(batches);
      const counted = async (from: Source): Promise<unknown> => {
        const histograms = await from.histogramWindows({ metric: "m", squares: true, ...asked });
        const sums = await from.sumWindows({ metric: "n", ...asked });
        return [histograms.map(({ windows }) => windows), sums.map((group) => group.sums)];
      };
      expect(await counted(source)).toStrictEqual(await counted(memory));
    });
    await fc.assert(property, { numRuns: 25, seed: 20130401 });
    await source.close();
  });
});
