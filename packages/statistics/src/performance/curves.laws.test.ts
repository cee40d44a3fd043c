import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distributionFromValues } from "../distribution/from-values.js";
import { computeAuc } from "./auc.js";
import { computeBrier } from "./brier.js";
import { decomposeBrier } from "./brier-decomposition.js";
import { computeCalibrationCurve } from "./calibration-curve.js";
import { computeGainsCurve } from "./gains-curve.js";
import { computeAveragePrecision, computePrecisionRecallCurve } from "./precision-recall.js";
import { computeRocCurve } from "./roc-curve.js";
import type { ScoredOutcomes } from "./scored-outcomes.js";

const BOUNDS = [0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9];
interface Row {
  readonly score: number;
  readonly truth: boolean;
}
const rows = fc.array(fc.record({ score: fc.double({ min: 0, max: 1, noNaN: true }), truth: fc.boolean() }), {
  minLength: 1,
  maxLength: 80,
});
const scoresOf = (all: readonly Row[], truth: boolean) =>
  all.filter((row) => row.truth === truth).map((row) => row.score);
const toOutcomes = (all: readonly Row[], bounds: readonly number[] = BOUNDS): ScoredOutcomes => ({
  positive: distributionFromValues(scoresOf(all, true), bounds),
  negative: distributionFromValues(scoresOf(all, false), bounds),
});
const check = (property: fc.IProperty<[Row[]]>) => fc.assert(property, { seed: 11, numRuns: 300 });

/** Average precision of raw rows: thresholds at every distinct score. */
function rawAveragePrecision(all: readonly Row[]): number {
  const positives = all.filter((row) => row.truth).length;
  let sum = 0;
  for (const threshold of new Set(all.map((row) => row.score))) {
    const decided = all.filter((row) => row.score >= threshold);
    const gained = all.filter((row) => row.score === threshold && row.truth).length;
    sum += (gained / positives) * (decided.filter((row) => row.truth).length / decided.length);
  }
  return sum;
}

describe("curves of scored outcomes", () => {
  it("bounds the raw average precision by the best and worst order inside buckets", () => {
    check(
      fc.property(rows, (all) => {
        const estimate = computeAveragePrecision(toOutcomes(all));
        if (scoresOf(all, true).length === 0) {
          expect(estimate).toBeNull();
          return;
        }
        const raw = rawAveragePrecision(all);
        expect(estimate!.resolution!.low).toBeLessThanOrEqual(raw + 1e-9);
        expect(estimate!.resolution!.high).toBeGreaterThanOrEqual(raw - 1e-9);
        expect(estimate!.value).toBeGreaterThanOrEqual(estimate!.resolution!.low);
        expect(estimate!.value).toBeLessThanOrEqual(estimate!.resolution!.high);
      }),
    );
  });

  it("gives the raw average precision with one bucket for each score", () => {
    check(
      fc.property(rows, (all) => {
        if (scoresOf(all, true).length === 0) return;
        const bounds = [...new Set(all.map((row) => row.score))].sort((a, b) => a - b);
        const estimate = computeAveragePrecision(toOutcomes(all, bounds))!;
        expect(estimate.value).toBeCloseTo(rawAveragePrecision(all), 9);
      }),
    );
  });

  it("adds a million precisions as fast and as exactly as ten", () => {
    const positive = Float64Array.of(0, 1e6);
    const negative = Float64Array.of(5, 7);
    const outcomes: ScoredOutcomes = {
      positive: { kind: "numeric", bounds: Float64Array.of(0.5), counts: positive, count: 1e6 },
      negative: { kind: "numeric", bounds: Float64Array.of(0.5), counts: negative, count: 12 },
    };
    let worst = 0;
    for (let j = 1; j <= 1e6; j++) worst += j / (j + 7);
    expect(computeAveragePrecision(outcomes)!.resolution!.low).toBeCloseTo(worst / 1e6, 12);
  });

  it("has under its trapezoids the area of the middle order", () => {
    check(
      fc.property(rows, (all) => {
        const outcomes = toOutcomes(all);
        const points = computeRocCurve(outcomes, 0.05);
        const auc = computeAuc(outcomes);
        if (points === null) {
          expect(auc).toBeNull();
          return;
        }
        const corners = [
          { x: 0, y: 0 },
          ...points.map((point) => ({ x: point.falsePositiveRate, y: point.truePositiveRate })),
          { x: 1, y: 1 },
        ];
        let area = 0;
        for (let i = 1; i < corners.length; i++) {
          area += ((corners[i]!.x - corners[i - 1]!.x) * (corners[i]!.y + corners[i - 1]!.y)) / 2;
        }
        expect(area).toBeCloseTo(auc!.value, 12);
      }),
    );
  });

  it("finds the precision and recall that the raw rows have at every bound", () => {
    check(
      fc.property(rows, (all) => {
        const points = computePrecisionRecallCurve(toOutcomes(all));
        if (points === null) {
          expect(scoresOf(all, true)).toHaveLength(0);
          return;
        }
        for (const point of points) {
          const decided = all.filter((row) => row.score > point.threshold);
          const found = decided.filter((row) => row.truth).length;
          expect(point.recall).toBeCloseTo(found / scoresOf(all, true).length, 12);
          if (decided.length === 0) expect(point.precision).toBeNull();
          else expect(point.precision).toBeCloseTo(found / decided.length, 12);
        }
      }),
    );
  });

  it("splits the bucketed Brier score into parts that add up", () => {
    check(
      fc.property(rows, (all) => {
        const { positive, negative } = toOutcomes(all);
        const bare = {
          positive: {
            kind: "numeric",
            bounds: positive.bounds,
            counts: positive.counts,
            count: positive.count,
          },
          negative: {
            kind: "numeric",
            bounds: negative.bounds,
            counts: negative.counts,
            count: negative.count,
          },
        } as const;
        const parts = decomposeBrier(bare)!;
        const { reliability, resolution, uncertainty, reliabilityRange } = parts;
        expect(reliability - resolution + uncertainty).toBeCloseTo(computeBrier(bare)!.value, 12);
        expect(reliabilityRange.low).toBeLessThanOrEqual(reliability);
        expect(reliabilityRange.high).toBeGreaterThanOrEqual(reliability);
        expect(Math.min(resolution, uncertainty)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("finds every positive in all rows, at a lift of one", () => {
    check(
      fc.property(rows, (all) => {
        const points = computeGainsCurve(toOutcomes(all, [-1]));
        if (points === null) {
          expect(scoresOf(all, true)).toHaveLength(0);
          return;
        }
        expect(points).toEqual([{ threshold: -1, share: 1, gain: 1, lift: 1 }]);
      }),
    );
  });

  it("keeps the outcome rate of every used bucket inside its interval, and skips the unused", () => {
    check(
      fc.property(rows, (all) => {
        const curve = computeCalibrationCurve(toOutcomes(all), 0.05);
        expect(curve.reduce((sum, point) => sum + point.rows, 0)).toBe(all.length);
        for (const { outcomeRate, outcomeInterval } of curve) {
          expect(outcomeInterval.low).toBeLessThanOrEqual(outcomeRate);
          expect(outcomeInterval.high).toBeGreaterThanOrEqual(outcomeRate);
        }
      }),
    );
  });
});
