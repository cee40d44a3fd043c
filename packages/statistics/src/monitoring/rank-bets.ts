import { normalQuantile } from "../special/quantiles.js";
import { normalSurvival } from "../special/survival.js";

/** The sizes of shift that are bet on, in predictive standard deviations of one window, each up and down. */
export const BET_SIZES = [0.25, 0.5, 1, 2, 4] as const;
export const BETS = 2 * BET_SIZES.length;
/**
 * From this many cells away from either end the middle of a cell stands for the cell: its relative error is then below 1 % for
 * the largest bet, and on the side of less evidence wherever evidence counts (the bet is convex there).
 */
const EDGE_CELLS = 16;

/**
 * What each bet pays on a value's rank among earlier ones, into `pays`: bets up by size, then bets down.
 * A bet of size μ pays the likelihood ratio exp(μz − μ²/2) of a shifted against a standard normal value, z = Φ⁻¹(rank). Where
 * values are exchangeable the rank is uniform over its cells, and the payoff averaged over a cell has mean 1: the integral
 * over (a, b) is Φ(Φ⁻¹(b) − μ) − Φ(Φ⁻¹(a) − μ). Ties share the cells of their block.
 */
export function payRank(below: number, equal: number, earlier: number, pays: Float64Array): void {
  const cells = earlier + 1;
  const above = cells - below - equal - 1;
  if (below < EDGE_CELLS || above < EDGE_CELLS || equal > EDGE_CELLS) {
    payCell(below / cells, above / cells, pays);
    return;
  }
  const z = normalQuantile((below + (equal + 1) / 2) / cells);
  // sizes double, so powers come by squaring; the loop is unrolled by hand because it is the innermost one
  const up1 = Math.exp(BET_SIZES[0] * z);
  const up2 = up1 * up1;
  const up3 = up2 * up2;
  const up4 = up3 * up3;
  const up5 = up4 * up4;
  pays[0] = up1 * PRICES[0]!;
  pays[1] = up2 * PRICES[1]!;
  pays[2] = up3 * PRICES[2]!;
  pays[3] = up4 * PRICES[3]!;
  pays[4] = up5 * PRICES[4]!;
  pays[5] = PRICES[0]! / up1;
  pays[6] = PRICES[1]! / up2;
  pays[7] = PRICES[2]! / up3;
  pays[8] = PRICES[3]! / up4;
  pays[9] = PRICES[4]! / up5;
}

const PRICES = BET_SIZES.map((size) => Math.exp(-(size * size) / 2));

/** Exact payoffs of the cell that leaves the shares `below` and `above` outside. */
function payCell(below: number, above: number, pays: Float64Array): void {
  const width = 1 - below - above;
  const low = normalQuantile(below);
  const high = -normalQuantile(above);
  for (let bet = 0; bet < BET_SIZES.length; bet++) {
    const size = BET_SIZES[bet]!;
    pays[bet] = massBetween(low - size, high - size) / width;
    pays[bet + BET_SIZES.length] = massBetween(low + size, high + size) / width;
  }
}

/** P(low < Z < high), from the tail in which it is not lost to rounding. */
function massBetween(low: number, high: number): number {
  if (low + high > 0) return survival(low) - survival(high);
  return survival(-high) - survival(-low);
}

function survival(z: number): number {
  if (z === Infinity) return 0;
  if (z === -Infinity) return 1;
  return normalSurvival(z).probability;
}
