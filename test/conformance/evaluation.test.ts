import {
  findingSchema,
  parseMonitor,
  parseQuery,
  type Finding,
  type QueryInput,
} from "@modelwatch/conventions/query";
import { evaluate } from "@modelwatch/evaluation";
import type { Source, WindowedSeries } from "@modelwatch/sources";
import { createMemoryStore } from "@modelwatch/sources/memory";
import { beforeAll, describe, expect, test } from "vitest";
import { DAY_MS, MODEL, simulateModel, START_MS, type SimulatedDay } from "../calibration/simulated-model.js";

// Eight weeks: four as in training, four in which the signal moved and the model became wrong. Treatment is worth 1.5 EUR.
const quiet: SimulatedDay = { rows: 400, effect: 1.5 };
const broken: SimulatedDay = { rows: 400, effect: 1.5, signalShift: 0.8, concept: 1 };
const DAYS = [...Array.from({ length: 28 }, () => quiet), ...Array.from({ length: 28 }, () => broken)];
const RANGE = { from: iso(0), to: iso(56) };
const MONITOR = parseMonitor({
  id: "m",
  model: MODEL,
  anchor: iso(0),
  owner: "risk team",
  runbook: "https://example.org/runbook",
});

let source: Source;

beforeAll(async () => {
  const store = createMemoryStore();
  for (const batch of simulateModel(DAYS, 1)) await store.sink.append(batch);
  source = store.source;
});

function iso(day: number): string {
  return new Date(START_MS + day * DAY_MS).toISOString();
}

function ask(
  query: Partial<QueryInput> & Pick<QueryInput, "analysis">,
  from: Source = source,
): Promise<readonly Finding[]> {
  return evaluate(parseQuery({ subject: { model: MODEL }, range: RANGE, ...query }), from, {
    monitors: [MONITOR],
  });
}

const WEEKS = { width: "1w" } as const;

describe("drift", () => {
  test("is shown for the moved feature and the score, and not for what stayed", async () => {
    const findings = await ask({ analysis: "drift", window: WEEKS });
    const statuses = (target: string) =>
      findings.filter(({ subject }) => subject.target === target).map(({ status }) => status);
    expect(statuses("feature:signal")).toEqual(["ok", "ok", "ok", "ok", "watch", "watch", "watch", "watch"]);
    expect(statuses("prediction").slice(4)).toEqual(["watch", "watch", "watch", "watch"]);
    expect(new Set([...statuses("feature:noise"), ...statuses("feature:colour")])).toEqual(new Set(["ok"]));
  });

  test("never asks for action by itself, and shows how far, what, and what could be revealed", async () => {
    const findings = await ask({ analysis: "drift", window: WEEKS });
    expect(findings.some(({ status }) => status === "act")).toBe(false);
    const moved = findings.find(
      ({ subject, status }) => subject.target === "feature:signal" && status === "watch",
    );
    expect(moved?.reason.text).toMatch(
      /^signal moved by more than the tolerance of 0\.05 \(Hellinger distance 0\.\d+\); /,
    );
    expect(Object.keys(moved?.details["distances"] ?? {})).toEqual(
      expect.arrayContaining(["hellinger", "psi", "ks"]),
    );
    expect(moved?.details["smallestRevealable"]).toBeGreaterThan(0);
    expect(moved?.reference).toMatchObject({ kind: "emitted", id: "train", n: 20_000 });
  });

  test("names a member that the reference knows and that does not report", async () => {
    const later = { from: iso(70), to: iso(77) };
    const findings = await ask({ analysis: "drift", window: WEEKS, range: later });
    expect(findings.map(({ status }) => status)).toEqual(["missing", "missing", "missing", "missing"]);
  });

  test("says that there is no reference instead of comparing with nothing", async () => {
    const findings = await ask({
      analysis: "drift",
      reference: { kind: "emitted", id: "unknown" },
      window: WEEKS,
    });
    expect(new Set(findings.map(({ reason }) => reason.code))).toEqual(new Set(["no-reference"]));
  });

  test("compares with a time range, a version or the previous window as well", async () => {
    const byRange = await ask({
      analysis: "drift",
      window: WEEKS,
      reference: { kind: "range", from: iso(0), to: iso(28) },
    });
    expect(byRange.filter(({ status }) => status === "watch").length).toBeGreaterThanOrEqual(8);
    const byPrevious = await ask({ analysis: "drift", window: WEEKS, reference: { kind: "previous" } });
    const signal = byPrevious.filter(({ subject }) => subject.target === "feature:signal");
    expect(signal.map(({ status }) => status).indexOf("watch")).toBe(4);
  });
});

describe("performance", () => {
  test("sees the broken calibration with labels, and says what labels alone can tell", async () => {
    const findings = await ask({ analysis: "performance", window: { width: "1w" } });
    const of = (statistic: string) => findings.filter((finding) => finding.statistic === statistic);
    const gap = of("calibration-gap");
    expect(gap).toHaveLength(8);
    for (const early of gap.slice(0, 4)) expect(Math.abs(early.value ?? 1)).toBeLessThan(0.05);
    for (const late of gap.slice(4)) expect(late.high).toBeLessThan(-0.1);
    expect(of("brier").map(({ status }) => status)).toEqual([
      "ok",
      "ok",
      "ok",
      "ok",
      "watch",
      "watch",
      "watch",
      "watch",
    ]);
    expect(of("auc").every(({ value, low, high }) => low! < value! && value! < high!)).toBe(true);
    for (const estimate of of("estimated-outcome-rate").slice(4)) {
      expect(estimate.reason.code).toBe("assumes-calibrated-scores");
    }
    expect(gap[0]?.quality).toContain("cohort-approximate");
    expect(gap[0]?.details["maturity"]).toMatchObject({ share: 1, byAge: { "3h": 2800 } });
  });

  test("is given by stratum too", async () => {
    const findings = await ask({ analysis: "performance", window: { width: "range" }, strata: ["site"] });
    const auc = findings.filter(({ statistic }) => statistic === "auc");
    expect(auc.map(({ subject }) => subject.labels)).toEqual([
      {},
      { "ml.stratum.site": "north" },
      { "ml.stratum.site": "south" },
    ]);
    expect(auc[0]?.n).toBe((auc[1]?.n ?? 0) + (auc[2]?.n ?? 0));
  });

  test("cannot tell without labels", async () => {
    const store = createMemoryStore();
    for (const batch of simulateModel(
      Array.from({ length: 7 }, () => ({ rows: 300, labelled: 0 })),
      2,
    ))
      await store.sink.append(batch);
    const findings = await ask(
      { analysis: "performance", range: { from: iso(0), to: iso(7) }, window: WEEKS },
      store.source,
    );
    expect(findings.find(({ statistic }) => statistic === "auc")).toMatchObject({
      status: "undetermined",
      value: null,
      reason: { code: "cannot-tell-without-labels" },
    });
    expect(findings.find(({ statistic }) => statistic === "estimated-accuracy")?.status).toBe("info");
  });

  test("says that labels are immature", async () => {
    const store = createMemoryStore();
    for (const batch of simulateModel(
      Array.from({ length: 7 }, () => ({ rows: 400, labelled: 0.4 })),
      3,
    ))
      await store.sink.append(batch);
    const findings = await ask(
      { analysis: "performance", range: { from: iso(0), to: iso(7) }, window: WEEKS },
      store.source,
    );
    expect(findings.find(({ statistic }) => statistic === "auc")?.reason.code).toBe("labels-immature");
  });
});

describe("decompose", () => {
  test("finds neither part before and both after data and model moved", async () => {
    const findings = await ask({ analysis: "decompose", window: { width: "1w" } });
    const total = findings.filter(({ statistic }) => statistic === "loss-change");
    expect(total.slice(4).every(({ reason }) => reason.code === "data-and-model-moved")).toBe(true);
    const byId = (statistic: string) =>
      findings.filter((finding) => finding.statistic === statistic)[6]?.value ?? 0;
    expect(byId("loss-change-score-mix") + byId("loss-change-outcome-given-score")).toBeCloseTo(
      byId("loss-change"),
      9,
    );
  });
});

describe("lift", () => {
  const margin = { model: MODEL, target: { kind: "business", name: "margin" } } as const;
  const compare = { attribute: "ml.arm", treated: "treated", control: "control", treatedShare: 0.5 };

  test("covers the true effect overall and by stratum, in the declared unit", async () => {
    const findings = await ask({
      analysis: "lift",
      subject: margin,
      compare,
      strata: ["site"],
      window: { width: "range" },
    });
    const differences = findings.filter(({ statistic }) => statistic.endsWith("mean-difference"));
    expect(differences).toHaveLength(4);
    for (const { low, high, unit, reason, sampling } of differences) {
      expect(low).toBeLessThan(1.5);
      expect(high).toBeGreaterThan(1.5);
      expect(low).toBeGreaterThan(0);
      expect([unit, reason.code, sampling?.sequential]).toEqual(["EUR", "effect-significant", true]);
    }
    expect(findings.find(({ statistic }) => statistic === "sample-ratio")?.status).toBe("ok");
    expect(findings.find(({ statistic }) => statistic === "mean-ratio")?.value).toBeCloseTo(9.5 / 8, 1);
  });

  test("gives no effect where the split is broken", async () => {
    const findings = await ask({
      analysis: "lift",
      subject: margin,
      compare: { ...compare, treatedShare: 0.6 },
      window: { width: "range" },
    });
    expect(findings.find(({ statistic }) => statistic === "sample-ratio")?.reason.code).toBe("broken-split");
    expect(findings.find(({ statistic }) => statistic === "mean-difference")).toMatchObject({
      value: null,
      status: "undetermined",
      reason: { code: "broken-split" },
    });
  });

  test("calls groups observational that were not assigned by design", async () => {
    const bySite = { attribute: "ml.stratum.site", treated: "north", control: "south" };
    const [difference] = await ask({
      analysis: "lift",
      subject: { model: MODEL, target: { kind: "outcome" } },
      compare: bySite,
      window: { width: "range" },
    });
    expect(difference?.details["assigned"]).toBe("observational");
    expect(difference?.reason.text).toMatch(/not assigned by design/);
    expect(difference?.reason.code).toBe("effect-not-significant");
  });

  test("asks for the groups that it needs", async () => {
    await expect(ask({ analysis: "lift", subject: margin })).rejects.toThrow(/names no groups/);
  });
});

describe("verdict", () => {
  test("is one row per monitor with the date on which it could have been known", async () => {
    const [verdict, ...others] = await ask({ analysis: "verdict" });
    expect(others).toEqual([]);
    expect(verdict).toMatchObject({
      status: "act",
      monitor: "m",
      details: { owner: "risk team", action: "recalibrate" },
    });
    const shown = verdict?.details["firstAct"];
    const firstAct = Date.parse(typeof shown === "string" ? shown : "");
    expect(firstAct).toBeGreaterThan(START_MS + 28 * DAY_MS);
    expect(firstAct).toBeLessThanOrEqual(START_MS + 56 * DAY_MS);
    expect(verdict?.details["culprits"]).toEqual(
      expect.arrayContaining([expect.objectContaining({ member: "feature:signal" })]),
    );
    expect(verdict?.reason.text).toMatch(
      /^The model should be looked at since 2024-0\d-\d\d: the Brier score averages/,
    );
  });

  test("does not depend on the range that a panel shows, only on its end", async () => {
    const wide = await ask({ analysis: "verdict" });
    const narrow = await ask({ analysis: "verdict", range: { from: iso(50), to: iso(56) } });
    expect(narrow).toEqual(wide);
  });

  test("was quiet while nothing had changed", async () => {
    const [verdict] = await ask({ analysis: "verdict", range: { from: iso(0), to: iso(28) } });
    expect(verdict).toMatchObject({
      status: "ok",
      details: { firstAct: null, firstWatch: null, action: "leave alone" },
    });
  });

  test("says that a model stopped reporting, and that it is too early to judge", async () => {
    const [silent] = await ask({ analysis: "verdict", range: { from: iso(0), to: iso(60) } });
    expect(silent).toMatchObject({ status: "missing", reason: { code: "no-data" } });
    const [early] = await ask({ analysis: "verdict", range: { from: iso(0), to: iso(5) } });
    expect(early?.status).toBe("undetermined");
  });

  test("names the monitors that exist where another is asked for", async () => {
    await expect(ask({ analysis: "verdict", monitor: "n" })).rejects.toThrow(/there is no monitor "n"; m;/);
  });
});

describe("every answer", () => {
  const queries: (Partial<QueryInput> & Pick<QueryInput, "analysis">)[] = [
    { analysis: "drift", window: WEEKS },
    { analysis: "performance", window: WEEKS },
    { analysis: "decompose", window: WEEKS },
    {
      analysis: "lift",
      subject: { model: MODEL, target: { kind: "business", name: "margin" } },
      compare: { attribute: "ml.arm", treated: "treated", control: "control" },
      strata: ["site"],
      window: WEEKS,
    },
    { analysis: "verdict" },
  ];

  test.each(queries)(
    "$analysis parses by the schema and does not depend on the order of series",
    async (query) => {
      const findings = await ask(query);
      expect(findings.length).toBeGreaterThan(0);
      for (const finding of findings)
        expect(findingSchema.safeParse(JSON.parse(JSON.stringify(finding))).error).toBeUndefined();
      expect(await ask(query, backwards(source))).toEqual(findings);
    },
  );

  test("stops when the caller does", async () => {
    const query = parseQuery({ subject: { model: MODEL }, range: RANGE });
    await expect(evaluate(query, source, { signal: AbortSignal.abort() })).rejects.toThrow(/cancelled/);
  });
});

async function turned<S>(answer: Promise<readonly S[]>): Promise<readonly S[]> {
  return [...(await answer)].reverse();
}

/** The same store, answering its series in the opposite order. */
function backwards(original: Source): Source {
  return {
    ...original,
    histogramWindows: (request, signal) => turned<WindowedSeries>(original.histogramWindows(request, signal)),
    categoryWindows: (request, signal) => turned(original.categoryWindows(request, signal)),
    sumWindows: (request, signal) => turned(original.sumWindows(request, signal)),
    references: (request, signal) => turned(original.references(request, signal)),
    labelValues: (request, signal) => turned(original.labelValues(request, signal)),
  };
}
