import {
  ATTR_FEATURE_CATEGORY,
  ATTR_FEATURE_NAME,
  ATTR_MODEL_NAME,
  ATTR_MODEL_VERSION,
  ATTR_REFERENCE_ID,
  CATEGORY_OTHER,
  METRIC_FEATURE_CATEGORY,
  METRIC_FEATURE_VALUE,
  toReferenceMetric,
} from "@modelwatch/conventions";
import { parseMonitor, parseQuery, type Finding, type QueryInput } from "@modelwatch/conventions/query";
import { evaluate } from "@modelwatch/evaluation";
import type { Labels, MetricBatch, Source } from "@modelwatch/sources";
import { bucketOf } from "@modelwatch/statistics";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRandom, drawNormal } from "../calibration/random.js";
import { DAY_MS, START_MS } from "./daily-features.js";
import { backwards, fillTwoStores } from "./two-stores.js";

const MODEL = "refitted";
/** The first version runs for four weeks, the second for the next two. */
const SWITCH_DAY = 28;
const DAYS = 42;
const ROWS = 600;

const evenBounds = (from: number, step: number, count: number) =>
  Array.from({ length: count }, (_bound, index) => from + index * step);

/** Bounds of the two versions: most are shared, few are, none is. */
const BOUNDS: Readonly<Record<string, readonly [readonly number[], readonly number[]]>> = {
  refined: [evenBounds(-24, 2, 25), evenBounds(-24, 1, 49)],
  shifted: [evenBounds(-24, 2, 25), [...evenBounds(-23, 2, 24), 0].sort((a, b) => a - b)],
  foreign: [evenBounds(-24, 2, 25), evenBounds(-23, 2, 25)],
};

/** Categories that the two versions name; the rest is other. Shares of all five never change. */
const KNOWN = [
  ["card", "cash"],
  ["card", "cash", "transfer"],
] as const;
const SHARES = { card: 0.5, cash: 0.2, transfer: 0.2, cheque: 0.1 };

function toCounts(values: readonly number[], bounds: readonly number[]): number[] {
  const counts = Array.from({ length: bounds.length + 1 }, () => 0);
  for (const value of values) counts[bucketOf(value, Float64Array.from(bounds))]! += 1;
  return counts;
}

function nameOf(row: number, known: readonly string[], shares: Readonly<Record<string, number>>): string {
  let upTo = 0;
  const drawn = Object.entries(shares).find(([, share]) => row < (upTo += share));
  return drawn !== undefined && known.includes(drawn[0]) ? drawn[0] : CATEGORY_OTHER;
}

interface DayOptions {
  readonly version: 0 | 1;
  readonly shares: Readonly<Record<string, number>>;
  readonly kind: "production" | "reference";
}

/** A day of a law that does not change, as one version counts it. */
function toBatch(day: number, random: () => number, { version, shares, kind }: DayOptions): MetricBatch {
  const isReference = kind === "reference";
  const rows = isReference ? 20 * ROWS : ROWS;
  const values = Array.from({ length: rows }, () => 8 * drawNormal(random));
  const names = Array.from({ length: rows }, () => nameOf(random(), KNOWN[version], shares));
  const labels: Labels = {
    [ATTR_MODEL_NAME]: MODEL,
    [ATTR_MODEL_VERSION]: String(version + 1),
    ...(isReference && { [ATTR_REFERENCE_ID]: `training ${version + 1}` }),
  };
  const startMs = START_MS + day * DAY_MS;
  const point = {
    startMs,
    timeMs: startMs + DAY_MS / 2,
    temporality: isReference ? ("cumulative" as const) : ("delta" as const),
  };
  const metricOf = (metric: string) => (isReference ? toReferenceMetric(metric) : metric);
  return {
    id: `${kind} ${day} ${version}`,
    histograms: Object.entries(BOUNDS).map(([feature, bounds]) => ({
      ...point,
      metric: metricOf(METRIC_FEATURE_VALUE),
      labels: { ...labels, [ATTR_FEATURE_NAME]: feature },
      bounds: bounds[version],
      counts: toCounts(values, bounds[version]),
      count: rows,
    })),
    sums: [...KNOWN[version], CATEGORY_OTHER].map((category) => ({
      ...point,
      metric: metricOf(METRIC_FEATURE_CATEGORY),
      labels: { ...labels, [ATTR_FEATURE_NAME]: "payment", [ATTR_FEATURE_CATEGORY]: category },
      monotonic: true,
      value: names.filter((name) => name === category).length,
    })),
    gauges: [],
  };
}

function toBatches(sharesOf: (day: number) => Readonly<Record<string, number>>): readonly MetricBatch[] {
  const random = createRandom(4);
  const reference = { shares: SHARES, kind: "reference" } as const;
  return Array.from({ length: DAYS }, (_day, day) => {
    const version = day < SWITCH_DAY ? 0 : 1;
    const production = toBatch(day, random, { version, shares: sharesOf(day), kind: "production" });
    const isFirst = day === 0 || day === SWITCH_DAY;
    return isFirst ? [toBatch(day, random, { version, ...reference }), production] : [production];
  }).flat();
}

const iso = (day: number): string => new Date(START_MS + day * DAY_MS).toISOString();
const AFTER = { from: iso(SWITCH_DAY), to: iso(DAYS) };
const FIRST_VERSION = { kind: "range", from: iso(0), to: iso(SWITCH_DAY) } as const;

async function ask(source: Source, query: Partial<QueryInput>): Promise<readonly Finding[]> {
  const base = {
    analysis: "drift",
    subject: { model: MODEL },
    range: AFTER,
    window: { width: "1w" },
  } as const;
  return evaluate(parseQuery({ ...base, reference: FIRST_VERSION, ...query }), source);
}

const ofFeature = (findings: readonly Finding[], name: string) =>
  findings.filter(({ subject }) => subject.target === `feature:${name}`);

describe("two versions that count one feature in different cells", () => {
  let stores: Awaited<ReturnType<typeof fillTwoStores>>;
  let moved: Awaited<ReturnType<typeof fillTwoStores>>;
  beforeAll(async () => {
    stores = await fillTwoStores(toBatches(() => SHARES));
    // in the last week cash goes, and what the first version counts as other grows: cheques
    moved = await fillTwoStores(
      toBatches((day) => (day < 35 ? SHARES : { card: 0.5, cash: 0, transfer: 0.2, cheque: 0.3 })),
    );
  });
  afterAll(() => Promise.all([stores.close(), moved.close()]));

  /** The verdict at the end of a range, of a monitor that compares with the first version. */
  async function judge(anchor: number, end: number) {
    const monitor = parseMonitor({ id: "m", model: MODEL, anchor: iso(anchor), reference: FIRST_VERSION });
    const range = { from: iso(anchor), to: iso(end) };
    const query = parseQuery({ analysis: "verdict", subject: { model: MODEL }, range });
    const [verdict] = await evaluate(query, stores.memory, { monitors: [monitor] });
    return { named: verdict?.details["layoutChanged"], text: verdict?.reason.text };
  }

  test("come from every store as one series for each layout", async () => {
    for (const source of [stores.memory, stores.duckdb]) {
      const series = await source.histogramWindows({
        metric: METRIC_FEATURE_VALUE,
        matchers: [{ attribute: ATTR_FEATURE_NAME, operator: "=", value: "foreign" }],
        groupBy: [],
        edges: [START_MS, START_MS + DAYS * DAY_MS],
      });
      const bounds = series.map(({ windows: { layout } }) =>
        layout.kind === "numeric" ? [...layout.bounds] : [],
      );
      expect(bounds.sort((a, b) => a[0]! - b[0]!)).toEqual(BOUNDS["foreign"]);
    }
  });

  test("are compared on the cells that both can tell apart, and the finding says so", async () => {
    const refined = ofFeature(await ask(stores.memory, {}), "refined");
    expect(refined).toHaveLength(2);
    for (const { status, details, reason } of refined) {
      expect(status).toBe("ok");
      expect(details["layoutChange"]).toEqual({
        cells: 26,
        referenceCells: 26,
        currentCells: 50,
        hidesDrift: false,
      });
      expect(reason.text).toContain(
        "50 cells are compared with the reference's 26 on the 26 that both can tell apart",
      );
    }
  });

  test("are not called within tolerance where hardly a bound is shared", async () => {
    for (const { status, reason, details } of ofFeature(await ask(stores.memory, {}), "shifted")) {
      expect({ status, code: reason.code }).toEqual({ status: "undetermined", code: "layout-changed" });
      expect(details["layoutChange"]).toMatchObject({ cells: 2, hidesDrift: true });
      expect(reason.text).toContain("too little of the layout is shared to say that there is none");
    }
  });

  test("are not compared where no bound is shared", async () => {
    for (const { status, reason, value } of ofFeature(await ask(stores.memory, {}), "foreign")) {
      expect({ status, code: reason.code, value }).toEqual({
        status: "undetermined",
        code: "layout-changed",
        value: null,
      });
    }
  });

  test.each([
    ["a time range of the version before", { reference: FIRST_VERSION }],
    [
      "the version before",
      {
        reference: { kind: "version", modelVersion: "1" },
        range: { from: iso(0), to: iso(DAYS) },
        window: { width: "range" },
      },
    ],
    [
      "the window before, across the rollout",
      { reference: { kind: "previous" }, range: { from: iso(21), to: iso(35) } },
    ],
    ["the training of the version before", { reference: { kind: "emitted", id: "training 1" } }],
  ] as const)("show no drift in categories that only one of them names, beside %s", async (_what, query) => {
    const findings = ofFeature(await ask(stores.memory, query), "payment");
    expect(findings.length).toBeGreaterThan(0);
    for (const { status, value } of findings) {
      expect(["ok", "undetermined"]).toContain(status);
      expect(value).toBeLessThan(0.06);
    }
    // a fifth of the rows cannot be told apart: that is no ground for saying that nothing moved
    const last = findings.at(-1);
    expect(last).toMatchObject({
      status: "undetermined",
      details: { layoutChange: { cells: 3, hidesDrift: true } },
    });
    expect(last?.reason.text).toContain("on the 3 that both can tell apart");
  });

  test("report no unseen category that the version before counted as other", async () => {
    const outliers = { analysis: "outliers", reference: { kind: "emitted", id: "training 1" } } as const;
    const unseen = ofFeature(await ask(stores.memory, outliers), "payment").filter(
      ({ statistic }) => statistic === "unseen-share",
    );
    expect(unseen.length).toBeGreaterThan(0);
    expect(unseen.map(({ value }) => value)).toEqual(unseen.map(() => 0));
  });

  test("still show a drift of categories that both name", async () => {
    const [before, after] = ofFeature(await ask(moved.memory, {}), "payment");
    expect(before?.status).toBe("undetermined");
    expect(after?.status).toBe("watch");
    expect(after?.details["contributions"]).toContainEqual(
      expect.objectContaining({ cell: "cash", currentShare: 0 }),
    );
  });

  test("keep the names of categories that vanish, where the layout is the same", async () => {
    const own = { reference: { kind: "emitted", id: "training 2" } } as const;
    const [before, after] = ofFeature(await ask(moved.memory, own), "payment");
    expect(before).toMatchObject({ status: "ok", details: { layoutChange: null } });
    expect(after).toMatchObject({ status: "watch", details: { layoutChange: null } });
  });

  test("are named by the monitor that cannot judge them", async () => {
    expect((await judge(14, SWITCH_DAY)).named).toEqual([]);
    const after = await judge(SWITCH_DAY, DAYS);
    expect(after.named).toEqual(["feature:foreign"]);
    expect(after.text).toContain("bucket layouts that share no bound meet in it: foreign.");
  });

  test("give the same findings from every store, in any order of series", async () => {
    const first = JSON.stringify(await ask(stores.memory, {}));
    expect(JSON.stringify(await ask(stores.duckdb, {}))).toBe(first);
    expect(JSON.stringify(await ask(backwards(stores.memory), {}))).toBe(first);
  });
});
