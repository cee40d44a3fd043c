import {
  parseQuery,
  type Finding,
  type MultiplicityMethod,
  type QueryInput,
} from "@modelwatch/conventions/query";
import { evaluate } from "@modelwatch/evaluation";
import type { Source } from "@modelwatch/sources";
import { createMemoryStore } from "@modelwatch/sources/memory";
import { beforeAll, describe, expect, test } from "vitest";
import { DAY_MS, MODEL, simulateModel, START_MS, type SimulatedDay } from "../calibration/simulated-model.js";

// Six weeks: signal and score move in the fifth; version 2 takes over with the sixth, trained on the moved world.
const DAYS = Array.from({ length: 42 }, (_, day): SimulatedDay => {
  if (day < 28) return { rows: 400 };
  return { rows: 400, signalShift: 0.8, version: day < 35 ? "1" : "2" };
});
const RANGE = { from: iso(0), to: iso(42) };
const WEEKS = { width: "1w" } as const;

let source: Source;

beforeAll(async () => {
  const store = createMemoryStore();
  for (const batch of simulateModel(DAYS, 5)) await store.sink.append(batch);
  source = store.source;
});

function iso(day: number): string {
  return new Date(START_MS + day * DAY_MS).toISOString();
}

function ask(query: Partial<QueryInput>): Promise<readonly Finding[]> {
  const reference = { kind: "emitted", id: "train" } as const;
  const base = {
    analysis: "drift",
    subject: { model: MODEL },
    range: RANGE,
    window: WEEKS,
    reference,
  } as const;
  return evaluate(parseQuery({ ...base, ...query }), source);
}

async function statuses(query: Partial<QueryInput>, target = "feature:signal") {
  const findings = await ask(query);
  return findings.filter(({ subject }) => subject.target === target).map(({ status }) => status);
}

describe("a reference", () => {
  test("of a season is the same weekdays of the weeks before", async () => {
    const week = { width: "1d" } as const;
    const findings = await ask({
      window: week,
      reference: { kind: "season", weeks: 3 },
      range: { from: iso(21), to: iso(31) },
    });
    const signal = findings.filter(({ subject }) => subject.target === "feature:signal");
    // three days of 400 rows each; the first moved day is compared with three that had not moved
    expect(signal.map(({ reference }) => reference)).toEqual(signal.map(() => ({ kind: "season", n: 1200 })));
    expect(signal[7]!.value).toBeGreaterThan(0.2);
    expect(signal[6]!.value).toBeLessThan(0.1);
  });

  test("of the window before is there for the first window too", async () => {
    const range = { from: iso(21), to: iso(42) };
    expect(await statuses({ reference: { kind: "previous" }, range })).toEqual(["ok", "watch", "ok"]);
  });

  test("range leaves a tested window out of itself, and says when nothing is left", async () => {
    const reference = { kind: "range", from: iso(0), to: iso(28) } as const;
    const findings = await ask({ reference });
    const signal = findings.filter(({ subject }) => subject.target === "feature:signal");
    expect(signal.map((finding) => finding.reference?.n)).toEqual([8400, 8400, 8400, 8400, 11_200, 11_200]);
    const inside = await ask({
      reference: { kind: "range", from: iso(1), to: iso(3) },
      range: { from: iso(0), to: iso(7) },
    });
    expect(new Set(inside.map(({ reason }) => reason.code))).toEqual(new Set(["reference-overlaps"]));
  });

  test("version is compared with all others, and never with itself", async () => {
    const reference = { kind: "version", modelVersion: "2" } as const;
    const findings = await ask({ reference, window: { width: "range" } });
    const signal = findings.find(({ subject }) => subject.target === "feature:signal");
    expect([signal?.n, signal?.reference?.n, signal?.status]).toEqual([35 * 400, 7 * 400, "watch"]);
    await expect(ask({ reference, subject: { model: MODEL, modelVersion: "2" } })).rejects.toThrow(
      /version "2" would be compared with itself/,
    );
  });

  test("arm stands in for the arm asked about", async () => {
    const matchers = [{ attribute: "ml.arm", value: "treated" }];
    const findings = await ask({
      subject: { model: MODEL, target: { kind: "prediction" }, matchers },
      reference: { kind: "arm", arm: "control" },
    });
    expect(new Set(findings.map(({ status }) => status))).toEqual(new Set(["ok"]));
    for (const { n, reference } of findings) expect(n + reference!.n).toBe(2800);
  });

  test("uploaded is used as it is, for the members that it holds", async () => {
    const members = [
      { target: "feature:colour", categories: ["red", "green", "blue"], counts: [900, 50, 50] },
      { target: "feature:gone", bounds: [0, 1], counts: [5, 5, 5] },
    ];
    const findings = await ask({
      reference: { kind: "distribution", id: "mine", members },
      window: { width: "range" },
    });
    const by = (target: string) => findings.find(({ subject }) => subject.target === target);
    expect(by("feature:colour")).toMatchObject({
      status: "watch",
      reference: { kind: "distribution", id: "mine", n: 1000 },
    });
    expect(by("feature:gone")?.status).toBe("missing");
    expect(by("feature:signal")?.reason.code).toBe("no-reference");
  });
});

describe("windows", () => {
  test("that slide are for display: a distance, no evidence, and it says so", async () => {
    const findings = await ask({ window: { width: "1w", step: "1d" } });
    const signal = findings.filter(({ subject }) => subject.target === "feature:signal");
    expect(signal).toHaveLength(42);
    for (const { status, reason, evidence, threshold, margin, value } of signal.slice(0, 42)) {
      expect({ status, code: reason.code, evidence, threshold, margin }).toEqual({
        status: "info",
        code: "display-only",
        evidence: null,
        threshold: null,
        margin: null,
      });
      expect(value).toBeGreaterThanOrEqual(0);
    }
    const late = signal.find(({ window }) => window.to.startsWith("2024-02-05"));
    const early = signal.find(({ window }) => window.to.startsWith("2024-01-29"));
    expect(late!.value!).toBeGreaterThan(5 * early!.value!);
  });

  test("that adapt are the newest stretch without a change, for each member its own", async () => {
    const findings = await ask({ window: { width: "adaptive", step: "1d" } });
    const from = (target: string) => findings.find(({ subject }) => subject.target === target)!.window.from;
    expect(from("feature:signal").slice(0, 10) >= "2024-01-28").toBe(true);
    expect(from("feature:signal").slice(0, 10) <= "2024-02-01").toBe(true);
    expect(from("feature:noise").slice(0, 10)).toBe("2024-01-01");
    expect(new Set(findings.map(({ reason }) => reason.code))).toEqual(new Set(["display-only"]));
  });
});

describe("strata", () => {
  test("are rows of their own for the members that carry them", async () => {
    const reference = { kind: "range", from: iso(0), to: iso(21) } as const;
    const range = { from: iso(21), to: iso(35) };
    const findings = await ask({ reference, range, strata: ["site"] });
    const byLabels = findings.filter(({ subject }) => Object.keys(subject.labels).length > 0);
    expect(new Set(byLabels.map(({ subject }) => subject.target))).toEqual(new Set(["prediction"]));
    const site = (value: string) =>
      byLabels.filter(({ subject }) => subject.labels["ml.stratum.site"] === value);
    expect(site("north").map(({ status }) => status)).toEqual(["ok", "watch"]);
    const [overall] = findings;
    expect(site("north")[0]!.n + site("south")[0]!.n).toBe(overall!.n);
  });

  test("have no reference where the reference knows none", async () => {
    const findings = await ask({ strata: ["site"] });
    const north = findings.find(({ subject }) => subject.labels["ml.stratum.site"] === "north");
    expect(north?.reason).toMatchObject({ code: "no-reference" });
    expect(north?.reason.text).toMatch(/holds no strata of its own/);
  });
});

async function thresholdOf(multiplicity: MultiplicityMethod): Promise<number> {
  const findings = await ask({ guard: { multiplicity } });
  const moved = findings.find(
    ({ subject, window }) => subject.target === "feature:signal" && window.from.startsWith("2024-01-29"),
  );
  return moved?.threshold ?? Number.NaN;
}

describe("many rows of one window", () => {
  test("share one threshold, and what counts is exactly what reaches it", async () => {
    for (const multiplicity of ["bonferroni", "holm", "hommel", "bh", "by", "e-bh"] as const) {
      const findings = await ask({ guard: { multiplicity } });
      for (const week of new Set(findings.map(({ window }) => window.from))) {
        const rows = findings.filter(({ window }) => window.from === week);
        expect(new Set(rows.map(({ threshold }) => threshold)).size).toBe(1);
        for (const { evidence, threshold, status, margin } of rows) {
          expect(status === "watch").toBe(evidence!.log10 >= Math.log10(threshold!));
          expect(margin).toBeCloseTo(evidence!.log10 - Math.log10(threshold!), 9);
        }
      }
    }
  });

  test("ask for less evidence of each, the more of them are found", async () => {
    // four rows, two of which have moved, at alpha .05 of which a fifth goes to the reference
    expect(await thresholdOf("bonferroni")).toBeCloseTo(4 / 0.04, 6);
    expect(await thresholdOf("holm")).toBeCloseTo(2 / 0.04, 6);
    expect(await thresholdOf("e-bh")).toBeCloseTo(4 / 0.04 / 2, 6);
  });
});
