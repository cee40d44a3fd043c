import { asymptoticHalfWidth } from "../evidence/half-width.js";
import { mixingVarianceFor, normalMixtureLogRatio } from "../evidence/normal-mixture.js";
import { requireArgument } from "../definition/require-argument.js";
import type { EffectInterval } from "./effect-interval.js";

/** One arm's entities (users, accounts): how many, Σx and Σx² of one value per entity. */
export interface EntityMoments {
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

export interface EntityEffect extends EffectInterval {
  readonly value: number;
}

export interface EntityLift {
  /** Treated − control. */
  readonly difference: EntityEffect;
  /** Treated ÷ control by the delta method; null where the control's mean is not clearly different from 0. */
  readonly ratio: EntityEffect | null;
}

/** Entities in each arm below which the limit theorem says too little. */
const LEAST_ENTITIES = 30;
/** Where the interval is tightest. */
const OPTIMAL_ENTITIES = 10_000;

/**
 * Difference and ratio of two arms' means with always-valid intervals, entities as units. Each entity counts once, with all its rows
 * added up: rows of one entity are not independent. Null with fewer than 30 entities in an arm, or values that never vary.
 *
 * Reference: Waudby-Smith et al. (Ann. Stat. 2024), doi:10.1214/24-AOS2408; the delta method as in Deng, Knoblich, Lu (KDD 2018).
 * @throws ModelwatchError `invalid-argument` for negative counts, sums that are not finite, or Σx² that no values can have.
 */
export function liftOfEntities(
  treated: EntityMoments,
  control: EntityMoments,
  options: { readonly alpha: number },
): EntityLift | null {
  const a = meanOf(treated, "treated");
  const b = meanOf(control, "control");
  if (a === null || b === null) return null;
  const units = treated.count + control.count;
  const errorVariance = a.errorVariance + b.errorVariance;
  if (!(errorVariance > 0)) return null;
  const effect = (value: number, variance: number, noEffect: number): EntityEffect => {
    const unitVariance = variance * units;
    const { alpha } = options;
    const half = asymptoticHalfWidth({ variance: unitVariance, units, alpha, optimalAt: OPTIMAL_ENTITIES });
    const mixingVariance = unitVariance * mixingVarianceFor(alpha, OPTIMAL_ENTITIES);
    return {
      value,
      low: value - half,
      high: value + half,
      logEvidence: normalMixtureLogRatio({
        distance: value - noEffect,
        errorVariance: variance,
        mixingVariance,
      }),
      unit: "entity",
      units,
      effectiveUnits: units,
    };
  };
  const level = b.errorVariance > 0 ? effect(b.mean, b.errorVariance, 0) : { low: b.mean, high: b.mean };
  const clear = level.low > 0 || level.high < 0;
  const ratio = a.mean / b.mean;
  return {
    difference: effect(a.mean - b.mean, errorVariance, 0),
    ratio: clear ? effect(ratio, (a.errorVariance + ratio ** 2 * b.errorVariance) / b.mean ** 2, 1) : null,
  };
}

function meanOf({ count, sum, sumOfSquares }: EntityMoments, arm: string) {
  const mean = sum / count;
  const squares = sumOfSquares - mean * sum;
  // Σ(x − x̄)² is a difference: a few units of the last place below 0 are rounding, more is a mistake
  const sane = count === 0 || squares >= -1e-9 * Math.max(1, sumOfSquares);
  requireArgument(
    Number.isInteger(count) && count >= 0 && Number.isFinite(sum) && Number.isFinite(sumOfSquares) && sane,
    `${arm} has count ${count}, sum ${sum} and sumOfSquares ${sumOfSquares}`,
    "a whole count ≥ 0 and sums of that many values",
  );
  if (count < LEAST_ENTITIES) return null;
  return { mean, errorVariance: Math.max(0, squares) / (count - 1) / count };
}
