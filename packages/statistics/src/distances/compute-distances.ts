import { ModelwatchError } from "@modelwatch/conventions";
import type { Distribution, DistributionWindows } from "../distribution/distribution.js";

export const FAST_DISTANCES = [
  "psi",
  "js-distance",
  "hellinger",
  "total-variation",
  "ks",
  "wasserstein-1",
] as const;

export type FastDistance = (typeof FAST_DISTANCES)[number];

/**
 * Distances of every window to one reference: windows × ids, row-major, NaN-free where `computable` says so.
 */
export function computeDistances(
  _windows: DistributionWindows,
  _reference: Distribution,
  _ids: readonly FastDistance[],
): Float64Array {
  throw new ModelwatchError("unsupported", "computeDistances is being written");
}
