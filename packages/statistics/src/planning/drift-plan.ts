import { requireArgument } from "../definition/require-argument.js";
import { chiSquareUpperQuantile } from "../special/chi-square-quantile.js";
import { noncentralChiSquareSurvival } from "./noncentral-chi-square.js";

export interface DriftPlan {
  /** Cells of the layout, ≥ 2. */
  readonly cells: number;
  readonly referenceCount: number;
  /** How many times more counts vary than independent rows would have it, ≥ 1. */
  readonly overdispersion: number;
  readonly alpha: number;
  readonly power: number;
}

/**
 * The smallest Hellinger distance from the reference that `currentCount` rows show with the planned power, by a chi-square test of all cells
 * at one look: noncentrality = 8 H² · (1/(1/n + 1/n0))/φ, accurate for small distances. Null where not even the greatest distance would be
 * found. A drift that touches few cells in one direction is found by sharper tests earlier.
 *
 * Reference: Cohen, Statistical Power Analysis (1988), §7; H² ≈ χ²/8 for near distributions (Le Cam 1986).
 * @throws ModelwatchError `invalid-argument` for fewer than two cells, empty sides, overdispersion below 1 or probabilities outside (0, 1).
 */
export function smallestDetectableDrift(currentCount: number, plan: DriftPlan): number | null {
  check(currentCount, plan);
  const perSquare = 8 / (1 / currentCount + 1 / plan.referenceCount) / plan.overdispersion;
  const distance = Math.sqrt(noncentralityFor(plan) / perSquare);
  return distance <= 1 ? distance : null;
}

/** Rows that show a drift of this Hellinger distance; null where the reference is too small to reveal it, however many arrive. */
export function countForDrift(hellinger: number, plan: DriftPlan): number | null {
  requireArgument(hellinger > 0 && hellinger <= 1, `hellinger is ${hellinger}`, "a distance in (0, 1]");
  check(1, plan);
  const needed = (noncentralityFor(plan) * plan.overdispersion) / (8 * hellinger ** 2);
  const rest = 1 / needed - 1 / plan.referenceCount;
  return rest > 0 ? Math.max(1, Math.ceil(1 / rest)) : null;
}

/** The shift of the chi-square statistic at which the test has the planned power; bisection, the power rises with it. */
function noncentralityFor({ cells, alpha, power }: DriftPlan): number {
  const degrees = cells - 1;
  const critical = chiSquareUpperQuantile(alpha, degrees);
  if (power <= alpha) return 0;
  let low = 0;
  let high = 1;
  while (noncentralChiSquareSurvival(critical, degrees, high) < power) high *= 2;
  while (high - low > 1e-10 * high) {
    const middle = (low + high) / 2;
    if (noncentralChiSquareSurvival(critical, degrees, middle) < power) low = middle;
    else high = middle;
  }
  return high;
}

function check(currentCount: number, plan: DriftPlan): void {
  const { cells, referenceCount, overdispersion, alpha, power } = plan;
  requireArgument(Number.isInteger(cells) && cells >= 2, `cells is ${cells}`, "a whole number ≥ 2");
  requireArgument(
    currentCount > 0 && referenceCount > 0,
    `currentCount is ${currentCount} and referenceCount ${referenceCount}`,
    "numbers > 0",
  );
  requireArgument(overdispersion >= 1, `overdispersion is ${overdispersion}`, "a number ≥ 1");
  requireArgument(
    alpha > 0 && alpha < 1 && power > 0 && power < 1,
    `alpha is ${alpha} and power ${power}`,
    "probabilities in (0, 1)",
  );
}
