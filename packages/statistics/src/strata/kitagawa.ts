/** Rows and Σx of two groups in one stratum. */
export interface StratumTotals {
  readonly treatedCount: number;
  readonly treatedSum: number;
  readonly controlCount: number;
  readonly controlSum: number;
}

export interface MixDecomposition {
  /** Difference of the pooled means, treated − control; mix + within. */
  readonly total: number;
  /** What different shares of the strata explain. */
  readonly mix: number;
  /** What different means inside the strata explain. */
  readonly within: number;
}

/**
 * Splits the difference of two pooled means into mix and within parts, each weighted by the average of both groups, so that
 * there is no remainder. A stratum that only one group knows counts as mix, at that group's mean. Null where a group is empty.
 *
 * Reference: Kitagawa (JASA 1955), doi:10.1080/01621459.1955.10501299.
 */
export function decomposeMix(strata: readonly StratumTotals[]): MixDecomposition | null {
  let treated = 0;
  let control = 0;
  for (const stratum of strata) {
    treated += stratum.treatedCount;
    control += stratum.controlCount;
  }
  if (treated === 0 || control === 0) return null;
  let mix = 0;
  let within = 0;
  for (const stratum of strata) {
    const treatedShare = stratum.treatedCount / treated;
    const controlShare = stratum.controlCount / control;
    if (treatedShare === 0 && controlShare === 0) continue;
    const treatedMean = treatedShare > 0 ? stratum.treatedSum / stratum.treatedCount : undefined;
    const controlMean = controlShare > 0 ? stratum.controlSum / stratum.controlCount : undefined;
    const ofTreated = treatedMean ?? controlMean ?? 0;
    const ofControl = controlMean ?? ofTreated;
    mix += ((treatedShare - controlShare) * (ofTreated + ofControl)) / 2;
    within += ((ofTreated - ofControl) * (treatedShare + controlShare)) / 2;
  }
  return { total: mix + within, mix, within };
}
