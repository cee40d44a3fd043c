import {
  normalMixtureLogRatio,
  normalQuantile,
  studentTQuantile,
  type DistributionWindows,
} from "@modelwatch/statistics";
import { rowMomentsOf, windowMeans } from "./window-means.js";

/** Spread of the shifts that the mixture bets on, in standard deviations of a row. */
const MIXING_SD = 0.25;
/** The hours of a day are one batch: longer than the memory of the traffics. */
const BATCH = 24;
/** Where the normal law is stretched to the Student's t that an estimated variance asks for: .05, two-sided, over 16 features. */
const TAIL = 0.05 / 16 / 2;

/**
 * The yardstick: ln of the mixture likelihood ratio that the mean of hourly means since window `start` differs from that of the
 * `reference` windows at the beginning, both with the variance of batch means (days of the reference), widened because few days
 * estimate it. Always valid where hourly means are normal. Null for categories.
 */
export function mixtureSprt(
  windows: DistributionWindows,
  reference: number,
  start: number,
): Float64Array | null {
  const means = windowMeans(windows);
  if (means === null) return null;
  const past = means.subarray(0, reference);
  const centre = meanOf(past);
  const mixingVariance = (MIXING_SD * rowMomentsOf(windows, reference).sd) ** 2;
  const perHour = BATCH * varianceOfBatches(past);
  let sum = 0;
  return means.subarray(start).map((mean, at) => {
    sum += mean;
    const hours = at + 1;
    const errorVariance = perHour * (1 / hours + 1 / reference);
    return normalMixtureLogRatio({ distance: sum / hours - centre, errorVariance, mixingVariance });
  });
}

function varianceOfBatches(hours: Float64Array): number {
  const batches = Math.floor(hours.length / BATCH);
  const means = Float64Array.from({ length: batches }, (_, batch) =>
    meanOf(hours.subarray(batch * BATCH, (batch + 1) * BATCH)),
  );
  const centre = meanOf(means);
  const variance = means.reduce((sum, mean) => sum + (mean - centre) ** 2, 0) / (batches - 1);
  return variance * (studentTQuantile(1 - TAIL, batches - 1) / normalQuantile(1 - TAIL)) ** 2;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
