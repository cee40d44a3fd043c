import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseMonitor, parseQuery, type QueryInput } from "@modelwatch/conventions/query";
import { evaluate } from "@modelwatch/evaluation";
import type { MetricBatch, Source } from "@modelwatch/sources";
import { openDuckDbStore } from "@modelwatch/sources/duckdb";
import { createMemoryStore } from "@modelwatch/sources/memory";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRandom } from "../calibration/random.js";
import { DAY_MS, MODEL, simulateModel, START_MS, type SimulatedDay } from "../calibration/simulated-model.js";

const DAYS = Array.from({ length: 45 }, (_, d): SimulatedDay => {
  return d < 31 ? { rows: 150, effect: 1 } : { rows: 150, effect: 1, signalShift: 0.7, concept: 1 };
});
const RANGE = { from: day(0), to: day(45) };
const MONITOR = parseMonitor({
  id: "m",
  model: MODEL,
  anchor: day(0),
  window: { timeZone: "Europe/Berlin" },
});
const WEEKS = { width: "1w" } as const;
const COMPARE = { attribute: "ml.arm", treated: "treated", control: "control", treatedShare: 0.5 };
const MARGIN = { model: MODEL, target: { kind: "business", name: "margin" } } as const;

type Question = Partial<QueryInput> & Pick<QueryInput, "analysis">;

const QUESTIONS: readonly (readonly [string, Question])[] = [
  ["drift", { analysis: "drift", window: WEEKS, strata: ["site"] }],
  [
    "drift from a season",
    { analysis: "drift", window: { width: "1d" }, reference: { kind: "season", weeks: 2 } },
  ],
  ["drift in adaptive windows", { analysis: "drift", window: { width: "adaptive" } }],
  ["change", { analysis: "change", window: { width: "1d" } }],
  ["performance", { analysis: "performance", window: WEEKS, strata: ["site"] }],
  ["decompose", { analysis: "decompose", window: WEEKS }],
  ["lift", { analysis: "lift", subject: MARGIN, compare: COMPARE, strata: ["site"], window: WEEKS }],
  ["outliers", { analysis: "outliers", window: WEEKS }],
  ["plan", { analysis: "plan", subject: MARGIN, compare: COMPARE, window: { width: "range" } }],
  ["distribution", { analysis: "distribution", window: WEEKS }],
  ["verdict", { analysis: "verdict" }],
];

function day(days: number): string {
  return new Date(START_MS + days * DAY_MS).toISOString();
}

async function answer(question: Question, source: Source): Promise<string> {
  const query = parseQuery({ subject: { model: MODEL }, range: RANGE, ...question });
  return JSON.stringify(await evaluate(query, source, { monitors: [MONITOR] }), null, 1);
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** The same store, answering its series in another order each time. */
function shuffle(original: Source, seed: number): Source {
  const random = createRandom(seed);
  return {
    ...original,
    histogramWindows: async (...args) => shuffled(await original.histogramWindows(...args), random),
    categoryWindows: async (...args) => shuffled(await original.categoryWindows(...args), random),
    sumWindows: async (...args) => shuffled(await original.sumWindows(...args), random),
    references: async (...args) => shuffled(await original.references(...args), random),
    labelValues: async (...args) => shuffled(await original.labelValues(...args), random),
  };
}

describe("the same stored data gives the same bytes", () => {
  const batches: readonly MetricBatch[] = simulateModel(DAYS, 21, 8000);
  const memory = createMemoryStore();
  let folder: string;
  let duckDb: Awaited<ReturnType<typeof openDuckDbStore>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "modelwatch-"));
    duckDb = await openDuckDbStore({ path: join(folder, "store.duckdb") });
    for (const batch of batches) await memory.sink.append(batch);
    for (const batch of batches) await duckDb.sink.append(batch);
  });
  afterAll(async () => {
    await duckDb.source.close();
    await rm(folder, { recursive: true });
  });

  test.each(QUESTIONS)("%s: from memory and from DuckDB, in any order of series", async (_, question) => {
    const expected = await answer(question, memory.source);
    expect(expected.length).toBeGreaterThan(100);
    expect(await answer(question, duckDb.source)).toBe(expected);
    for (const seed of [1, 2]) expect(await answer(question, shuffle(memory.source, seed))).toBe(expected);
  });
});
