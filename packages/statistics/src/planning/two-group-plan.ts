import { requireArgument } from "../definition/require-argument.js";
import { normalQuantile } from "../special/quantiles.js";
import {
  MOST_UNITS,
  smallestStandardisedEffect,
  unitsForStandardisedEffect,
  type TestPlan,
} from "./test-plan.js";

export interface TwoGroupPlan extends TestPlan {
  /** Designed share of the treated, in (0, 1). */
  readonly treatedShare: number;
}

export interface GroupVariances {
  /** Variance of one unit's value in each group. */
  readonly treated: number;
  readonly control: number;
  /** How many times more means vary than independent units would have it, ≥ 1. Default 1. */
  readonly designEffect?: number;
  /** Share of the variance that a covariate explains (CUPED), in [0, 1). Default 0. */
  readonly varianceReduction?: number;
}

/** Units of both groups together that the plan takes, rounded up within each group. */
export interface GroupSizes {
  readonly treated: number;
  readonly control: number;
}

/**
 * How many units until a difference of two means of this size is found? Null where no traffic brings that many.
 *
 * Reference: Deng, Xu, Kohavi, Walker (WSDM 2013) for the covariate's part; Kish (1965) for the design effect.
 * @throws ModelwatchError `invalid-argument` for an effect of 0, or variances, shares or probabilities out of range.
 */
export function sizeForMeans(
  effect: number,
  variances: GroupVariances,
  plan: TwoGroupPlan,
): GroupSizes | null {
  const spread = Math.sqrt(varianceOfDifference(variances, plan.treatedShare));
  requireArgument(
    spread > 0,
    `the variances are ${variances.treated} and ${variances.control}`,
    "one above 0",
  );
  const units = unitsForStandardisedEffect(Math.abs(effect) / spread, plan);
  return units === null ? null : toSizes(units, plan.treatedShare);
}

/** The smallest difference of two means that `units` units of both groups together find with the planned power. */
export function smallestMeanDifference(units: number, variances: GroupVariances, plan: TwoGroupPlan): number {
  return (
    Math.sqrt(varianceOfDifference(variances, plan.treatedShare)) * smallestStandardisedEffect(units, plan)
  );
}

/**
 * How many units until a change of a share from `control` to `treated` is found? A fixed size by the score test (pooled variance without
 * effect, own variances with it); always-valid by own variances. Null where no traffic brings that many.
 *
 * Reference: Fleiss, Levin, Paik, Statistical Methods for Rates and Proportions (2003), §4.2.
 * @throws ModelwatchError `invalid-argument` for equal shares or shares outside (0, 1).
 */
export function sizeForShares(
  shares: { readonly treated: number; readonly control: number; readonly designEffect?: number },
  plan: TwoGroupPlan,
): GroupSizes | null {
  const { treated, control, designEffect = 1 } = shares;
  const sane = [treated, control].every((share) => share > 0 && share < 1) && treated !== control;
  requireArgument(sane, `the shares are ${treated} and ${control}`, "two different shares in (0, 1)");
  const own = { treated: treated * (1 - treated), control: control * (1 - control), designEffect };
  if (plan.timing === "always-valid") return sizeForMeans(treated - control, own, plan);
  const { treatedShare: share, alpha, power } = plan;
  const pooled = share * treated + (1 - share) * control;
  const without = Math.sqrt((pooled * (1 - pooled)) / (share * (1 - share)));
  const withEffect = Math.sqrt(varianceOfDifference({ ...own, designEffect: 1 }, share));
  const distance = -normalQuantile(alpha / 2) * without + normalQuantile(power) * withEffect;
  const units = designEffect * (Math.max(0, distance) / (treated - control)) ** 2;
  return units <= MOST_UNITS ? toSizes(Math.max(1, units), share) : null;
}

/** Variance of the difference of means times the units of both groups together. */
function varianceOfDifference(variances: GroupVariances, treatedShare: number): number {
  const { treated, control, designEffect = 1, varianceReduction = 0 } = variances;
  requireArgument(
    treatedShare > 0 && treatedShare < 1,
    `treatedShare is ${treatedShare}`,
    "a share in (0, 1)",
  );
  requireArgument(
    treated >= 0 && control >= 0 && designEffect >= 1 && varianceReduction >= 0 && varianceReduction < 1,
    `variances ${treated} and ${control}, designEffect ${designEffect}, varianceReduction ${varianceReduction}`,
    "variances ≥ 0, designEffect ≥ 1, varianceReduction in [0, 1)",
  );
  const variance =
    (treated / treatedShare + control / (1 - treatedShare)) * designEffect * (1 - varianceReduction);
  requireArgument(
    variance < Infinity,
    `variances ${treated} and ${control}`,
    "variances that a double holds",
  );
  return variance;
}

function toSizes(units: number, treatedShare: number): GroupSizes {
  return { treated: Math.ceil(units * treatedShare), control: Math.ceil(units * (1 - treatedShare)) };
}
