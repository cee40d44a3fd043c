import type { Guard } from "@modelwatch/conventions/query";
import { computeBrier, samplingIntervalOf } from "@modelwatch/statistics";
import type { ReferenceOutcomes } from "../read/reference-outcomes.js";
import type { DesignEffects } from "./cohort.js";
import { MEASURES } from "./measures.js";

export interface ReferenceMeasures {
  /** Measure → its value on the reference. */
  readonly values: Readonly<Record<string, number>>;
  /** Upper bound of the reference's Brier score + tolerance; null where it cannot be told. */
  readonly lossLimit: number | null;
}

/**
 * The reference's own quality. It is one histogram without days, so its rows are taken to resemble each other as much as the
 * current ones do.
 */
export function referenceMeasures(
  { outcomes }: ReferenceOutcomes,
  effects: DesignEffects | null,
  guard: Guard,
): ReferenceMeasures {
  const cohort = {
    outcomes,
    confusion: null,
    errors: { auc: null, averagePrecision: null },
    effects: effects ?? { loss: 1, outcome: 1 },
    alpha: guard.alpha,
  };
  const values: Record<string, number> = {};
  for (const [id, measure] of Object.entries(MEASURES)) {
    const measured = measure(cohort);
    if (measured !== null) values[id] = measured.value;
  }
  const brier = computeBrier(outcomes);
  const interval =
    brier && samplingIntervalOf(brier, { alpha: guard.alpha, designEffect: cohort.effects.loss });
  const upper = interval && interval.high + ((brier.resolution?.high ?? brier.value) - brier.value);
  return { values, lossLimit: upper === null ? null : upper + guard.lossTolerance };
}
