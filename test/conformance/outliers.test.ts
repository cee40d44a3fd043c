import { findingSchema, parseQuery, type Finding, type QueryInput } from "@modelwatch/conventions/query";
import { evaluate } from "@modelwatch/evaluation";
import type { Source } from "@modelwatch/sources";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRandom, drawNormal } from "../calibration/random.js";
import { DAY_MS, MODEL, START_MS, toBatches, type Day } from "./daily-features.js";
import { backwards, fillTwoStores } from "./two-stores.js";

const DAYS = 70;
const ODD = 63;

/**
 * Ten weeks, fewer rows at weekends. On day 63, a Monday, everything goes wrong at once: a tail of 8 % far out, a new carrier, missing
 * values, half of the rows, far more positive decisions. `wind` stays as it was; `dead` is only in the reference; `stops` ends on day 65.
 */
function drawDays() {
  const random = createRandom(3);
  const normal = (rows: number, mean: number, sd: number) =>
    Array.from({ length: rows }, () => mean + sd * drawNormal(random));
  const draw = (rows: number, isOdd: boolean): Day => {
    const fresh = isOdd ? Math.round(rows * 0.05) : 0;
    const half = Math.floor((rows - fresh) / 2);
    const far = isOdd ? Math.round(rows * 0.08) : 0;
    const shift = isOdd ? 0.6 : 0.05;
    return {
      values: {
        temperature: [...normal(rows - far, 60, 12), ...normal(far, 118, 1)],
        wind: normal(rows, 10, 4),
        stops: normal(rows, 0, 3),
      },
      categories: { carrier: { AA: half, UA: rows - half - fresh, ...(fresh > 0 && { XX: fresh }) } },
      missing: { wind: isOdd ? 60 : Math.round(rows * 0.01) },
      scores: Array.from({ length: rows }, () =>
        random() < shift ? 0.51 + 0.49 * random() : 0.5 * random(),
      ),
    };
  };
  const reference = draw(20_000, false);
  const days = Array.from({ length: DAYS }, (_, d) => {
    const usual = d % 7 < 5 ? 600 : 250;
    const day = draw(Math.round((d === ODD ? 0.5 : 1) * usual * (0.97 + 0.06 * random())), d === ODD);
    if (d <= ODD + 2) return day;
    const { temperature, wind } = day.values;
    return { ...day, values: { temperature: temperature!, wind: wind! } };
  });
  return { days, reference: { ...reference, values: { ...reference.values, dead: [1, 2, 3] } } };
}

let stores: Awaited<ReturnType<typeof fillTwoStores>>;

beforeAll(async () => {
  const { days, reference } = drawDays();
  stores = await fillTwoStores(toBatches(days, reference));
});
afterAll(() => stores.close());

const iso = (day: number): string => new Date(START_MS + day * DAY_MS).toISOString();

function ask(query: Partial<QueryInput> = {}, source: Source = stores.memory): Promise<readonly Finding[]> {
  const base = {
    analysis: "outliers",
    subject: { model: MODEL },
    range: { from: iso(56), to: iso(DAYS) },
  } as const;
  return evaluate(parseQuery({ ...base, ...query }), source);
}

const on = (day: number, target: string, statistic: string) => (finding: Finding) =>
  Date.parse(finding.window.from) === START_MS + day * DAY_MS &&
  finding.subject.target === target &&
  finding.statistic === statistic;

function get(findings: readonly Finding[], day: number, target: string, statistic: string): Finding {
  const found = findings.find(on(day, target, statistic));
  if (found === undefined) throw new Error(`no ${statistic} of ${target} on day ${day}`);
  return found;
}

describe("outliers", () => {
  test("finds each oddity of the odd day, with what was expected and an exact interval", async () => {
    const findings = await ask();
    const odd: readonly (readonly [string, string, string])[] = [
      ["feature:temperature", "tail-mass-high", "tail-beyond-expected"],
      ["feature:carrier", "unseen-share", "unseen-categories"],
      ["feature:wind", "invalid-share", "invalid-beyond-expected"],
      ["feature:wind", "volume", "volume-beyond-expected"],
      ["prediction", "positive-decisions", "rare-events"],
    ];
    for (const [target, statistic, code] of odd) {
      const { status, reason, low, high, value, evidence, threshold } = get(findings, ODD, target, statistic);
      expect([statistic, status, reason.code]).toEqual([statistic, "watch", code]);
      expect(low).toBeLessThanOrEqual(value!);
      expect(high).toBeGreaterThanOrEqual(value!);
      expect(evidence!.value).toBeLessThan(threshold!);
    }
    expect(get(findings, ODD, "feature:temperature", "tail-mass-high").reason.text).toMatch(
      /^8\.\d % of temperature lie above \d+; expected 0\.\d %\.$/,
    );
    expect(get(findings, ODD, "feature:carrier", "unseen-share").details).toMatchObject({
      unseen: [{ category: "XX", count: 15 }],
      expected: expect.closeTo(0, 3),
    });
  });

  test("keeps quiet about usual days, weekends included", async () => {
    const findings = await ask({ range: { from: iso(49), to: iso(ODD) } });
    const loud = findings.filter(
      ({ status, subject }) => status !== "ok" && subject.target !== "feature:dead",
    );
    expect(loud.map(({ statistic, window, reason }) => [statistic, window.from, reason.text])).toEqual([]);
  });

  test("says that a feature has stopped, and that another never reported", async () => {
    const findings = await ask();
    const stale = findings.filter(({ reason }) => reason.code === "stale");
    expect(stale.map(({ subject, status, value }) => [subject.target, status, value])).toEqual([
      ["feature:stops", "missing", 4],
    ]);
    expect(stale[0]?.window.from).toBe("2024-03-07T00:00:00+00:00");
    expect(stale[0]?.reason.text).toMatch(
      /^stops has stopped: 4 windows in a row without a row, where about [\d,]+ rows/,
    );
    const dead = findings.filter(({ subject }) => subject.target === "feature:dead");
    expect(new Set(dead.map(({ status, reason }) => `${status} ${reason.code}`))).toEqual(
      new Set(["missing no-data"]),
    );
  });

  test("does not depend on the range that is shown", async () => {
    const wide = (await ask()).filter(({ window }) => window.from.startsWith("2024-03-04"));
    const narrow = await ask({ range: { from: iso(ODD), to: iso(ODD + 1) } });
    expect(wide.length).toBeGreaterThan(10);
    expect(narrow).toEqual(wide);
  });

  test("tells how many decisions a small shift flips where the threshold is named", async () => {
    const guard = { decisionThreshold: 0.5, decisionMargin: 0.05 };
    const findings = await ask({ guard, subject: { model: MODEL, target: { kind: "prediction" } } });
    const near = get(findings, 57, "prediction", "decisions-near-threshold");
    expect(near).toMatchObject({ status: "info", reason: { code: "descriptive" } });
    expect(near.resolution).toEqual({ low: near.value, high: near.value });
    expect(near.low).toBeLessThan(near.value!);
    // half of the scores are uniform in (0, ½], so a tenth of 95 % lies within .05 below the threshold
    expect(near.details["raised"]).toMatchObject({
      low: expect.closeTo(0.07, 1),
      high: expect.closeTo(0.12, 1),
    });
  });

  test("learns before it judges, and judges no window that is not over", async () => {
    const early = await ask({ range: { from: iso(0), to: iso(2) } });
    expect(get(early, 1, "feature:wind", "volume").reason.code).toBe("learning");
    expect(get(early, 1, "feature:wind", "invalid-share").status).toBe("undetermined");
    const noon = new Date(START_MS + (ODD + 0.4) * DAY_MS).toISOString();
    const open = await ask({ range: { from: iso(ODD), to: noon } });
    expect(get(open, ODD, "feature:wind", "volume")).toMatchObject({ status: "info", evidence: null });
  });

  test("answers for one window, overlapping windows and every kind of reference", async () => {
    for (const window of [{ width: "range" }, { width: "1w" }, { width: "1d", step: "1h" }] as const) {
      const findings = await ask({ window, range: { from: iso(61), to: iso(64) } });
      expect(findings.length).toBeGreaterThan(5);
      if ("step" in window) expect(new Set(findings.map(({ status }) => status))).not.toContain("watch");
    }
    for (const reference of [
      { kind: "previous" },
      { kind: "season", weeks: 4 },
      { kind: "range", from: iso(0), to: iso(28) },
    ] as const) {
      const findings = await ask({ reference });
      expect(get(findings, ODD, "feature:temperature", "tail-mass-high").status).toBe("watch");
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
});
