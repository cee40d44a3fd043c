import erfcinv from "@stdlib/math-base-special-erfcinv";
import { normalSurvival } from "../special/survival.js";

/** The sizes of shift that are bet on, in predictive standard deviations of one window, each up and down. */
export const BET_SIZES = [0.25, 0.5, 1, 2, 4] as const;
export const BETS = 2 * BET_SIZES.length;
/**
 * From this many cells away from either end the middle of a cell stands for the cell. Payoffs are convex where evidence counts, so
 * the middle pays less than the cell's average; over all cells together a bet pays 1 + 1e-5 at most (rank-bets.test.ts).
 */
const EDGE_CELLS = 16;

/**
 * Which bets a signal makes: on shifts to either side, on shifts up alone, or on large ones. What is left of a signal's memory after
 * whitening moves it slowly, by less than half of a large shift, and such a bet loses on it.
 */
export type Betting = "both-sides" | "up" | "far" | "far-up";

/** The bets of each kind, as places among what `payRank` pays. */
export const BETS_OF: Readonly<Record<Betting, readonly number[]>> = {
  "both-sides": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  up: [0, 1, 2, 3, 4],
  far: [2, 3, 4, 7, 8, 9],
  "far-up": [2, 3, 4],
};

/** Where a value stands among earlier ones. */
export interface Rank {
  /** Earlier values below it, and equal to it. */
  readonly below: number;
  readonly equal: number;
  readonly earlier: number;
  /** See normalScore. */
  readonly score: number;
}

/**
 * Φ⁻¹ of the middle of the value's block of cells; inside (1/64, 63/64) from a table, linear between its entries and right to 1e-6
 * there, which is ten times as fast.
 */
export function normalScore(below: number, equal: number, earlier: number): number {
  const share = (below + (equal + 1) / 2) / (earlier + 1);
  if (share <= 1 / 64 || share >= 63 / 64) return normalQuantile(share);
  const position = share * TABLE_SIZE;
  const entry = Math.floor(position);
  const low = TABLE[entry]!;
  return low + (position - entry) * (TABLE[entry + 1]! - low);
}

/**
 * What each bet pays on a value's rank among earlier ones, into `pays`: bets up by size, then bets down.
 * A bet of size μ pays the likelihood ratio exp(μz − μ²/2) of a shifted against a standard normal value, z = Φ⁻¹(rank). Where
 * values are exchangeable the rank is uniform over its cells, and the payoff averaged over a cell has mean 1: the integral
 * over (a, b) is Φ(Φ⁻¹(b) − μ) − Φ(Φ⁻¹(a) − μ). Ties share the cells of their block.
 */
export function payRank({ below, equal, earlier, score }: Rank, pays: Float64Array): void {
  const cells = earlier + 1;
  const above = cells - below - equal - 1;
  if (below < EDGE_CELLS || above < EDGE_CELLS || equal > EDGE_CELLS) {
    payCell(below / cells, above / cells, pays);
    return;
  }
  // sizes double, so powers come by squaring
  let up = Math.exp(BET_SIZES[0] * score);
  for (let bet = 0; bet < BET_SIZES.length; bet++) {
    pays[bet] = up * PRICES[bet]!;
    pays[bet + BET_SIZES.length] = PRICES[bet]! / up;
    up *= up;
  }
}

const PRICES = Float64Array.from(BET_SIZES, (size) => Math.exp(-(size * size) / 2));

/** Exact payoffs of the cells that leave the shares `below` and `above` outside. */
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

const TABLE_SIZE = 16_384;
const TABLE = Float64Array.from({ length: TABLE_SIZE + 1 }, (_, entry) => normalQuantile(entry / TABLE_SIZE));

/** Without the checks of special/quantiles, which cost more than the function here: ranks are shares by construction. */
function normalQuantile(share: number): number {
  return -Math.SQRT2 * erfcinv(2 * share);
}
