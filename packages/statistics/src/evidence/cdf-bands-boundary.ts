import { requireArgument } from "../definition/require-argument.js";
import { checkAlpha } from "../multiplicity/adjust.js";

/** Their A: how wide the band is beside the law of the iterated logarithm. .85 is nearly the narrowest for 10² to 10⁶ rows. */
const WIDTH = 0.85;
/** Steps of the golden-section search for η, at whose optimum the bound is flat, and most steps for C. */
const STEPS = 40;
/** How near ln alpha is met. */
const PRECISION = 1e-12;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * How far an empirical distribution function can be from the true one, at any value and at any time: with probability ≥ 1 − alpha
 * sup|F̂ₙ − F| ≤ radius(n) for every n ≥ firstAt at once. Rows must be independent; for rows that resemble each other give the number
 * of rows divided by their overdispersion. 1 (which says nothing) below `firstAt` rows.
 *
 * Howard & Ramdas (2022, Bernoulli 28(3), theorem 2, doi:10.3150/21-BEJ1388), a time-uniform Dvoretzky–Kiefer–Wolfowitz inequality.
 * @throws ModelwatchError `invalid-argument`: count < 0, firstAt < 1, alpha outside (0, 1).
 */
export function timeUniformCdfRadius(options: {
  readonly count: number;
  readonly alpha: number;
  readonly firstAt: number;
}): number {
  const { count, alpha, firstAt } = options;
  checkAlpha(alpha);
  return radiusAt(count, firstAt, constantOf(Math.log(alpha)));
}

/** The radius for a constant C of the theorem; 1 where it says nothing. */
export function radiusAt(count: number, firstAt: number, constant: number): number {
  requireArgument(count >= 0, `count is ${count}`, "a number of rows ≥ 0");
  requireArgument(firstAt >= 1, `firstAt is ${firstAt}`, "a number of rows ≥ 1");
  if (count < firstAt) return 1;
  return Math.min(1, WIDTH * Math.sqrt((Math.log1p(Math.log(count / firstAt)) + constant) / count));
}

/** C for a miss probability: the inverse of {@link logMissProbability}, by secants from the paper's closed form. */
export function constantOf(logAlpha: number): number {
  let before = 0.8 * (Math.log(1612) - logAlpha);
  let beforeMiss = logMissProbability(before) - logAlpha;
  // ln of the probability falls nearly as fast as C grows
  let constant = before + beforeMiss;
  for (let step = 0; step < STEPS && beforeMiss !== 0; step++) {
    const miss = logMissProbability(constant) - logAlpha;
    if (Math.abs(miss) < PRECISION || miss === beforeMiss) break;
    const next = constant - (miss * (constant - before)) / (miss - beforeMiss);
    [before, beforeMiss, constant] = [constant, miss, next];
  }
  return constant;
}

/** ln of the theorem's bound on the probability that the band with constant C is ever left: its infimum over η; +∞ where none holds. */
export function logMissProbability(constant: number, width = WIDTH): number {
  let left = 1;
  let right = 2 * width * width;
  for (let step = 0; step < STEPS; step++) {
    const span = GOLDEN * (right - left);
    // where the bound does not hold, a smaller η is the way back
    if (logMissAt(right - span, constant, width) <= logMissAt(left + span, constant, width))
      right = left + span;
    else left = right - span;
  }
  return logMissAt((left + right) / 2, constant, width);
}

function logMissAt(eta: number, constant: number, width: number): number {
  const gamma = Math.sqrt(2 / eta) * (width - Math.sqrt((2 * (eta - 1)) / constant));
  if (!(gamma > 1)) return Infinity;
  const epochs = 1 / ((gamma * gamma - 1) * Math.log(eta));
  return Math.log(4) - gamma * gamma * constant + Math.log1p(epochs);
}
