import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distributionFromValues } from "../distribution/from-values.js";
import type { NumericDistribution } from "../distribution/distribution.js";
import { computeRegressionErrors } from "./regression-errors.js";
import type { Estimate } from "./scored-outcomes.js";

const BOUNDS = [-60, -20, -5, -1, 2, 7, 30, 60];
const residuals = fc.array(fc.double({ min: -59, max: 59, noNaN: true }), { minLength: 1, maxLength: 60 });
const onlyCounts = ({ bounds, counts, count }: NumericDistribution): NumericDistribution => ({
  kind: "numeric",
  bounds,
  counts,
  count,
});
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function expectInside(estimate: Estimate | null, raw: number): void {
  const { low, high } = estimate!.resolution ?? { low: estimate!.value, high: estimate!.value };
  const slack = 1e-9 * (1 + Math.abs(raw));
  expect(low).toBeLessThanOrEqual(raw + slack);
  expect(high).toBeGreaterThanOrEqual(raw - slack);
}

function width(histogram: NumericDistribution): number {
  const { low, high } = computeRegressionErrors(histogram).meanAbsoluteError!.resolution!;
  return high - low;
}

describe("regression errors", () => {
  it("hold bias, MAE and RMSE of the raw residuals, with sums and without", () => {
    fc.assert(
      fc.property(residuals, (errors) => {
        const full = distributionFromValues(errors, BOUNDS);
        for (const histogram of [full, onlyCounts(full), { ...onlyCounts(full), sum: full.sum! }]) {
          const found = computeRegressionErrors(histogram);
          expectInside(found.bias, mean(errors));
          expectInside(found.meanAbsoluteError, mean(errors.map(Math.abs)));
          expectInside(found.rootMeanSquaredError, Math.sqrt(mean(errors.map((error) => error ** 2))));
        }
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  it("are exact for bias and RMSE where Σe and Σe² are stored, and for the MAE where all errors have one sign", () => {
    const found = computeRegressionErrors(distributionFromValues([3, 4, 5, 12], [0, 10, 20]));
    expect(found.bias).toMatchObject({ value: 6, resolution: null });
    expect(found.rootMeanSquaredError!.value).toBeCloseTo(Math.sqrt(194 / 4), 12);
    expect(found.meanAbsoluteError).toMatchObject({ value: 6, resolution: null });
  });

  it("narrow with Σe", () => {
    const full = distributionFromValues([-3, 4, 5, -12, 1], BOUNDS);
    expect(width({ ...onlyCounts(full), sum: full.sum! })).toBeLessThan(width(onlyCounts(full)));
  });

  it("say nothing without rows or from an open tail", () => {
    expect(Object.values(computeRegressionErrors(distributionFromValues([], BOUNDS)))).toEqual([
      null,
      null,
      null,
    ]);
    const open = computeRegressionErrors(onlyCounts(distributionFromValues([1, 100], [0, 10])));
    expect(Object.values(open)).toEqual([null, null, null]);
  });
});
