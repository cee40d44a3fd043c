import { findingSchema, parseQuery, type Finding, type QueryInput } from "@modelwatch/conventions/query";
import { evaluate } from "@modelwatch/evaluation";
import type { Source } from "@modelwatch/sources";
import { createMemoryStore } from "@modelwatch/sources/memory";
import { beforeAll, describe, expect, it } from "vitest";
import {
  EXPERIMENT,
  EXPERIMENT_START_MS,
  simulateExperiment,
  type SimulatedExperiment,
} from "../calibration/simulated-experiment.js";

const DAYS = 60;
const iso = (day: number) => new Date(EXPERIMENT_START_MS + day * 86_400_000).toISOString();
const ARMS = { attribute: "ml.arm", treated: "treated", control: "control" };
const REVENUE = { model: EXPERIMENT, target: { kind: "business", name: "revenue" } } as const;

async function store(plan: Partial<SimulatedExperiment>, seed: number): Promise<Source> {
  const { source, sink } = createMemoryStore();
  const whole = { days: DAYS, rowsPerDay: 300, explained: 0.5, treatedShare: [0.5, 0.5], ...plan } as const;
  const effect = plan.effect ?? { value: 1.2, from: 0 };
  for (const batch of simulateExperiment({ ...whole, effect }, seed)) await sink.append(batch);
  return source;
}

function ask(source: Source, query: Partial<QueryInput> = {}): Promise<readonly Finding[]> {
  const defaults = { subject: REVENUE, compare: ARMS, window: { width: "range" } } as const;
  const range = { from: iso(0), to: iso(DAYS) };
  return evaluate(parseQuery({ analysis: "lift", ...defaults, range, ...query }), source);
}

const only = (findings: readonly Finding[], statistic: string): Finding => {
  const found = findings.filter((finding) => finding.statistic === statistic);
  expect(found.map(({ statistic: name }) => name)).toEqual([statistic]);
  return found[0]!;
};
const width = ({ low, high }: Finding) => high! - low!;

let designed: Source;
beforeAll(async () => {
  designed = await store({}, 1);
});

describe("lift of a designed experiment", () => {
  const compare = { ...ARMS, treatedShare: 0.5 };

  it("takes out what a covariate explains, and says by how much and that the arms agreed before", async () => {
    const findings = await ask(designed, { compare });
    const raw = only(findings, "mean-difference");
    const adjusted = only(findings, "covariate-adjusted-difference");
    expect(adjusted.details["varianceReduction"]).toBeCloseTo(0.5 * (16 / 17), 1);
    expect(width(adjusted)).toBeLessThan(0.85 * width(raw));
    for (const finding of [raw, adjusted]) {
      expect(finding.low).toBeLessThan(1.2);
      expect(finding.high).toBeGreaterThan(1.2);
      expect(finding.details).toMatchObject({ assigned: "by design", varianceFrom: "window", units: DAYS });
    }
    const before = adjusted.details["covariateDifference"];
    expect(before).toMatchObject({ low: expect.any(Number), high: expect.any(Number) });
    const { low, high } = before as { low: number; high: number };
    expect(low < 0 && high > 0).toBe(true);
    expect(raw.evidence?.kind).toBe("e-value");
    expect(raw.margin! > 0).toBe(raw.low! > 0);
  });

  it("says what it is worth a day and in all, as the effect times the treated rows", async () => {
    const findings = await ask(designed, { compare });
    const difference = only(findings, "mean-difference");
    const treated = Number(difference.details["treatedCount"]);
    const total = only(findings, "cumulative-value");
    expect(total.value).toBeCloseTo(difference.value! * treated, 6);
    expect(total.unit).toBe("EUR");
    const daily = only(findings, "value-per-day");
    expect(daily.value).toBeCloseTo(total.value! / DAYS, 6);
    expect(daily.unit).toBe("EUR/d");
    expect(daily.low! * DAYS).toBeCloseTo(total.low!, 6);
  });

  it("adds up from window to window", async () => {
    const weeks = (await ask(designed, { compare, window: { width: "1w" } })).filter(
      ({ statistic }) => statistic === "cumulative-value",
    );
    expect(weeks.length).toBe(9);
    const rows = weeks.map(({ details }) => Number(details["rows"]));
    for (let week = 1; week < 8; week++) expect(rows[week]).toBeGreaterThan(rows[week - 1]!);
    expect(weeks[8]!.value).toBeCloseTo(only(await ask(designed, { compare }), "cumulative-value").value!, 6);
  });

  it("is ready to report where the interval clears what matters, and says what is missing where not", async () => {
    const ready = only(await ask(designed, { compare }), "mean-difference");
    expect(ready.details).toMatchObject({ readyToReport: true, notReady: [] });
    const early = only(await ask(designed, { compare, guard: { liftTolerance: 1.2 } }), "mean-difference");
    expect(early.details).toMatchObject({ readyToReport: false, notReady: ["interval-too-wide"] });
    const observed = only(await ask(designed), "mean-difference");
    expect(observed.details).toMatchObject({ readyToReport: false, notReady: ["not-randomised"] });
  });

  it("gives revenue per visit as a ratio of sums", async () => {
    const subject = {
      model: EXPERIMENT,
      target: { kind: "business", name: "revenue", per: "visits" },
    } as const;
    const findings = await ask(designed, { subject, compare });
    const difference = only(findings, "mean-difference");
    // two visits a row on average: half the effect a row
    expect(difference.low).toBeLessThan(0.6);
    expect(difference.high).toBeGreaterThan(0.6);
    expect(difference.unit).toBe("EUR/visits");
    expect(only(findings, "sample-ratio").status).toBe("ok");
    expect(findings.some(({ statistic }) => statistic === "covariate-adjusted-difference")).toBe(false);
    expect(only(findings, "cumulative-value").unit).toBe("EUR");
  });

  it("finds no confounder among strata that chance spread alike", async () => {
    const findings = await ask(designed, { compare, strata: ["segment"] });
    expect(only(findings, "confounder-shift").reason.code).toBe("descriptive");
    const ranks = only(findings, "van-elteren");
    expect(ranks.value).toBeGreaterThan(0);
    expect(ranks.reason.code).toBe("effect-significant");
    expect(ranks.sampling).toBeNull();
  });
});

describe("lift where nobody was assigned by design", () => {
  it("names the stratum that moves the effect, and splits the pooled one into mix and within", async () => {
    const source = await store(
      { treatedShare: [0.2, 0.8], segmentEffect: 6, effect: { value: -1, from: 0 } },
      2,
    );
    const findings = await ask(source, { strata: ["segment"] });
    const shift = only(findings, "confounder-shift");
    expect(shift).toMatchObject({ reason: { code: "confounded" }, details: { stratum: "segment", rank: 1 } });
    expect(shift.high).toBeLessThan(-3);
    const stratified = only(findings, "stratified-mean-difference");
    expect(stratified.low).toBeLessThan(-1);
    expect(stratified.high).toBeGreaterThan(-1);
    const { mix, mixInterval, pooledDifference, within } = stratified.details;
    expect(Number(mix) + Number(within)).toBeCloseTo(Number(pooledDifference), 9);
    expect(mixInterval).toMatchObject({ value: mix });
    expect((mixInterval as { low: number }).low).toBeGreaterThan(2);
    const pooled = findings.find(({ statistic }) => statistic === "mean-difference");
    expect(pooled?.reason.code).toBe("simpson-reversal");
    expect(pooled?.details["notReady"]).toContain("simpson-unexplained");
  });

  it("compares differences before and after a change, labelled as weaker", async () => {
    const source = await store(
      { treatedShare: [0.2, 0.8], segmentEffect: 6, effect: { value: 2, from: 45 } },
      3,
    );
    const change = {
      reference: { kind: "range", from: iso(0), to: iso(45) },
      range: { from: iso(45), to: iso(DAYS) },
    } as const;
    const findings = await ask(source, change);
    const weaker = only(findings, "difference-in-differences");
    expect(weaker.low).toBeLessThan(2);
    expect(weaker.high).toBeGreaterThan(2);
    expect(weaker.low).toBeGreaterThan(0);
    expect(weaker.details).toMatchObject({ weakerThanRandomised: true, windowsBefore: 45, windowsAfter: 15 });
    expect(weaker.sampling?.sequential).toBe(false);
    expect(weaker.evidence?.kind).toBe("p-value");
    expect(weaker.reason.text).toMatch(/Weaker than a randomised comparison/);
    expect(Number(weaker.details["preTrendPValue"])).toBeGreaterThan(0.05);
    // the plain difference still holds the confounding of the segments
    expect(only(findings, "mean-difference").low).toBeGreaterThan(4);
  });

  it("reads an interrupted series where there are no groups", async () => {
    const source = await store({ treatedShare: [1, 1], effect: { value: 4, from: 45 } }, 4);
    const query = parseQuery({
      analysis: "lift",
      subject: REVENUE,
      reference: { kind: "range", from: iso(0), to: iso(45) },
      range: { from: iso(45), to: iso(DAYS) },
      window: { width: "range" },
    });
    const findings = await evaluate(query, source);
    const weaker = only(findings, "interrupted-series");
    expect(Math.abs(weaker.value! - 4)).toBeLessThan(1.6);
    expect(weaker.details).toMatchObject({ notReady: ["not-randomised"] });
    expect(findings).toHaveLength(1);
  });

  it("refuses a time before that does not end before", async () => {
    const reference = { kind: "range", from: iso(0), to: iso(20) } as const;
    await expect(ask(designed, { reference, range: { from: iso(10), to: iso(20) } })).rejects.toThrow(
      /does not lie before/,
    );
  });

  it("cannot tell from few windows, and says so without a number", async () => {
    const reference = { kind: "range", from: iso(70), to: iso(71) } as const;
    const findings = await ask(designed, { reference, range: { from: iso(71), to: iso(72) } });
    expect(only(findings, "difference-in-differences")).toMatchObject({
      value: null,
      status: "missing",
      reason: { code: "no-data" },
    });
    for (const finding of findings)
      expect(findingSchema.safeParse(JSON.parse(JSON.stringify(finding))).error).toBeUndefined();
  });
});
