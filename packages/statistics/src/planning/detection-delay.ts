import { requireArgument } from "../definition/require-argument.js";

export interface DetectionPlan {
  /** Average time without a false alarm, in windows. */
  readonly budgetWindows: number;
  /** Members that share the budget. */
  readonly members: number;
  /** Members that move. */
  readonly moved: number;
  /** Sizes of the bets, in standard deviations of a window's value; each is tried in both directions. */
  readonly bets?: readonly number[];
}

/** METHODS' grid of the engine behind alarms. */
const BETS = [0.25, 0.5, 1, 2, 4] as const;

/**
 * Windows until a detector of this budget notices a lasting shift of `shift` standard deviations of one window's value, on average: the
 * evidence grows by max(μδ − μ²/2) per window and has to pay for the budget, the members that did not move and the bets that lose,
 * ln(A · K/m · 2·bets). A shift too small for the smallest bet is never found: null. First-order theory; starts close to the change add a
 * little evidence, overshoot costs a little.
 *
 * Reference: Lorden (Ann. Math. Stat. 1971), doi:10.1214/aoms/1177693055; Shin, Ramdas, Rinaldo (2024) for e-detectors.
 * @throws ModelwatchError `invalid-argument` for a budget or members below 1, or moved outside 1 … members.
 */
export function expectedDetectionDelay(shift: number, plan: DetectionPlan): number | null {
  const { budgetWindows, members, moved, bets = BETS } = plan;
  requireArgument(
    budgetWindows >= 1 && moved >= 1 && moved <= members,
    `budgetWindows is ${budgetWindows} and ${moved} of ${members} members moved`,
    "a budget ≥ 1 and 1 ≤ moved ≤ members",
  );
  const growth = Math.max(...bets.map((bet) => bet * Math.abs(shift) - bet ** 2 / 2));
  if (!(growth > 0)) return null;
  return Math.max(1, Math.log((budgetWindows * members * 2 * bets.length) / moved) / growth);
}
