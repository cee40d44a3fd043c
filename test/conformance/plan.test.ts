import { findingSchema, parseQuery, type Finding, type QueryInput } from "@modelwatch/conventions/query";
import { evaluate } from "@modelwatch/evaluation";
import type { Source } from "@modelwatch/sources";
import { createMemoryStore } from "@modelwatch/sources/memory";
import { beforeAll, describe, expect, it } from "vitest";
import { EXPERIMENT, EXPERIMENT_START_MS, simulateExperiment } from "../calibration/simulated-experiment.js";
import { MODEL, START_MS, simulateModel } from "../calibration/simulated-model.js";

const DAY_MS = 86_400_000;
const DAYS = 40;
const REVENUE = { model: EXPERIMENT, target: { kind: "business", name: "revenue" } } as const;
const ARMS = { attribute: "ml.arm", treated: "treated", control: "control" };

let alike: Source;
let model: Source;

beforeAll(async () => {
  const experiment = createMemoryStore();
  const plan = {
    days: DAYS,
    rowsPerDay: 400,
    effect: { value: 0, from: 0 },
    treatedShare: [0.5, 0.5],
    explained: 0.5,
  } as const;
  for (const batch of simulateExperiment(plan, 7)) await experiment.sink.append(batch);
  alike = experiment.source;
  const simulated = createMemoryStore();
  const days = Array.from({ length: DAYS }, () => ({ rows: 400 }));
  for (const batch of simulateModel(days, 8)) await simulated.sink.append(batch);
  model = simulated.source;
});

function ask(source: Source, startMs: number, query: Partial<QueryInput>): Promise<readonly Finding[]> {
  const iso = (day: number) => new Date(startMs + day * DAY_MS).toISOString();
  const range = { from: iso(0), to: iso(DAYS) };
  return evaluate(parseQuery({ analysis: "plan", subject: REVENUE, range, ...query }), source);
}
const askRevenue = (query: Partial<QueryInput>) => ask(alike, EXPERIMENT_START_MS, query);
const find = (findings: readonly Finding[], statistic: string, target?: string) => {
  const found = findings.find(
    (finding) =>
      finding.statistic === statistic && (target === undefined || finding.subject.target === target),
  );
  if (found === undefined) throw new Error(`no ${statistic} of ${target ?? "anything"}`);
  return found;
};

describe("the plan of an experiment", () => {
  it("finds the smallest effect from rows, and about the same from two groups that are alike", async () => {
    const fromRows = find(await askRevenue({}), "smallest-detectable-effect");
    const fromGroups = find(await askRevenue({ compare: ARMS }), "smallest-detectable-effect");
    // sd 4, 16,000 rows in halves: one standard error is 4·2/√16,000 = .063; always-valid with 80 % power takes about four
    expect(fromRows.value).toBeGreaterThan(3.4 * 0.0633);
    expect(fromRows.value).toBeLessThan(4.6 * 0.0633);
    expect(fromRows.details).toMatchObject({ varianceFrom: "rows" });
    expect(fromGroups.details).toMatchObject({ varianceFrom: "groups" });
    expect(fromGroups.low).toBeLessThan(fromRows.value!);
    expect(fromGroups.high).toBeGreaterThan(fromRows.value!);
    // windows share a level of sd 1: a comparison that does not cancel it would need much more
    expect(fromRows.high).toBeGreaterThan(2 * fromRows.value!);
    expect(Number(fromRows.details["designEffect"])).toBeGreaterThan(10);
  });

  it("finds a stated effect in as many days as the smallest effect's table says", async () => {
    const findings = await askRevenue({});
    const smallest = find(findings, "smallest-detectable-effect");
    const table = smallest.details["byDays"] as { days: number; effect: number }[];
    expect(table.map(({ days }) => days)).toEqual([7, 14, 28, 90]);
    const guard = { effect: table[2]!.effect };
    const time = find(await askRevenue({ guard }), "time-to-detect");
    expect(time.value).toBeGreaterThan(27);
    expect(time.value).toBeLessThanOrEqual(29);
    expect(Number(time.details["fixedSizeDays"])).toBeLessThan(0.7 * time.value!);
    expect(Number(time.details["withCovariate"])).toBeLessThan(0.7 * time.value!);
    expect(find(findings, "time-to-detect").reason.code).toBe("not-applicable");
  });

  it("checks that groups treated alike are found alike", async () => {
    const check = find(await askRevenue({ compare: ARMS }), "aa-check");
    expect(check).toMatchObject({ status: "ok", reason: { code: "effect-not-significant" } });
    expect(check.low).toBeLessThan(0);
    expect(check.high).toBeGreaterThan(0);
    expect(Number(check.details["varianceRatio"])).toBeLessThan(2);
  });

  it("plans groups that are not there yet from all rows, with the split that they will get", async () => {
    const [small, even] = await Promise.all(
      [0.1, 0.5].map(async (treatedShare) => {
        const compare = { attribute: "ml.arm", treated: "new", control: "old", treatedShare };
        return find(await askRevenue({ compare }), "smallest-detectable-effect").value!;
      }),
    );
    expect(small! / even!).toBeCloseTo(Math.sqrt(0.25 / 0.09), 6);
  });

  it("plans shares of outcomes", async () => {
    const findings = await ask(model, START_MS, {
      subject: { model: MODEL, target: { kind: "outcome" } },
      guard: { effect: 0.03 },
    });
    const smallest = find(findings, "smallest-detectable-effect");
    // p(1 − p) is at most ¼: one standard error is at most .5·2/√16,000 = .0079
    expect(smallest.value).toBeGreaterThan(2.5 * 0.0079);
    expect(smallest.value).toBeLessThan(4.6 * 0.0079);
    expect(find(findings, "time-to-detect").value).toBeGreaterThan(10);
  });

  it("says that there is nothing to plan from, and never a number in its place", async () => {
    const findings = await ask(alike, EXPERIMENT_START_MS + 100 * DAY_MS, {
      guard: { effect: 1 },
      compare: ARMS,
    });
    expect(findings.map(({ status, value }) => [status, value])).toEqual([
      ["missing", null],
      ["missing", null],
    ]);
  });
});

describe("the plan of a detector", () => {
  const inputs = { subject: { model: MODEL } };

  it("gives each member's smallest drift and time to detect", async () => {
    const findings = await ask(model, START_MS, { ...inputs, guard: { effect: 0.2 } });
    const targets = [...new Set(findings.map(({ subject }) => subject.target))];
    expect(targets).toEqual(["prediction", "feature:colour", "feature:noise", "feature:signal"]);
    const noise = find(findings, "smallest-detectable-drift", "feature:noise");
    // 12 cells, 400 rows against 20,000: a noncentrality of about 22 at alpha .0125, √(22/(8·392)) = .084
    expect(noise.value).toBeGreaterThan(0.07);
    expect(noise.value).toBeLessThan(0.11);
    expect(noise.reference).toMatchObject({ kind: "emitted", n: 20_000 });
    const time = find(findings, "time-to-detect", "feature:noise");
    expect(time.unit).toBe("d");
    expect(time.value).toBeGreaterThanOrEqual(1);
    expect(time.value).toBeLessThan(5);
  });

  it("says that a small drift would never be noticed, and that there is no reference", async () => {
    const faint = await ask(model, START_MS, { ...inputs, guard: { effect: 0.001 } });
    expect(find(faint, "time-to-detect", "feature:noise")).toMatchObject({
      value: null,
      reason: { code: "never-detectable" },
    });
    const none = await ask(model, START_MS, { ...inputs, reference: { kind: "emitted", id: "unknown" } });
    expect(new Set(none.map(({ reason }) => reason.code))).toEqual(new Set(["no-reference"]));
    for (const finding of [...faint, ...none])
      expect(findingSchema.safeParse(JSON.parse(JSON.stringify(finding))).error).toBeUndefined();
  });
});
