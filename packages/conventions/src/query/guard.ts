import { z } from "zod";

/**
 * How many rows of one window are judged together: `holm`, `bonferroni` and `hommel` bound the probability of any false finding,
 * `bh`, `by` and `e-bh` the share of false ones among those found (`bh` for independent or positively dependent rows only).
 */
export const MULTIPLICITY_METHODS = ["holm", "bonferroni", "hommel", "bh", "by", "e-bh"] as const;
export type MultiplicityMethod = (typeof MULTIPLICITY_METHODS)[number];

/** What counts as an alarm, and how sure it must be. */
export const guardSchema = z.strictObject({
  /** Level of the intervals and of fixed-window tests. */
  alpha: z.number().gt(0).lt(0.5).default(0.05),
  /** At most one false alarm in this many days, over all members and evaluations together. */
  budgetDays: z.number().positive().max(3650).default(90),
  /** Absent: the analysis' own choice, which is e-BH for e-values and Holm for p-values. */
  multiplicity: z.enum(MULTIPLICITY_METHODS).optional(),
  /** Drift that does not matter, as a Hellinger distance; 0 tests for any drift. */
  tolerance: z.number().min(0).lt(1).default(0.05),
  /** Loss increase that does not matter, in the loss's unit (Brier). */
  lossTolerance: z.number().min(0).default(0.01),
  /** Smallest lift that matters, in the business metric's unit. */
  liftTolerance: z.number().min(0).default(0),
  /** Windows with fewer rows are undetermined. */
  minimumCount: z.number().int().min(1).default(100),
  /** The score above which the model decides yes: mass near it and mass that moved across it are reported. */
  decisionThreshold: z.number().optional(),
  /** How near is near, in the score's unit: rows within it of the threshold are those that a small shift flips. */
  decisionMargin: z.number().positive().default(0.02),
  /** The share of the reference beyond each of its outer quantiles that counts as its tail. */
  tailShare: z.number().gt(0).lt(0.5).default(0.01),
  /** The probability with which `plan` wants to find the effect. */
  power: z.number().gt(0).lt(1).default(0.8),
  /** The effect that `plan` wants to find, in the unit of what it plans for; absent: the tolerance that belongs to it. */
  effect: z.number().positive().optional(),
});
export type Guard = z.infer<typeof guardSchema>;
