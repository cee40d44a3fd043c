import {
  findingSchema,
  parseMonitor,
  parseQuery,
  type Finding,
  type QueryInput,
} from "@modelwatch/conventions/query";
import { evaluate } from "@modelwatch/evaluation";
import type { Source } from "@modelwatch/sources";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRandom, drawNormal } from "../calibration/random.js";
import { DAY_MS, MODEL, START_MS, toBatches, type Day } from "./daily-features.js";
import { backwards, fillTwoStores } from "./two-stores.js";

const ROWS = 300;
const DAYS = 60;
const CHANGED = 40;

/** Temperatures turn from °F to °C on day 40, a carrier appears on day 45, wind never changes; a dead feature is only in the reference. */
function drawDays(): { readonly days: Day[]; readonly reference: Day } {
  const random = createRandom(12);
  const fahrenheit = () => 60 + 12 * drawNormal(random);
  const draw = (rows: number, d: number): Day => {
    const temperature = () => (d < CHANGED ? fahrenheit() : ((fahrenheit() - 32) * 5) / 9);
    const fresh = d < 45 ? 0 : Math.round(rows * 0.06);
    const half = Math.floor((rows - fresh) / 2);
    return {
      values: {
        temperature: Array.from({ length: rows }, temperature),
        wind: Array.from({ length: rows }, () => 10 + 4 * drawNormal(random)),
      },
      categories: { carrier: { AA: half, UA: rows - half - fresh, ...(fresh > 0 && { XX: fresh }) } },
      scores: Array.from({ length: rows }, () => random() ** 2),
    };
  };
  const reference = draw(5000, 0);
  const days = Array.from({ length: DAYS }, (_, d) => draw(ROWS, d));
  return { days, reference: { ...reference, values: { ...reference.values, dead: [1, 2, 3] } } };
}

let stores: Awaited<ReturnType<typeof fillTwoStores>>;

beforeAll(async () => {
  const { days, reference } = drawDays();
  stores = await fillTwoStores(toBatches(days, reference));
});
afterAll(() => stores.close());

const iso = (day: number): string => new Date(START_MS + day * DAY_MS).toISOString();
const MONITOR = parseMonitor({ id: "daily", model: MODEL, anchor: iso(14) });

function ask(query: Partial<QueryInput> = {}, source: Source = stores.memory): Promise<readonly Finding[]> {
  const base = {
    analysis: "change",
    subject: { model: MODEL },
    range: { from: iso(0), to: iso(DAYS) },
  } as const;
  return evaluate(parseQuery({ ...base, ...query }), source, { monitors: [MONITOR] });
}

async function one(target: string, query: Partial<QueryInput> = {}): Promise<Finding> {
  const finding = (await ask(query)).find(({ subject }) => subject.target === target);
  if (finding === undefined) throw new Error(`no finding for ${target}`);
  return finding;
}

describe("change", () => {
  test("names the day on which °F became °C, and the map", async () => {
    const { status, reason, value, low, high, details, evidence } = await one("feature:temperature");
    expect([status, reason.code]).toEqual(["watch", "unit-changed"]);
    expect(value).toBe(START_MS + CHANGED * DAY_MS);
    expect(low).toBeLessThanOrEqual(value!);
    expect(high).toBeGreaterThanOrEqual(value!);
    expect(details).toMatchObject({
      changed: "2024-02-10T00:00:00+00:00",
      kind: "unit-change",
      map: { known: ["°F → °C"] },
    });
    expect(reason.text).toMatch(
      /^temperature changed at 2024-02-10: another unit, new = 0\.\d+ · old − \d+.* \(°F → °C\)\.$/,
    );
    expect(evidence?.log10).toBeLessThan(-100);
  });

  test("names the new category and when it came", async () => {
    const { details, reason } = await one("feature:carrier");
    expect(details).toMatchObject({
      changed: "2024-02-15T00:00:00+00:00",
      kind: "new-category",
      categories: ["XX"],
    });
    expect(reason.text).toContain("a new category (XX)");
  });

  test("dates nothing where nothing changed", async () => {
    for (const target of ["feature:wind", "prediction"]) {
      const finding = await one(target);
      expect(finding).toMatchObject({ status: "ok", value: null, reason: { code: "change-not-found" } });
      expect(finding.details).toMatchObject({
        changed: null,
        adaptiveWindow: { from: "2024-01-01T00:00:00+00:00", cuts: [] },
      });
    }
  });

  test("shows the adaptive window after the change and the detector's alarm", async () => {
    const { details } = await one("feature:temperature", { monitor: "daily" });
    expect(details["adaptiveWindow"]).toMatchObject({ from: expect.stringMatching(/^2024-02-(09|10|11)/) });
    expect(details["detector"]).toMatchObject({
      monitor: "daily",
      alarms: [expect.stringMatching(/^2024-02-1[1-4]/)],
    });
  });

  test("has a row for a feature that the reference knows and that never reported", async () => {
    expect(await one("feature:dead")).toMatchObject({
      status: "missing",
      n: 0,
      value: null,
      reason: { code: "no-data" },
    });
  });

  test("says that three days are too few", async () => {
    const range = { from: iso(0), to: iso(3) };
    expect(await one("feature:wind", { range })).toMatchObject({
      status: "undetermined",
      reason: { code: "too-few-rows" },
    });
  });

  test("dates among base windows where the query has one window", async () => {
    for (const width of ["range", "adaptive"] as const) {
      const { details } = await one("feature:temperature", { window: { width } });
      expect(details["changed"]).toMatch(/^2024-02-1/);
    }
  });

  test("is the same for every store and every order of series, and parses by the schema", async () => {
    const findings = await ask();
    for (const finding of findings)
      expect(findingSchema.safeParse(JSON.parse(JSON.stringify(finding))).error).toBeUndefined();
    const bytes = JSON.stringify(findings);
    expect(JSON.stringify(await ask({}, stores.duckdb))).toBe(bytes);
    expect(JSON.stringify(await ask({}, backwards(stores.memory)))).toBe(bytes);
  });

  test("names the monitors that exist where another is asked for", async () => {
    await expect(ask({ monitor: "other" })).rejects.toThrow(/there is no monitor "other"; daily;/);
  });
});
