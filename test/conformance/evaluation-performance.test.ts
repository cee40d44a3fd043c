import { parseQuery, type Finding } from "@modelwatch/conventions/query";
import { evaluate } from "@modelwatch/evaluation";
import type { Source } from "@modelwatch/sources";
import { createMemoryStore } from "@modelwatch/sources/memory";
import { beforeAll, describe, expect, test } from "vitest";
import { createRandom, drawNormal } from "../calibration/random.js";
import { DAY_MS, MODEL, simulateModel, START_MS, type SimulatedDay } from "../calibration/simulated-model.js";
import { HOUR_MS, toExports, type FeedEvent } from "./feed.js";

const at = (ms: number) => new Date(ms).toISOString();

function askFrom(source: Source): Promise<readonly Finding[]> {
  const range = { from: at(START_MS), to: at(START_MS + 21 * DAY_MS) };
  const asked = {
    analysis: "performance",
    window: { width: "1w" },
    subject: { model: MODEL },
    range,
  } as const;
  return evaluate(parseQuery(asked), source);
}

function histogram(
  minute: number,
  metric: string,
  labels: Readonly<Record<string, string>>,
  values: readonly number[],
  ofBounds: readonly number[],
): FeedEvent {
  const counts = Array.from({ length: ofBounds.length + 1 }, () => 0);
  for (const value of values) {
    const bucket = ofBounds.findIndex((bound) => value <= bound);
    const index = bucket === -1 ? ofBounds.length : bucket;
    counts[index] = counts[index]! + 1;
  }
  return {
    kind: "histogram",
    minute,
    metric,
    labels,
    bounds: ofBounds,
    counts,
    sum: values.reduce((a, b) => a + b, 0),
  };
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe("a classifier whose labels stopped arriving", () => {
  // Its scores promise too little (log odds 1 too low): calibration is broken in the labelled weeks already.
  const labelled: SimulatedDay = { rows: 600, concept: 1 };
  const silent: SimulatedDay = { rows: 600, concept: 1, signalShift: 0.5, labelled: 0 };
  const days = [...Array.from({ length: 14 }, () => labelled), ...Array.from({ length: 7 }, () => silent)];
  let findings: readonly Finding[];

  beforeAll(async () => {
    const store = createMemoryStore();
    for (const batch of simulateModel(days, 4)) await store.sink.append(batch);
    findings = await askFrom(store.source);
  });

  const first = (statistic: string) => findings.find((finding) => finding.statistic === statistic);
  const last = (statistic: string) => findings.findLast((finding) => finding.statistic === statistic);

  test("gets estimates from the last labelled window, and only where labels are missing", () => {
    const rates = findings.filter(({ statistic }) => statistic === "recalibrated-outcome-rate");
    expect(rates.map(({ window }) => window.from)).toEqual(["2024-01-15T00:00:00+00:00"]);
    expect(last("recalibrated-outcome-rate")?.reason.code).toBe("assumes-outcomes-as-before");
  });

  test("is estimated better by what scores were worth than by what they promise", async () => {
    const truth = createMemoryStore();
    const told = days.map((day) => ({ ...day, labelled: 1 }));
    for (const batch of simulateModel(told, 4)) await truth.sink.append(batch);
    const complete = await askFrom(truth.source);
    const gap = complete.findLast(({ statistic }) => statistic === "calibration-gap");
    const rate = Number(gap?.details["outcomeRate"]);
    const recalibrated = last("recalibrated-outcome-rate");
    expect(Math.abs((last("estimated-outcome-rate")?.value ?? 0) - rate)).toBeGreaterThan(0.1);
    expect(recalibrated?.low).toBeLessThan(rate);
    expect(recalibrated?.high).toBeGreaterThan(rate);
  });

  test("says when the scores refute that only the share of positives moved", () => {
    expect(last("label-shift-outcome-rate")).toMatchObject({
      status: "undetermined",
      reason: { code: "label-shift-refuted" },
    });
  });

  test("shows Brier's parts, the ROC and the calibration curve beside the numbers", () => {
    expect(first("brier")?.details["murphy"]).toMatchObject({ uncertainty: expect.any(Number) });
    expect(first("auc")?.details["roc"]).toHaveLength(19);
    expect(first("calibration-error")?.details["curve"]).not.toHaveLength(0);
    for (const statistic of ["f1", "specificity", "accuracy"]) {
      const { low, value, high } = first(statistic)!;
      expect(low).toBeLessThan(value!);
      expect(high).toBeGreaterThan(value!);
    }
  });
});

describe("a regression", () => {
  const bounds = Array.from({ length: 61 }, (_, i) => i - 30);
  const startMs = START_MS;
  const hours = 24;
  let findings: readonly Finding[];
  let errors: number[][];

  beforeAll(async () => {
    const random = createRandom(9);
    const spread = (hour: number) => (hour < hours / 2 ? 2 : 6);
    errors = Array.from({ length: hours }, (_, hour) =>
      Array.from({ length: 240 }, () => 0.5 + spread(hour) * drawNormal(random)),
    );
    const labels = { "ml.model.name": "arrival", "ml.model.version": "1" };
    const events = errors.flatMap((ofHour, hour) =>
      [0, 15, 30, 45].flatMap((minute, quarter): FeedEvent[] => {
        const own = ofHour.slice(quarter * 60, (quarter + 1) * 60);
        // truths arrive half an hour late, the middle of the first label delay
        const arrival = { ...labels, "ml.outcome.age": "1h" };
        const when = hour * 60 + minute;
        return [
          histogram(when + 30, "ml.outcome.error", arrival, own, bounds),
          histogram(
            when,
            "ml.prediction.value",
            labels,
            own.map((error) => 30 + error),
            [10, 20, 30, 40],
          ),
        ];
      }),
    );
    const store = createMemoryStore();
    for (const batch of toExports(events, { temporality: "delta", startMs, minutes: hours * 60 + 60 })) {
      if (batch.histograms.length > 0) await store.sink.append(batch);
    }
    const query = parseQuery({
      analysis: "performance",
      subject: { model: "arrival" },
      window: { width: "1h" },
      range: { from: at(startMs), to: at(startMs + hours * HOUR_MS) },
      reference: { kind: "range", from: at(startMs), to: at(startMs + 6 * HOUR_MS) },
      guard: { lossTolerance: 1 },
    });
    findings = await evaluate(query, store.source);
  });

  const of = (statistic: string) => findings.filter((finding) => finding.statistic === statistic);

  test("is judged by its errors, never by measures of a probability", () => {
    expect([...new Set(findings.map(({ statistic }) => statistic))]).toEqual([
      "bias",
      "mean-absolute-error",
      "root-mean-squared-error",
    ]);
  });

  test("has the bias of the raw errors exactly, and their mean size inside its interval", () => {
    errors.forEach((ofHour, hour) => {
      expect(of("bias")[hour]?.value).toBeCloseTo(mean(ofHour), 9);
      const absolute = of("mean-absolute-error")[hour]!;
      const raw = mean(ofHour.map(Math.abs));
      expect(absolute.low).toBeLessThan(raw);
      expect(absolute.high).toBeGreaterThan(raw);
      expect(absolute.n).toBe(240);
    });
  });

  test("is watched from the hour in which its errors tripled, and not before", () => {
    expect(of("mean-absolute-error").map(({ status }) => status)).toEqual([
      ...Array.from({ length: hours / 2 }, () => "ok"),
      ...Array.from({ length: hours / 2 }, () => "watch"),
    ]);
  });
});
