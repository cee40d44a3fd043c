import { parseQuery, type Finding } from "@modelwatch/conventions/query";
import { evaluate } from "@modelwatch/evaluation";
import { defineModel, probability } from "@modelwatch/instrumentation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRandom, drawNormal } from "../calibration/random.js";
import { startInstrumentedProcess, type InstrumentedProcess } from "./instrumented-process.js";

const DAY_MS = 86_400_000;
const START_MS = Date.parse("2024-01-01T00:00:00Z");
const DAYS = 30;
const EFFECT = 1.2;

const model = defineModel({
  name: "offers",
  version: "1",
  prediction: probability(),
  business: { profit: { unit: "EUR", bounds: [-20, -10, 0, 5, 10, 15, 20, 30], covariate: {} } },
  strata: { segment: ["large", "small"] },
  arms: ["treated", "control"],
});

interface Row {
  readonly arm: "treated" | "control";
  readonly segment: string;
  readonly value: number;
  /** Last month's profit; null for a customer without a history. */
  readonly covariate: number | null;
}

/** What happened: profits of both signs, half of whose variance last month's explains; one customer in ten has no history. */
function drawRows(): readonly (readonly Row[])[] {
  const random = createRandom(11);
  return Array.from({ length: DAYS }, () =>
    Array.from({ length: 300 }, () => {
      const arm = random() < 0.5 ? "treated" : "control";
      const covariate = random() < 0.1 ? null : 4 * drawNormal(random);
      const value = 8 + 0.7 * (covariate ?? 0) + 3 * drawNormal(random) + (arm === "treated" ? EFFECT : 0);
      return { arm, segment: random() < 0.5 ? "large" : "small", value, covariate };
    }),
  );
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Cov(x, y) ÷ Var(y) and the share of Var(x) that it explains, from the rows themselves. */
function regress(rows: readonly Row[]) {
  const xs = rows.map(({ value }) => value);
  const ys = rows.map(({ covariate }) => covariate ?? 0);
  const [meanX, meanY] = [mean(xs), mean(ys)];
  const covariance = mean(rows.map((_, i) => (xs[i]! - meanX) * (ys[i]! - meanY)));
  const varianceX = mean(xs.map((x) => (x - meanX) ** 2));
  const varianceY = mean(ys.map((y) => (y - meanY) ** 2));
  return { theta: covariance / varianceY, explained: covariance ** 2 / (varianceX * varianceY) };
}

describe.each(["delta", "cumulative"] as const)(
  "business values with a covariate, from the call to the finding (%s)",
  (temporality) => {
    const rows = drawRows();
    let started: InstrumentedProcess;
    let findings: readonly Finding[];

    beforeAll(async () => {
      started = await startInstrumentedProcess(START_MS, temporality);
      const watch = started.modelwatch.watch(model);
      for (const [day, dayRows] of rows.entries()) {
        for (const { arm, segment, value, covariate } of dayRows)
          watch.business("profit", value, { arm, strata: { segment }, covariate });
        await started.exportAt(START_MS + (day + 1) * DAY_MS - 3_600_000);
      }
      const query = parseQuery({
        analysis: "lift",
        subject: { model: "offers", target: { kind: "business", name: "profit" } },
        compare: { attribute: "ml.arm", treated: "treated", control: "control", treatedShare: 0.5 },
        window: { width: "range" },
        range: {
          from: new Date(START_MS).toISOString(),
          to: new Date(START_MS + DAYS * DAY_MS).toISOString(),
        },
      });
      findings = await evaluate(query, started.source);
    }, 60_000);
    afterAll(() => started.close());

    const only = (statistic: string) => {
      const found = findings.filter((finding) => finding.statistic === statistic);
      expect(found).toHaveLength(1);
      return found[0]!;
    };

    it("are adjusted by the coefficient that the rows themselves give", () => {
      const { details } = only("covariate-adjusted-difference");
      const truth = regress(rows.flat());
      expect(details["theta"]).toBeCloseTo(truth.theta, 9);
      expect(details["varianceReduction"]).toBeCloseTo(truth.explained, 9);
      expect(truth.explained).toBeGreaterThan(0.3);
    });

    it("show the effect in a narrower interval than without the covariate", () => {
      const raw = only("mean-difference");
      const adjusted = only("covariate-adjusted-difference");
      for (const { low, high } of [raw, adjusted]) {
        expect(low).toBeLessThan(EFFECT);
        expect(high).toBeGreaterThan(EFFECT);
      }
      expect(adjusted.high! - adjusted.low!).toBeLessThan(0.9 * (raw.high! - raw.low!));
    });

    it("count every value, with and without a history", () => {
      expect(only("mean-difference").n).toBe(DAYS * 300);
    });
  },
);
