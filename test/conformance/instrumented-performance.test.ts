import { parseQuery, type Finding, type QueryInput } from "@modelwatch/conventions/query";
import { evaluate } from "@modelwatch/evaluation";
import { classes, defineModel, score } from "@modelwatch/instrumentation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRandom, drawNormal } from "../calibration/random.js";
import { startInstrumentedProcess, type InstrumentedProcess } from "./instrumented-process.js";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const START_MS = Date.parse("2024-01-01T00:00:00Z");
const DAYS = 14;
const at = (day: number) => new Date(START_MS + day * DAY_MS).toISOString();

let started: InstrumentedProcess;
beforeAll(async () => {
  started = await startInstrumentedProcess(START_MS, "cumulative");
});
afterAll(() => started.close());

function ask(model: string, query: Partial<QueryInput> = {}): Promise<readonly Finding[]> {
  const asked = {
    analysis: "performance",
    subject: { model },
    window: { width: "range" },
    range: { from: at(0), to: at(DAYS) },
    ...query,
  } as const;
  return evaluate(parseQuery(asked), started.source);
}

/** Each day's rows are counted at its noon, and their outcomes two hours later. */
async function live(day: number, predict: () => void, outcome: () => void): Promise<void> {
  const noon = START_MS + day * DAY_MS + 12 * HOUR_MS;
  await started.exportAt(noon);
  predict();
  await started.exportAt(noon + HOUR_MS);
  outcome();
  await started.exportAt(noon + 3 * HOUR_MS);
}

describe("a model of several classes, without scores", () => {
  const NAMES = ["cat", "dog", "bird"] as const;
  type Name = (typeof NAMES)[number] | "horse";
  const random = createRandom(3);
  const days = Array.from({ length: DAYS }, () =>
    Array.from({ length: 200 }, () => {
      const truth: Name = random() < 0.02 ? "horse" : NAMES[Math.floor(random() * 3)]!;
      const decided: Name = random() < 0.8 ? truth : NAMES[Math.floor(random() * 3)]!;
      return { truth, decided };
    }),
  );
  const rows = days.flat();
  const share = (trials: typeof rows, isRight: (row: (typeof rows)[number]) => boolean) =>
    trials.filter(isRight).length / trials.length;
  let findings: readonly Finding[];

  beforeAll(async () => {
    const model = defineModel({ name: "animals", version: "1", prediction: classes(NAMES) });
    const watch = started.modelwatch.watch(model, { join: {} });
    const moved = started.modelwatch.watch(defineModel({ ...model.declaration, name: "moved" }));
    for (const [day, dayRows] of days.entries()) {
      const id = (row: number) => `${day}-${row}`;
      await live(
        day,
        () => {
          for (const [row, { decided }] of dayRows.entries()) {
            watch.predict({ class: decided as "cat", id: id(row) });
            moved.predict({ class: NAMES[row % (day < 7 ? 3 : 2)]! });
          }
        },
        () => {
          for (const [row, { truth }] of dayRows.entries())
            watch.outcome({ id: id(row), truth: truth as "cat" });
        },
      );
    }
    findings = await ask("animals");
  }, 60_000);

  const one = (statistic: string, labels: Readonly<Record<string, string>> = {}) => {
    const found = findings.filter(
      ({ statistic: id, subject }) =>
        id === statistic && JSON.stringify(subject.labels) === JSON.stringify(labels),
    );
    expect(found).toHaveLength(1);
    return found[0]!;
  };

  it("has the accuracy of its rows, and says that an undeclared class may be right", () => {
    const { value, low, high, n, resolution, quality } = one("accuracy");
    const declared = share(rows, ({ truth, decided }) => truth === decided && truth !== "horse");
    const withHorses = share(rows, ({ truth, decided }) => truth === decided);
    expect(value).toBeCloseTo(declared, 12);
    expect(resolution).toEqual({ low: value, high: expect.closeTo(withHorses, 12) as number });
    expect(n).toBe(rows.length);
    expect(low).toBeLessThan(declared);
    expect(high).toBeGreaterThan(withHorses);
    expect(quality).toContain("cohort-approximate");
  });

  it.each(NAMES)("has the precision and recall of the class %s, each with its rows and interval", (name) => {
    const decided = rows.filter((row) => row.decided === name);
    const precision = one("precision", { "ml.prediction.class": name });
    expect(precision.value).toBeCloseTo(
      share(decided, ({ truth }) => truth === name),
      12,
    );
    expect(precision.n).toBe(decided.length);
    const ofClass = rows.filter((row) => row.truth === name);
    const recall = one("recall", { "ml.outcome.class": name });
    expect(recall.value).toBeCloseTo(
      share(ofClass, (row) => row.decided === name),
      12,
    );
    for (const { low, value, high, reason } of [precision, recall]) {
      expect(low! < value! && value! < high!).toBe(true);
      expect(reason.text).toContain(`of "${name}"`);
    }
  });

  it("shows how far the shares of its classes have moved", async () => {
    const subject = { model: "animals", target: { kind: "prediction" } } as const;
    const reference = { kind: "range", from: at(0), to: at(7) } as const;
    const range = { from: at(7), to: at(DAYS) };
    const [same] = await ask("animals", { analysis: "drift", subject, reference, range });
    expect(same).toMatchObject({ subject: { target: "prediction" }, n: 7 * 200 });
    expect(same!.value).toBeLessThan(0.05);
    const [moved] = await ask("moved", {
      analysis: "drift",
      subject: { ...subject, model: "moved" },
      reference,
      range,
    });
    expect(moved!.n).toBe(7 * 200);
    // 67, 67 and 66 of 200 before, then two classes alike and none of the third
    const overlap = 2 * Math.sqrt(0.335 * 0.5);
    expect(moved!.value).toBeCloseTo(Math.sqrt(1 - overlap), 12);
    expect(moved!.details["contributions"]).toMatchObject([{ cell: "bird", currentShare: 0 }, {}, {}]);
  });

  it("offers nothing that needs a probability of one class, and says so where it is asked", async () => {
    expect(new Set(findings.map(({ statistic }) => statistic))).toEqual(
      new Set(["accuracy", "precision", "recall"]),
    );
    const [asked, ...rest] = await ask("animals", { statistics: ["auc"] });
    expect(rest).toEqual([]);
    expect(asked).toMatchObject({
      statistic: "auc",
      value: null,
      status: "undetermined",
      reason: { code: "not-applicable" },
    });
    await expect(ask("animals", { analysis: "decompose" })).rejects.toMatchObject({ code: "unsupported" });
  });
});

describe("a model whose score only ranks", () => {
  const random = createRandom(4);
  const days = Array.from({ length: DAYS }, () =>
    Array.from({ length: 200 }, () => {
      const truth = random() < 0.3 ? 1 : 0;
      return { truth, score: 600 + 50 * drawNormal(random) + 60 * truth } as const;
    }),
  );
  const rows = days.flat();
  let findings: readonly Finding[];

  beforeAll(async () => {
    const bounds = Array.from({ length: 100 }, (_, i) => 400 + 5 * i);
    const prediction = score({ bounds, threshold: 650, min: 0, max: 999 });
    const watch = started.modelwatch.watch(defineModel({ name: "credit", version: "1", prediction }));
    for (const [day, dayRows] of days.entries()) {
      await live(
        day,
        () => {
          for (const row of dayRows) watch.predict({ score: row.score });
        },
        () => {
          for (const row of dayRows) watch.outcome({ ...row, ageMs: 2 * HOUR_MS });
        },
      );
    }
    findings = await ask("credit");
  }, 60_000);

  const one = (statistic: string) => findings.find((finding) => finding.statistic === statistic)!;

  it("has the AUC of its rows within what buckets hide", () => {
    const positives = rows.filter(({ truth }) => truth === 1);
    const negatives = rows.filter(({ truth }) => truth === 0);
    let won = 0;
    for (const positive of positives)
      for (const negative of negatives) won += positive.score > negative.score ? 1 : 0;
    const auc = won / (positives.length * negatives.length);
    const { resolution, value, low, high } = one("auc");
    expect(resolution!.low).toBeLessThanOrEqual(auc);
    expect(resolution!.high).toBeGreaterThanOrEqual(auc);
    expect(Math.abs(value! - auc)).toBeLessThan(0.01);
    expect(high! - low!).toBeGreaterThan(resolution!.high - resolution!.low);
  });

  it("has precision and recall at its threshold", () => {
    const decided = rows.filter((row) => row.score >= 650);
    const right = decided.filter(({ truth }) => truth === 1).length;
    expect(one("precision").value).toBeCloseTo(right / decided.length, 12);
    expect(one("recall").value).toBeCloseTo(right / rows.filter(({ truth }) => truth === 1).length, 12);
  });

  it("has no loss, calibration or estimate without labels, and says so where it is asked", async () => {
    const offered = ["auc", "average-precision", "accuracy", "precision", "recall", "specificity", "f1"];
    expect(findings.map(({ statistic }) => statistic)).toEqual(offered);
    for (const statistic of ["brier", "calibration-error", "estimated-accuracy"]) {
      const [asked, ...rest] = await ask("credit", { statistics: [statistic] });
      expect(rest).toEqual([]);
      expect(asked).toMatchObject({ statistic, value: null, reason: { code: "not-applicable" } });
    }
    await expect(ask("credit", { analysis: "decompose" })).rejects.toMatchObject({ code: "unsupported" });
  });
});
