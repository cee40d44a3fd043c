import { findingSchema, parseQuery, type Finding, type QueryInput } from "@modelwatch/conventions/query";
import { evaluate } from "@modelwatch/evaluation";
import type { MetricBatch, Source } from "@modelwatch/sources";
import { createMemoryStore } from "@modelwatch/sources/memory";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRandom, drawNormal } from "../calibration/random.js";
import { BOUNDS, DAY_MS, MODEL, START_MS, toBatches, type Day } from "./daily-features.js";
import { backwards, fillTwoStores } from "./two-stores.js";

const DAYS = 28;

function drawDays() {
  const random = createRandom(21);
  const draw = (rows: number): Day => ({
    values: { wind: Array.from({ length: rows }, () => 10 + 4 * drawNormal(random)) },
    categories: { carrier: { UA: Math.round(rows / 4), AA: rows - Math.round(rows / 4) } },
    scores: Array.from({ length: rows }, () => random() ** 2),
  });
  const reference = draw(5000);
  return {
    days: Array.from({ length: DAYS }, () => draw(400)),
    reference: { ...reference, values: { ...reference.values, dead: [1] } },
  };
}

let batches: readonly MetricBatch[];
let stores: Awaited<ReturnType<typeof fillTwoStores>>;

beforeAll(async () => {
  const { days, reference } = drawDays();
  batches = toBatches(days, reference);
  stores = await fillTwoStores(batches);
});
afterAll(() => stores.close());

const iso = (day: number): string => new Date(START_MS + day * DAY_MS).toISOString();

function ask(query: Partial<QueryInput> = {}, source: Source = stores.memory): Promise<readonly Finding[]> {
  const base = {
    analysis: "distribution",
    subject: { model: MODEL },
    range: { from: iso(0), to: iso(DAYS) },
    window: { width: "1w" },
  } as const;
  return evaluate(parseQuery({ ...base, ...query }), source);
}

function numbers(value: unknown): number[] {
  if (!Array.isArray(value)) throw new TypeError(`${JSON.stringify(value)} is no array`);
  return value.map(Number);
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** The finding of `wind` where its bounds became others after the first days. */
async function changed(bounds: readonly number[]): Promise<Finding> {
  const store = createMemoryStore();
  for (const batch of batches.slice(0, 8)) await store.sink.append(batch);
  for (const batch of batches.slice(10, 16)) {
    const histograms = batch.histograms.map((point) =>
      point.bounds.length === BOUNDS.length
        ? { ...point, bounds, counts: [...bounds.map(() => 0), point.count] }
        : point,
    );
    await store.sink.append({ ...batch, histograms });
  }
  const findings = await ask({}, store.source);
  return findings.find(({ subject }) => subject.target === "feature:wind")!;
}

describe("distribution", () => {
  test("gives the same cells for every window, with every row in one of them", async () => {
    const wind = (await ask()).filter(({ subject }) => subject.target === "feature:wind");
    expect(wind).toHaveLength(4);
    for (const { details, n, status } of wind) {
      expect([status, n]).toEqual(["info", 2800]);
      expect(numbers(details["bounds"])).toEqual([...BOUNDS]);
      expect(total(numbers(details["counts"]))).toBe(n);
      expect(total(numbers(details["shares"]))).toBeCloseTo(1, 12);
      expect(total(numbers(details["referenceShares"]))).toBeCloseTo(1, 12);
    }
  });

  test("holds the true quantiles in bands that say what buckets and what samples hide", async () => {
    const first = (await ask()).find(({ subject }) => subject.target === "feature:wind");
    expect(first).toMatchObject({ statistic: "median", resolution: { high: expect.any(Number) } });
    expect(first!.low).toBeLessThanOrEqual(10);
    expect(first!.high).toBeGreaterThanOrEqual(10);
    expect(first!.high! - first!.low!).toBeLessThan(8);
    expect(first!.details["quantiles"]).toContainEqual(
      expect.objectContaining({ p: 0.75, low: expect.any(Number), bucketHigh: expect.any(Number) }),
    );
    expect(first!.details["cdfRadius"]).toBeGreaterThan(0);
    expect(first!.details["cdfRadius"]).toBeLessThan(0.2);
    expect(first!.reason.text).toMatch(
      /^wind has 2,800 rows here; its median lies between [\d.]+ and [\d.]+\.$/,
    );
  });

  test("shows categories in one order with the largest share and its interval", async () => {
    const first = (await ask()).find(({ subject }) => subject.target === "feature:carrier");
    expect(first).toMatchObject({
      statistic: "largest-share",
      value: 0.75,
      details: { categories: ["AA", "UA"] },
    });
    expect(first!.low).toBeLessThan(0.75);
    expect(first!.sampling).toMatchObject({ sequential: true, level: 0.95 });
  });

  test("has a row for a member that never reported, and for the time after the last row", async () => {
    const findings = await ask({ range: { from: iso(0), to: iso(DAYS + 7) } });
    const dead = findings.filter(({ subject }) => subject.target === "feature:dead");
    expect(dead.map(({ status, value }) => [status, value])).toEqual(
      Array.from({ length: 5 }, () => ["missing", null]),
    );
    const wind = findings.filter(({ subject }) => subject.target === "feature:wind");
    expect(wind.at(-1)).toMatchObject({ status: "missing", n: 0, reason: { code: "no-data" } });
  });

  test("joins buckets where the layout changed inside the range, and says where no bound is left", async () => {
    expect((await changed([0, 20])).details["bounds"]).toEqual([0, 20]);
    expect(await changed([0.5])).toMatchObject({
      status: "undetermined",
      reason: { code: "layout-changed" },
    });
  });

  test("is the same for every store and every order of series, and parses by the schema", async () => {
    const findings = await ask();
    for (const finding of findings)
      expect(findingSchema.safeParse(JSON.parse(JSON.stringify(finding))).error).toBeUndefined();
    const bytes = JSON.stringify(findings);
    expect(JSON.stringify(await ask({}, stores.duckdb))).toBe(bytes);
    expect(JSON.stringify(await ask({}, backwards(stores.memory)))).toBe(bytes);
  });
});
