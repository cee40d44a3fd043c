import { requireArgument } from "../definition/require-argument.js";
import { requireCounts } from "../evidence/require-counts.js";
import { normalSurvival } from "../special/survival.js";
import { twoSided } from "../special/tail.js";

/** Counts of two groups over the same ordered cells (buckets, ascending). */
export interface OrdinalStratum {
  readonly reference: ArrayLike<number>;
  readonly current: ArrayLike<number>;
}

export interface VanElteren {
  /** Negative where the current values are larger. */
  readonly z: number;
  /** Two-sided. */
  readonly pValue: number;
  readonly strataUsed: number;
}

/**
 * Stratified Wilcoxon test: are values of one group larger within strata? Midranks from buckets, weights 1/(N+1), variance
 * corrected for ties. Null where no stratum holds both groups with values that differ.
 *
 * Reference: van Elteren (1960); Lehmann, Nonparametrics (1975), §3.3.
 * @throws ModelwatchError `invalid-argument` for sides of unequal length, or a count that is negative, NaN or ∞.
 */
export function computeVanElteren(strata: readonly OrdinalStratum[]): VanElteren | null {
  let excess = 0;
  let variance = 0;
  let strataUsed = 0;
  for (const stratum of strata) {
    const ranked = rankStratum(stratum);
    if (ranked === null) continue;
    const weight = 1 / (ranked.size + 1);
    excess += weight * ranked.excess;
    variance += weight ** 2 * ranked.variance;
    strataUsed++;
  }
  if (variance <= 0) return null;
  const z = excess / Math.sqrt(variance);
  return { z, pValue: twoSided(normalSurvival(Math.abs(z))).probability, strataUsed };
}

function rankStratum({ reference, current }: OrdinalStratum) {
  requireArgument(
    reference.length === current.length,
    `reference has ${reference.length} cells and current ${current.length}`,
    "the same cells",
  );
  requireCounts(reference, "reference");
  requireCounts(current, "current");
  let n = 0;
  let m = 0;
  let before = 0;
  let rankSum = 0;
  let ties = 0;
  for (let i = 0; i < reference.length; i++) {
    const tied = reference[i]! + current[i]!;
    rankSum += reference[i]! * (before + (tied + 1) / 2);
    ties += tied ** 3 - tied;
    before += tied;
    n += reference[i]!;
    m += current[i]!;
  }
  if (n === 0 || m === 0) return null;
  const size = n + m;
  const variance = ((n * m) / 12) * (size + 1 - ties / (size * (size - 1)));
  return { size, excess: rankSum - (n * (size + 1)) / 2, variance };
}
