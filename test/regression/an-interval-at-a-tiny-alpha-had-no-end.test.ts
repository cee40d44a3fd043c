import { ratioIntervalOf, samplingIntervalOf } from "@modelwatch/statistics";
import { expect, test } from "vitest";

test("an interval at an alpha below 1e−16 has finite ends", () => {
  const estimate = { value: 0.2, standardError: 0.01 };
  const interval = samplingIntervalOf(estimate, { alpha: 1e-18, designEffect: 1 })!;
  expect(interval.high).toBeCloseTo(0.2 + 0.01 * 8.835_109_788, 9);
  const ratio = ratioIntervalOf({ value: 2, logStandardError: 0.1 }, 1e-18);
  expect(ratio.high).toBeCloseTo(2 * Math.exp(0.883_510_978_8), 8);
});
