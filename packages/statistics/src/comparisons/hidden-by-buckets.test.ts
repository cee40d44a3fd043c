import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeStatistic } from "../compute-statistic.js";
import { wasserstein1OfPoints } from "../distances/wasserstein.js";
import { distributionFromValues } from "../distribution/from-values.js";

const SEED = { seed: 47, numRuns: 400 };
const value = fc.integer({ min: -400, max: 400 }).map((x) => x / 8);
const values = fc.array(value, { minLength: 2, maxLength: 50 });
const bounds = fc
  .uniqueArray(value, { minLength: 2, maxLength: 10 })
  .map((all) => Float64Array.from(all).sort());

/** The statistic on one bucket per distinct value: nothing is hidden. */
function pooled(x: number[], y: number[]) {
  const points = [...new Set([...x, ...y])].sort((a, b) => a - b);
  const inner = points.slice(0, -1);
  return { points, x: distributionFromValues(x, inner), y: distributionFromValues(y, inner) };
}

describe("what buckets hide", () => {
  it.each(["ks", "mann-whitney"])("the unbucketed %s lies between low and high", (id) => {
    fc.assert(
      fc.property(values, values, bounds, (x, y, cuts) => {
        const raw = pooled(x, y);
        const truth = computeStatistic(id, { reference: raw.x, current: raw.y });
        const seen = computeStatistic(id, {
          reference: distributionFromValues(x, cuts),
          current: distributionFromValues(y, cuts),
        });
        if (truth.kind !== "value" || seen.kind !== "value") return;
        expect(truth.value).toBeGreaterThanOrEqual(seen.low - 1e-12);
        expect(truth.value).toBeLessThanOrEqual((seen.high ?? Infinity) + 1e-12);
      }),
      SEED,
    );
  });

  it.each([
    ["with exact moments and extremes", (d: ReturnType<typeof distributionFromValues>) => d],
    [
      "with exact means only",
      ({ kind, bounds: cuts, counts, count, sum }: ReturnType<typeof distributionFromValues>) => ({
        kind,
        bounds: cuts,
        counts,
        count,
        ...(sum === undefined ? {} : { sum }),
      }),
    ],
    [
      "with counts only",
      ({ kind, bounds: cuts, counts, count }: ReturnType<typeof distributionFromValues>) => ({
        kind,
        bounds: cuts,
        counts,
        count,
      }),
    ],
  ])("the unbucketed Wasserstein distance lies between low and high, %s", (_name, keep) => {
    fc.assert(
      fc.property(values, values, bounds, (x, y, cuts) => {
        const raw = pooled(x, y);
        const truth = wasserstein1OfPoints(raw.points, raw.x.counts, raw.y.counts);
        const seen = computeStatistic("wasserstein-1", {
          reference: keep(distributionFromValues(x, cuts)),
          current: keep(distributionFromValues(y, cuts)),
        });
        if (seen.kind !== "value") return;
        expect(truth).toBeGreaterThanOrEqual(seen.low - 1e-9);
        expect(truth).toBeLessThanOrEqual((seen.high ?? Infinity) + 1e-9);
      }),
      SEED,
    );
  });

  it("is recovered by the exact means for a shift inside one bucket", () => {
    const x = Array.from({ length: 100 }, (_, k) => k / 100);
    const seen = computeStatistic("wasserstein-1", {
      reference: distributionFromValues(x, [-1, 0, 5]),
      current: distributionFromValues(
        x.map((each) => each + 2),
        [-1, 0, 5],
      ),
    });
    expect(seen.kind === "value" && Math.abs(seen.value - 2) < 1e-9).toBe(true);
  });
});
