import { detectWithAdwin, type DistributionWindows } from "@modelwatch/statistics";
import { rowMomentsOf, windowMeans } from "./window-means.js";

/**
 * ADWIN over window means in standard deviations of a row, as a stream that began with the reference: the windows at which it
 * detected a change, from `reference` on. Null for categories.
 */
export function adwinDetections(windows: DistributionWindows, reference: number): readonly number[] | null {
  const means = windowMeans(windows);
  if (means === null) return null;
  const { mean, sd } = rowMomentsOf(windows, reference);
  const { detectedAt } = detectWithAdwin(
    means.map((value) => (value - mean) / sd),
    { clock: 1 },
  );
  return detectedAt.filter((window) => window >= reference).map((window) => window - reference);
}
