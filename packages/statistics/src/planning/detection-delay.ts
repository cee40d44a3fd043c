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

/** Euler's constant, −∫ ln(x) e^−x. */
const EULER = 0.5772156649015329;

/**
 * Windows until a detector of this budget notices a lasting shift of `shift` standard deviations of one window's value, on average. With a
 * bet μ the evidence grows by μδ − μ²/2 per window and has to pay for the budget, the members that did not move and the bets that lose,
 * ln(A · K/m · 2·bets); that it sums over all starts gives it ln(2/μ²) + γ in advance. The best bet counts. A shift of less than half the
 * smallest bet is never found: null. An approximation: within a third of simulated delays (test/calibration/planning.test.ts).
 *
 * Reference: Shin, Ramdas, Rinaldo (2024) for e-detectors; Dufresne (1990), doi:10.1080/03461238.1990.10413872, for the sum over starts.
 * @throws ModelwatchError `invalid-argument` for a budget or members below 1, or moved outside 1 … members.
 */
export function expectedDetectionDelay(shift: number, plan: DetectionPlan): number | null {
  const { budgetWindows, members, moved, bets = BETS } = plan;
  requireArgument(
    budgetWindows >= 1 && moved >= 1 && moved <= members,
    `budgetWindows is ${budgetWindows} and ${moved} of ${members} members moved`,
    "a budget ≥ 1 and 1 ≤ moved ≤ members",
  );
  const price = Math.log((budgetWindows * members * 2 * bets.length) / moved);
  const delays = bets.flatMap((bet) => {
    const growth = bet * Math.abs(shift) - bet ** 2 / 2;
    const inAdvance = Math.max(0, Math.log(2 / bet ** 2) + EULER);
    return growth > 0 ? [Math.max(1, (price - inAdvance) / growth)] : [];
  });
  return delays.length === 0 ? null : Math.min(...delays);
}
